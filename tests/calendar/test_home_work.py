"""What the first page offers: time left, ways in, questions, news; nothing for readers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from communes.history import LOADED
from communes.models import CellComment, Notice, ReportingPeriod
from edu_lang_son.pages import worklist
from schools import effort
from schools.completeness import shares
from schools.models import GradeFigures, SchoolReturn
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def period(db):
    """The start-of-year period, open now and due in four days."""
    make.reference()
    make.school_year(2024)
    make.school_year(2025)
    today = timezone.localdate()
    ReportingPeriod.objects.exclude(school_year=2025, kind="start").update(
        as_of="2020-09-30",
        opens_on="2020-10-01",
        due_on="2020-10-31",
        locks_on="2020-11-15",
    )
    found = make.period(2025)
    ReportingPeriod.objects.filter(pk=found.pk).update(
        as_of=today,
        opens_on=today - timedelta(days=30),
        due_on=today + timedelta(days=4),
        locks_on=today + timedelta(days=20),
    )
    found.refresh_from_db()
    return found


def texts(response):
    return " ".join(response.content.decode().split())


def entered(school, minutes):
    """A return whose cells were written at these minutes, then handed in."""
    row = make.school_return(school, state="submitted")
    grade = make.grade(row, "01", classes=1, pupils=20)
    start = timezone.now() - timedelta(days=1)
    written = GradeFigures.pgh_event_model.objects
    event = written.get(pgh_obj=grade)
    written.filter(pk=event.pk).update(pgh_label=LOADED)
    for minute in minutes:
        event.pk = None
        event.save()
        at = start + timedelta(minutes=minute)
        written.filter(pk=event.pk).update(pgh_created_at=at)
    SchoolReturn.objects.filter(pk=row.pk).update(
        submitted_at=start + timedelta(minutes=max(minutes))
    )


class TestEffort:
    def test_the_median_of_those_who_entered_by_hand(self, period, settings):
        settings.ENTRY_SAMPLE = 3
        for minutes in ([0, 5, 9], [0, 8, 16, 24], [0, 3], [0]):
            entered(make.institution(), minutes)
        # 9, 24 and 3 minutes; a workbook's single moment tells nothing.
        assert effort.minutes_per_return(period) == 9

    def test_a_long_pause_was_spent_on_something_else(self, period, settings):
        settings.ENTRY_SAMPLE, settings.ENTRY_PAUSE_SECONDS = 1, 600
        entered(make.institution(), [0, 4, 304])
        assert effort.minutes_per_return(period) == 14

    def test_of_too_few_nothing_is_said(self, period, settings):
        settings.ENTRY_SAMPLE = 2
        entered(make.institution(), [0, 5])
        assert effort.minutes_per_return(period) is None
        assert effort.minutes_left(period, {1: None}) == {}

    def test_what_is_filled_in_takes_no_more_time(self, period, settings):
        settings.ENTRY_SAMPLE = 1
        entered(make.institution(), [0, 10])
        before = [make.institution(), make.institution()]
        for school in before:
            old = make.school_return(school, year=2024)
            for code in ("01", "02"):
                make.grade(old, code, classes=1, pupils=20)
        now = make.school_return(before[0], state="draft")
        make.grade(now, "01", classes=1, pupils=20)
        filled = shares(period, [school.pk for school in before])
        left = effort.minutes_left(period, filled)
        assert left == {before[0].pk: 5, before[1].pk: 10}


class TestCommune:
    @pytest.fixture
    def commune(self):
        row = make.commune(name="Khánh Khê")
        make.school(commune=row, name="TH Một", state="draft")
        make.school(commune=row, name="TH Hai", state="rejected")
        return row

    def test_the_head_reads_how_long_it_takes(self, client, commune, period):
        cache.set(f"minutes-per-return:{period.pk}", 12.0)
        client.force_login(make.owner(commune))
        # Twice twelve, rounded up; nothing is known of what they handed in before.
        assert "Còn khoảng <b>25 phút</b> nhập liệu" in texts(client.get("/"))

    def test_what_was_handed_in_a_year_ago_says_how_much_is_done(self, client):
        commune = make.commune()
        for name, codes in {"TH Một": ("01",), "TH Hai": ("01", "02")}.items():
            school = make.institution(commune=commune, name=name)
            old = make.school_return(school, year=2024)
            for code in ("01", "02"):
                make.grade(old, code, classes=1, pupils=20)
            now = make.school_return(school, state="draft")
            for code in codes:
                make.grade(now, code, classes=1, pupils=20)
        client.force_login(make.owner(commune))
        page = texts(client.get("/"))
        sentences = ["đã nhập 50% số ô so với năm trước", "đã nhập 100% số ô"]
        assert [page.count(text) for text in sentences] == [1, 1]

    def test_what_the_rules_find_is_counted(self, client):
        commune = make.commune()
        make.complete_school(commune=commune, name="TH Một")
        make.institution(commune=commune, name="TH Hai")
        lacking = make.complete_school(commune=commune, name="TH Ba")
        GradeFigures.objects.filter(
            school_return__institution=lacking, grade="01"
        ).update(girls=None)
        client.force_login(make.owner(commune))
        page = texts(client.get("/"))
        sentences = ["đã nhập đủ, chỉ còn nộp", "chỗ thiếu hoặc sai"]
        assert [page.count(text) for text in sentences] == [1, 1]

    def test_without_data_nothing_is_promised(self, client, commune):
        client.force_login(make.owner(commune))
        response = client.get("/")
        assert response.context["minutes"] is None
        assert "nhập liệu, theo thời gian" not in texts(response)

    def test_a_reader_is_offered_nothing_to_do(self, client, commune):
        client.force_login(make.owner(commune))
        head = client.get("/")
        client.force_login(make.reader(commune))
        reader = client.get("/")
        assert (head.context["may_edit"], reader.context["may_edit"]) == (True, False)
        main = texts(reader).split("<main", 1)[1]
        assert 'class="btn' not in main

    def test_a_locked_period_says_so_beside_the_school(self, client, commune, period):
        today = timezone.localdate()
        ReportingPeriod.objects.filter(pk=period.pk).update(
            due_on=today - timedelta(days=9), locks_on=today
        )
        client.force_login(make.owner(commune))
        page = texts(client.get("/"))
        assert f"Kỳ báo cáo này đã khóa từ ngày {today:%d/%m/%Y}." in page

    def test_questions_of_others_are_shown_until_they_are_settled(
        self, client, commune, period
    ):
        school = SchoolReturn.objects.filter(state="draft").get().institution
        official, head = make.official(first_name="Hoàng Lan"), make.owner(commune)

        def remark(text, author, **fields):
            return CellComment.objects.create(
                period=period,
                form="classes",
                unit=school.code,
                commune=commune,
                institution_code=school.code,
                line="01",
                field="pupils",
                text=text,
                author=author,
                written_at=timezone.now(),
                **fields,
            )

        remark("Lớp 1 tăng 12 em, vì sao?", official, answer_by="2026-12-01")
        remark("Tôi hỏi", head)
        remark("Xong rồi", official, resolved_by=head, resolved_at=timezone.now())
        found = {}
        for who, person in {"head": head, "stranger": make.stranger()}.items():
            client.force_login(person)
            response = client.get("/")
            found[who] = [one.comment.text for one in response.context["questions"]]
        assert found == {"head": ["Lớp 1 tăng 12 em, vì sao?"], "stranger": []}
        client.force_login(head)
        page = texts(client.get("/"))
        assert "trả lời trước 01/12/2026" in page
        assert "Hoàng Lan" in page

    def test_unread_notices_stand_on_the_first_page(self, client, commune):
        head = make.owner(commune)
        for number, read_at in enumerate([None, timezone.now()]):
            Notice.objects.create(
                recipient=head,
                kind="reminder",
                text=f"Nhắc lần {number}",
                occasion=str(number),
                read_at=read_at,
            )
        client.force_login(head)
        page = texts(client.get("/"))
        assert ("Nhắc lần 0" in page, "Nhắc lần 1" in page) == (True, False)

    def test_more_schools_cost_no_more_queries(
        self, client, commune, django_assert_max_num_queries
    ):
        client.force_login(make.owner(commune))
        client.get("/")
        cache.clear()
        with django_assert_max_num_queries(80) as few:
            client.get("/")
        for _ in range(3):
            make.school(commune=commune, state="draft")
        cache.clear()
        with django_assert_max_num_queries(len(few)):
            client.get("/")


def test_tools_lead_to_what_the_site_has(period):
    found = worklist.tools(period)
    assert sorted(found) == ["grid_url", "import_url", "submit_url", "template_url"]


def test_an_admin_sees_what_runs(client):
    row = make.job(state="running")
    client.force_login(make.admin())
    page = texts(client.get("/"))
    assert "1 việc đang chạy" in page
    assert f'href="/jobs/{row.pk}/"' in page
