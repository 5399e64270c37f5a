"""Staff: lists and persons, seen by their own school, commune and department only."""

import pytest
from django.utils.encoding import force_str

from staffing.tables import StaffTable
from tests import factories as make
from tests.contracts import DetailPage, ListPage
from tests.pages import reading

URL = "/staff/"


class TestStaffList(ListPage):
    url = URL

    def make_row(self, commune):
        make.school_year()
        return make.employee(make.institution(commune=commune))

    def mark(self, row):
        return row.person.full_name


class TestStaffDetail(DetailPage):
    def make_row(self, commune):
        make.school_year()
        return make.employee(make.institution(commune=commune)).person

    def address(self, row):
        return f"/staff/{row.pk}/"

    def mark(self, row):
        return f"<h1>{row.full_name}</h1>"


@pytest.fixture
def staff(db, client):
    """Three people of a lower secondary school and one of a primary school elsewhere."""
    make.reference()
    make.school_year()
    here = make.institution("THCS", name="Trường THCS Khánh Khê")
    there = make.institution("TH", name="Trường TH Quý Hòa")

    def serve(name, school, *args, degree="DH", **fields):
        person = make.person(full_name=name, sex=fields.pop("sex", "F"))
        make.qualification(person, degree)
        return make.assignment(person, school, *args, **fields)

    rows = {
        "an": serve("Nông Thị Ân", here, subject_id="NN1"),
        "duc": serve("Hoàng Đức", here, sex="M", degree="TC", subject_id="TOAN"),
        "hoa": serve("Bế Hoa", here, "principal"),
        "xa": serve("Triệu Mùi Xá", there, contract="labour"),
    }
    make.absence(rows["duc"].person, "study")
    client.force_login(make.official())
    return rows


def names(client, query=""):
    return reading.first_column(client.get(f"{URL}{query}"))


def test_people_stand_by_given_name(staff, client):
    everybody = ["Nông Thị Ân", "Hoàng Đức", "Bế Hoa", "Triệu Mùi Xá"]
    assert names(client) == everybody
    assert names(client, "?sort=-name") == everybody[::-1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=nong an", ["Nông Thị Ân"]),
        ("q=DUC", ["Hoàng Đức"]),
        ("level=primary", ["Triệu Mùi Xá"]),
        ("group=manager", ["Bế Hoa"]),
        ("post=principal", ["Bế Hoa"]),
        ("subject=NN1", ["Nông Thị Ân"]),
        ("contract=labour", ["Triệu Mùi Xá"]),
        ("qualified=no", ["Hoàng Đức"]),
        ("qualified=yes", ["Nông Thị Ân", "Triệu Mùi Xá"]),
        ("absence=study", ["Hoàng Đức"]),
        ("sex=M", ["Hoàng Đức"]),
    ],
)
def test_filters(staff, client, query, found):
    assert names(client, f"?{query}") == found


def test_schools_to_choose_are_those_of_the_chosen_commune(staff, client):
    here, there = staff["an"].institution, staff["xa"].institution
    assert names(client, f"?school={there.code}") == ["Triệu Mùi Xá"]
    response = client.get(f"{URL}?commune={here.commune_id}")
    offered = response.context["filter"].form.fields["school"].queryset
    assert list(offered) == [here]


def test_list_is_as_at_the_day_of_the_figures(staff, client):
    gone = staff["xa"]
    gone.ended_on, gone.end_reason = "2025-09-29", "resigned"
    gone.save()
    late = make.person(full_name="Vi Văn Muộn")
    make.assignment(late, staff["an"].institution, started_on="2025-10-01")
    assert names(client) == ["Nông Thị Ân", "Hoàng Đức", "Bế Hoa"]


def test_personal_number_is_masked_in_list_and_file_and_whole_on_the_page(
    staff, client
):
    person = staff["hoa"].person
    query = "?post=principal&columns=personal_id"
    masked = "•" * 9 + person.personal_id[-3:]
    assert reading.tables(client.get(f"{URL}{query}"))[0][1] == ["Bế Hoa", masked]
    _facts, header, rows = reading.csv_rows(client.get(f"{URL}{query}&export=csv"))
    assert [header, *rows] == [["Họ và tên", "Số định danh"], ["Bế Hoa", masked]]
    assert person.personal_id in client.get(f"/staff/{person.pk}/").content.decode()


def test_file_of_a_commune_holds_its_own_people_only(staff, client):
    client.force_login(make.owner(staff["xa"].institution.commune))
    facts, header, rows = reading.xlsx_rows(client.get(f"{URL}?export=xlsx"))
    row = dict(zip(header, rows[0], strict=True))
    assert (len(rows), facts["Bảng"], row["Họ và tên"], row["Trình độ"]) == (
        1,
        "Danh sách nhân sự",
        "Triệu Mùi Xá",
        "Đại học",
    )
    assert row["Ngày sinh"].isoformat() == "1985-05-15T00:00:00"


def test_clerk_sees_her_own_school(staff, client):
    client.force_login(make.clerk(staff["xa"].institution))
    assert names(client) == ["Triệu Mùi Xá"]


def test_person_who_moved_away_is_gone_for_the_former_commune(staff, client):
    moved = staff["xa"]
    former = make.owner(moved.institution.commune)
    client.force_login(former)
    address = f"/staff/{moved.person_id}/"
    assert client.get(address).status_code == 200
    moved.ended_on, moved.end_reason = "2026-07-31", "moved"
    moved.save()
    make.assignment(moved.person, staff["an"].institution, started_on="2026-08-01")
    assert client.get(address).status_code == 404
    assert reading.tables(client.get(URL)) == []
    client.force_login(make.owner(staff["an"].institution.commune))
    assert client.get(address).status_code == 200


def test_page_of_a_person_lists_posts_degrees_and_absences(staff, client):
    person = staff["duc"].person
    posts, degrees = reading.tables(client.get(f"/staff/{person.pk}/"))
    assert posts[1][1:] == [
        "Giáo viên",
        "ToánTrung học cơ sở",
        "Viên chức, không xác định thời hạn",
        "01/09/2015 – nay",
        "1",
    ]
    assert degrees[1] == ["Trung cấp", "Sư phạm", "Có", "30/06/2008"]
    page = " ".join(client.get(f"/staff/{person.pk}/").content.decode().split())
    assert "<b>Đi học dài hạn</b>: 01/08/2025 – nay" in page


@pytest.mark.parametrize(
    ("language", "degrees"),
    [
        ("vi", ["Đại học", "Trung cấp", "Đại học", "Đại học"]),
        ("en", ["Bachelor", "Intermediate", "Bachelor", "Bachelor"]),
    ],
)
def test_degrees_are_named_in_the_language_of_the_page(
    staff, client, settings, language, degrees
):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    rows = reading.body(reading.tables(client.get(URL))[0])
    assert [row[6] for row in rows] == degrees


def test_file_cells_are_what_the_table_library_itself_would_write(staff, client):
    everything = [f"columns={name}" for name in StaffTable.base_columns]
    table = client.get(f"{URL}?{'&'.join(everything)}").context["table"]
    _header, *expected = table.as_values()
    written = [
        [force_str(cell, strings_only=True) for cell in row]
        for row in table.export_rows()
    ]
    assert (len(written), written) == (4, expected)
