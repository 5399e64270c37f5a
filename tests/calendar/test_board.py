"""The board: who handed in when, how complete, and what each reader may see of it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from communes import approval
from communes.models import DeadlineException, ReportingPeriod
from schools import timeliness
from schools.board import all_rows
from schools.completeness import completeness
from schools.models import GradeFigures, SchoolReturn
from tests import factories as make
from tests.contracts import login_redirect
from tests.pages.reading import csv_rows, tables, xlsx_rows

pytestmark = pytest.mark.django_db
URL = "/board/"
# The period of the factories: open from 30/9, due 30/10, locked from 15/11.
DUE = date(2025, 10, 30)


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()
    make.school_year(2024)
    make.school_year(2025)
    # The end of 2025-2026 has not come yet.
    ReportingPeriod.objects.filter(school_year=2025, kind="end").update(
        opens_on="2990-05-31", due_on="2990-06-30", locks_on="2990-07-15"
    )


def noon(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def hand_in(commune, day, *, state="submitted", **fields):
    school = make.school(commune=commune, state=state, **fields)
    row = school.returns.get()
    row.submitted_at = noon(day)
    row.save()
    return school


def standing(commune, today=date(2025, 11, 10)):
    period = make.period()
    code = commune.code if commune else None
    return timeliness.standings([period], today)[code][period.pk]


def texts(response):
    return " ".join(response.content.decode().split())


class TestStanding:
    def test_all_in_time(self):
        commune = make.commune()
        hand_in(commune, DUE)
        hand_in(commune, DUE - timedelta(days=9))
        one = standing(commune)
        found = (one.kind, one.mark, one.on_time, one.days_behind, one.first_day)
        assert found == ("in-time", "✓", 2, 0, DUE - timedelta(days=9))

    def test_the_latest_school_says_how_late(self):
        commune = make.commune()
        hand_in(commune, DUE)
        hand_in(commune, DUE + timedelta(days=3))
        one = standing(commune)
        found = (one.kind, one.mark, one.on_time, one.days_behind, one.last_day)
        assert found == ("late", "+3", 1, 3, DUE + timedelta(days=3))

    def test_what_is_missing_counts_until_today(self):
        commune = make.commune()
        hand_in(commune, DUE)
        make.school(commune=commune, state="draft")
        make.institution(commune=commune)
        at = {day: standing(commune, DUE + timedelta(days=day)) for day in (-2, 0, 11)}
        assert [(one.kind, one.mark, one.days_behind) for one in at.values()] == [
            ("open", "1/3", 0),
            ("open", "1/3", 0),
            ("missing", "1/3", 11),
        ]

    def test_an_extension_moves_what_late_means(self):
        commune = make.commune()
        hand_in(commune, DUE + timedelta(days=3))
        DeadlineException.objects.create(
            period=make.period(),
            commune=commune,
            due_on=DUE + timedelta(days=3),
            reason="Mưa lũ",
            granted_by=make.official(),
        )
        one = standing(commune)
        assert (one.kind, one.is_extended) == ("in-time", True)

    def test_handing_in_again_does_not_hide_the_first_time(self):
        commune = make.commune()
        school = hand_in(commune, DUE - timedelta(days=1))
        approval.reject(school.returns.all(), by=make.official(), reason="Sửa lớp 1")
        sent_again = {"state": "submitted", "decided_by": None, "decided_at": None}
        SchoolReturn.objects.update(
            submitted_at=noon(DUE + timedelta(days=9)), **sent_again
        )
        assert standing(commune).kind == "in-time"

    def test_the_day_is_the_day_here(self):
        commune = make.commune()
        # Half past midnight here is still the day before in Greenwich.
        moment = timezone.make_aware(datetime(2025, 10, 31, 0, 30))
        school = make.institution(commune=commune)
        make.school_return(school, state="submitted", submitted_at=moment)
        assert standing(commune).last_day == DUE + timedelta(days=1)

    def test_a_school_counts_for_whoever_manages_it_while_it_exists(self):
        commune = make.commune()
        make.institution(commune=commune)
        make.institution(commune=commune, closed_on=date(2025, 9, 30))
        make.institution(commune=commune, opened_on=date(2025, 10, 1))
        make.institution("THPT", commune=commune)
        assert (standing(commune).expected, standing(None).expected) == (1, 1)


class TestCompleteness:
    def test_a_draft_is_compared_with_its_own_year_before(self):
        commune = make.commune()
        school = make.institution(commune=commune)
        make.institution(commune=commune)
        before = make.school_return(school, year=2024)
        for code in ("01", "02"):
            make.grade(before, code, classes=1, pupils=20)
        now = make.school_return(school, state="draft")
        make.grade(now, "01", classes=1, pupils=21)
        found = completeness(make.period())[commune.code]
        # One grade of two, and a school of which nothing is known.
        assert (found.complete, found.share) == (0, Decimal("0.25"))

    def test_what_is_handed_in_is_complete(self):
        commune = make.commune()
        make.school(commune=commune, state="approved")
        GradeFigures.objects.update(english=None)
        found = completeness(make.period())[commune.code]
        assert (found.complete, found.share) == (1, 1)


class TestBoard:
    @pytest.fixture
    def places(self):
        here = make.commune(name="Khánh Khê", cluster="Cao Lộc")
        there = make.commune(name="Bình Gia", cluster="Bình Gia")
        hand_in(here, DUE, state="approved")
        hand_in(here, DUE - timedelta(days=2), state="rejected")
        hand_in(there, DUE + timedelta(days=4))
        make.school("THPT", commune=there, state="draft")
        return here, there

    def board(self, client, person, query=""):
        client.force_login(person)
        return client.get(f"{URL}?period=2025-start{query}")

    def names(self, response):
        return [row[0] for row in tables(response)[0][1:]]

    def test_an_official_sees_every_commune_and_the_department_s_schools(
        self, client, places
    ):
        response = self.board(client, make.official())
        assert self.names(response) == [
            "Xã Bình Gia",
            "Xã Khánh Khê",
            "Trường thuộc Sở",
            "Cộng 3 đơn vị theo bộ lọc",
        ]
        heading, *rows, total = tables(response)[0]
        columns = heading.index("Phải nộp"), heading.index("Duyệt")
        assert [[row[n] for n in columns] for row in (*rows, total)] == [
            ["1", "0"],
            ["2", "1"],
            ["1", "0"],
            ["4", "1"],
        ]

    def test_a_commune_sees_itself_beside_the_province(self, client, places):
        here, _there = places
        for person in (make.owner(here), make.reader(here)):
            response = self.board(client, person)
            assert self.names(response) == ["Xã Khánh Khê", "Toàn tỉnh: 3 đơn vị"]
            assert "Gia hạn" not in texts(response)
            assert tables(response)[0][-1][1] == "4"

    def test_a_clerk_sees_the_province_s_sum_alone(self, client, places):
        school = SchoolReturn.objects.get(state="rejected").institution
        response = self.board(client, make.clerk(school))
        assert "Xã Bình Gia" not in texts(response)
        assert "Xã Khánh Khê" not in texts(response).split("<main", 1)[1]

    def test_anonymous_is_sent_to_login(self, client):
        assert client.get(URL).url == login_redirect(URL)

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("&q=khanh khe", ["Xã Khánh Khê"]),
            ("&cluster=Bình Gia", ["Xã Bình Gia"]),
            ("&standing=waiting", ["Xã Bình Gia"]),
            ("&standing=missing", ["Trường thuộc Sở"]),
            ("&sort=-days_behind", ["Trường thuộc Sở", "Xã Bình Gia", "Xã Khánh Khê"]),
            ("&sort=-name", ["Trường thuộc Sở", "Xã Khánh Khê", "Xã Bình Gia"]),
        ],
    )
    def test_search_filter_and_sort(self, client, places, query, names):
        response = self.board(client, make.official(), query)
        assert self.names(response)[:-1] == names

    def test_marks_tell_five_years_in_words(self, client, places):
        here, _there = places
        school = SchoolReturn.objects.get(state="approved").institution
        before = make.school_return(school, year=2024, state="locked")
        SchoolReturn.objects.filter(pk=before.pk).update(
            submitted_at=noon(date(2024, 10, 1))
        )
        page = texts(self.board(client, make.official(), "&q=khanh khe"))
        assert "Đầu năm 2025-2026: nộp đủ, đúng hạn" in page
        assert "Đầu năm 2024-2025: đã nộp 1/2, quá hạn" in page

    def test_the_file_holds_what_is_filtered(self, client, places):
        about, heading, rows = csv_rows(
            self.board(client, make.official(), "&cluster=Bình Gia&export=csv")
        )
        row = dict(zip(heading, rows[0], strict=True))
        known = ("Xã, phường", "Phải nộp", "Sau hạn (ngày)", "Đ25")
        assert [row[name] for name in known] == [
            "Xã Bình Gia",
            "1",
            "4",
            "nộp đủ, trường muộn nhất sau hạn 4 ngày",
        ]
        assert "Xử lý" not in heading
        assert about["Năm học"].startswith("2025-2026")
        _about, heading, rows = xlsx_rows(
            self.board(client, make.official(), "&export=xlsx")
        )
        assert [row[0] for row in rows if row[0]][:3] == [
            "Xã Bình Gia",
            "Xã Khánh Khê",
            "Trường thuộc Sở",
        ]

    def test_before_the_first_period_there_is_a_sentence(self, client):
        ReportingPeriod.objects.update(
            opens_on="2990-01-01", due_on="2990-02-01", locks_on="2990-03-01"
        )
        client.force_login(make.official())
        assert "Chưa có dòng nào" in texts(client.get(URL))

    def test_three_communes_cost_as_many_queries_as_one(
        self, client, places, django_assert_max_num_queries
    ):
        person = make.official()
        self.board(client, person)
        with django_assert_max_num_queries(30) as few:
            self.board(client, person)
        for _ in range(3):
            hand_in(make.commune(), DUE)
        with django_assert_max_num_queries(len(few)):
            response = self.board(client, person)
        assert len(self.names(response)) == 7


def test_rows_of_periods_long_ago_need_no_events():
    """A return loaded before history began is known by what stands in it."""
    commune = make.commune()
    hand_in(commune, DUE)
    SchoolReturn.pgh_event_model.objects.all().delete()
    period = make.period()
    [row] = all_rows(period, [period], date(2025, 11, 10))
    assert (row.standing.kind, row.waiting) == ("in-time", 1)
