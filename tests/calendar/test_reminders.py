"""Reminders before, on and after the deadline: who is told what, and only once."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from communes.models import DeadlineException, Notice, ReportingPeriod
from schools import reminders, tasks
from schools.models import SchoolReturn
from tests import factories as make
from tests.conftest import wait_for

pytestmark = pytest.mark.django_db

# The period of the factories: open from 30/9, due 30/10, locked from 15/11.
DUE = date(2025, 10, 30)
HELP = (
    "Vẫn nhập và nộp được đến hết 14/11/2025; nếu vướng ở đâu, hãy gọi Sở để được giúp "
    "hoặc gia hạn."
)


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()


@pytest.fixture
def commune():
    """Three schools, of which one has handed in and one was sent back."""
    row = make.commune()
    make.school(commune=row, state="submitted")
    make.school(commune=row, name="TH Hai", state="rejected")
    make.institution(commune=row, name="TH Ba")
    return row


def days(number):
    """The day `number` days after the deadline."""
    return DUE + timedelta(days=number)


def told(person):
    return list(
        Notice.objects.filter(recipient=person)
        .order_by("pk")
        .values_list("text", flat=True)
    )


WORDS = {
    -8: None,
    -7: "hạn 30/10/2025 (còn 7 ngày).",
    -3: "hạn 30/10/2025 (còn 3 ngày).",
    -1: "hạn 30/10/2025 (còn 1 ngày).",
    0: "hạn là hôm nay, 30/10/2025.",
    1: "hạn 30/10/2025 đã qua 1 ngày.",
    7: "hạn 30/10/2025 đã qua 7 ngày.",
    16: None,
}


@pytest.mark.parametrize(("day", "words"), WORDS.items())
def test_a_commune_is_told_what_is_left_and_until_when(commune, day, words):
    head = make.owner(commune)
    reminders.remind(days(day))
    back = " Trong đó 1 trường được Sở trả lại để sửa."
    whole = f"Còn 2/3 trường chưa nộp báo cáo Đầu năm 2025-2026, {words}{back}"
    after = f" {HELP}" if day > 0 else ""
    assert told(head) == ([f"{whole}{after}"] if words else [])


def test_each_step_is_told_once_and_a_missed_one_the_day_after(commune):
    head = make.owner(commune)
    number = []
    for day in (-10, -6, -6, -5, -3, -2, -1, 0, 0, 1, 2, 4, 9, 10, 16):
        reminders.remind(days(day))
        number.append(len(told(head)))
    assert number == [0, 1, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 7, 7, 7]


def test_who_is_told(commune):
    elsewhere = make.commune()
    make.school(commune=elsewhere, state="approved")
    owing = SchoolReturn.objects.get(state="rejected").institution
    done = SchoolReturn.objects.get(state="submitted").institution
    department = make.school("THPT", commune=commune, name="THPT Sở", state="draft")
    people = {
        "head": make.owner(commune),
        "officer": make.colleague(commune),
        "reader": make.reader(commune),
        "expired": make.expired(commune),
        "switched off": make.owner(commune, is_active=False),
        "head elsewhere, done": make.owner(elsewhere),
        "clerk who owes": make.clerk(owing),
        "clerk who has handed in": make.clerk(done),
        "clerk of a school of the department": make.clerk(department),
    }
    reminders.remind(days(-3))
    found = {who: told(person) for who, person in people.items()}
    whole = (
        "Còn 2/3 trường chưa nộp báo cáo Đầu năm 2025-2026, hạn 30/10/2025 (còn 3 ngày). "
        "Trong đó 1 trường được Sở trả lại để sửa."
    )
    end = "chưa nộp báo cáo Đầu năm 2025-2026, hạn 30/10/2025 (còn 3 ngày)."
    assert {who: texts for who, texts in found.items() if texts} == {
        "head": [whole],
        "officer": [whole],
        "clerk who owes": [f"TH Hai {end}"],
        "clerk of a school of the department": [f"THPT Sở {end}"],
    }


def test_an_extension_begins_the_reminders_anew(commune):
    head = make.owner(commune)
    clerk = make.clerk(SchoolReturn.objects.get(state="rejected").institution)
    reminders.remind(days(1))
    DeadlineException.objects.create(
        period=make.period(),
        commune=commune,
        due_on=date(2025, 11, 20),
        reason="Mưa lũ",
        granted_by=make.official(),
    )
    counts = []
    for day in (date(2025, 11, 1), date(2025, 11, 17), date(2025, 11, 20)):
        reminders.remind(day)
        counts.append((len(told(head)), len(told(clerk))))
    assert counts == [(1, 1), (2, 2), (3, 3)]
    assert "hạn 20/11/2025 (còn 3 ngày)" in told(head)[1]


def test_the_days_are_the_department_s_to_choose(commune):
    head = make.owner(commune)
    ReportingPeriod.objects.update(remind_before=[14], remind_after=[])
    for day in (-14, -7, -1, 0, 1, 7):
        reminders.remind(days(day))
    assert [text.split(", ")[1] for text in told(head)] == [
        "hạn 30/10/2025 (còn 14 ngày). Trong đó 1 trường được Sở trả lại để sửa.",
        "hạn là hôm nay",
    ]


def test_an_official_hears_each_day_what_waits_and_who_is_late(commune):
    official, admin = make.official(), make.admin()
    SchoolReturn.objects.filter(state="submitted").update(
        submitted_at=timezone.now() - timedelta(days=6)
    )
    asked = make.school(commune=commune).returns.get()
    asked.unlock_requested_by = make.owner(commune)
    asked.unlock_requested_at = timezone.now()
    asked.unlock_reason = "Nhập thiếu 2 em."
    asked.save()
    reminders.remind(days(2))
    reminders.remind(days(2))
    assert (told(official), told(admin)) == (
        [
            (
                "1 báo cáo của 1 đơn vị chờ duyệt, lâu nhất 6 ngày. "
                "1 yêu cầu mở khóa chờ trả lời. "
                "Kỳ Đầu năm 2025-2026: 1 đơn vị đã quá hạn, còn 2 báo cáo."
            )
        ],
        [],
    )
    reminders.remind(days(3))
    assert len(told(official)) == 2


def test_nothing_waits_nothing_is_said():
    make.school(state="approved")
    official = make.official()
    assert (reminders.remind(days(1)), told(official)) == (0, [])


def test_three_communes_cost_as_many_queries_as_one(
    commune, django_assert_max_num_queries
):
    make.owner(commune)
    with django_assert_max_num_queries(60) as few:
        reminders.remind(days(-3))
    for _ in range(3):
        more = make.commune()
        school = make.school(commune=more, state="draft")
        make.owner(more), make.colleague(more), make.clerk(school)
    Notice.objects.all().delete()
    with django_assert_max_num_queries(len(few)):
        reminders.remind(days(-3))
    # Three at each new place, the head, and the summary for the official.
    assert Notice.objects.count() == 11


def test_a_worker_reminds_and_sends_the_letters(worker):
    """The task as the schedule sends it, on a period that is due tomorrow."""
    commune = make.commune()
    make.institution(commune=commune)
    head = make.owner(commune)
    today = timezone.localdate()
    make.period()
    ReportingPeriod.objects.filter(kind="start").update(
        as_of=today,
        opens_on=today - timedelta(days=20),
        due_on=today + timedelta(days=1),
        locks_on=today + timedelta(days=9),
    )
    tasks.remind.delay()
    wait_for(lambda: Notice.objects.filter(recipient=head).exists())
    due = f"{datetime.combine(today, datetime.min.time()) + timedelta(days=1):%d/%m/%Y}"
    assert told(head) == [
        f"Còn 1/1 trường chưa nộp báo cáo Đầu năm 2025-2026, hạn {due} (còn 1 ngày)."
    ]
