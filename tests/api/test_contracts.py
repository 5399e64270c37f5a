"""Every API route under the contract of its kind: owner, stranger, cost per row."""

from communes.recompute import recompute_year
from staffing.models import StaffingGap
from tests import factories as make
from tests.contracts import DetailRoute, ListRoute


class Communes:
    open_to_all = True

    def make_row(self, commune):
        return commune

    def mark(self, row):
        return f'"name":"{row.name}"'


class TestCommuneList(Communes, ListRoute):
    url = "/api/v1/communes/"

    def test_three_rows_cost_as_many_queries_as_one(self):
        account = make.owner(self.commune)
        few = self.queries_for(account)
        make.commune()
        make.commune()
        assert len(self.queries_for(account)) == len(few)


class TestCommuneDetail(Communes, DetailRoute):
    def address(self, row):
        return f"/api/v1/communes/{row.code}/"


class Offices:
    def make_row(self, commune):
        year = make.number() + 1900
        return make.office(commune, year=year)

    def mark(self, row):
        return f'"id":{row.pk},'


class TestOfficeList(Offices, ListRoute):
    url = "/api/v1/offices/"


class TestOfficeDetail(Offices, DetailRoute):
    def address(self, row):
        return f"/api/v1/offices/{row.pk}/"


class Schools:
    def make_row(self, commune):
        row = make.school(commune=commune)
        make.recognition(row)
        return row

    def mark(self, row):
        return f'"code":"{row.code}"'


class TestSchoolList(Schools, ListRoute):
    url = "/api/v1/schools/"


class TestSchoolDetail(Schools, DetailRoute):
    def address(self, row):
        return f"/api/v1/schools/{row.code}/"


class Gaps:
    def make_row(self, commune):
        return make.school(commune=commune)

    def prepare(self):
        recompute_year(make.YEAR, host="shell@test")

    def mark(self, row):
        return f'"code":"{row.code}"'


class TestGapList(Gaps, ListRoute):
    url = "/api/v1/gaps/?page_size=500"


class TestGapDetail(Gaps, DetailRoute):
    def address(self, row):
        gap = StaffingGap.objects.filter(institution=row, post="teacher").get()
        return f"/api/v1/gaps/{gap.pk}/"


class TestValueList(ListRoute):
    url = "/api/v1/values/?scope=institution&indicator=learners&level=all"

    def make_row(self, commune):
        return make.school(commune=commune)

    def prepare(self):
        recompute_year(make.YEAR, host="shell@test")

    def mark(self, row):
        return f'"scope_key":"{row.code}"'


class Staff:
    def make_row(self, commune):
        return make.employee(make.institution(commune=commune)).person

    def mark(self, row):
        return f'"full_name":"{row.full_name}"'


class TestStaffList(Staff, ListRoute):
    url = "/api/v1/staff/"


class TestStaffDetail(Staff, DetailRoute):
    def address(self, row):
        return f"/api/v1/staff/{row.pk}/"


class TestYearList(ListRoute):
    url = "/api/v1/years/"
    open_to_all = True

    def make_row(self, commune):
        return make.school_year(1950 + make.number())

    def mark(self, row):
        return f'"start":{row.start},'


class Targets:
    def make_row(self, commune):
        return make.target(commune=commune, year=make.number() + 1900)

    def mark(self, row):
        return f'"id":{row.pk},'


class TestTargetList(Targets, ListRoute):
    url = "/api/v1/targets/"


class TestTargetDetail(Targets, DetailRoute):
    def address(self, row):
        return f"/api/v1/targets/{row.pk}/"
