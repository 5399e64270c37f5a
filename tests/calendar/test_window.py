"""Who may enter until when, over a table of cases."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from communes.models import DeadlineException
from communes.windows import commune_may_enter, commune_windows
from schools.models import SchoolReturn
from schools.window import may_enter, windows
from tests import factories as make

pytestmark = pytest.mark.django_db

# The period of the factories: as of and open from 30/9, due 30/10, locked from 15/11.
LAST_DAY = "vẫn nhập và nộp được đến hết 14/11/2025."
ASK_FOR_MORE = (
    "Kỳ báo cáo này đã khóa từ ngày %s. Cần nhập hoặc sửa, hãy đề nghị Sở Giáo dục và "
    "Đào tạo gia hạn cho xã."
)
BY_DAY = [
    (
        date(2025, 9, 29),
        False,
        "Kỳ báo cáo này mở từ ngày 30/09/2025. Hãy quay lại từ ngày đó.",
    ),
    (date(2025, 9, 30), True, "Hạn nộp 30/10/2025, còn 30 ngày."),
    (date(2025, 10, 29), True, "Hạn nộp 30/10/2025, còn 1 ngày."),
    (date(2025, 10, 30), True, "Hôm nay (30/10/2025) là hạn nộp."),
    (date(2025, 10, 31), True, f"Hạn nộp 30/10/2025 đã qua 1 ngày; {LAST_DAY}"),
    (date(2025, 11, 14), True, f"Hạn nộp 30/10/2025 đã qua 15 ngày; {LAST_DAY}"),
    (date(2025, 11, 15), False, ASK_FOR_MORE % "15/11/2025"),
    (date(2026, 11, 15), False, ASK_FOR_MORE % "15/11/2025"),
]
UNLOCK = "hãy Gửi yêu cầu mở khóa kèm lý do."
BY_STATE = [
    ("draft", True, "Hạn nộp 30/10/2025, còn 10 ngày."),
    ("rejected", True, "Hạn nộp 30/10/2025, còn 10 ngày."),
    (
        "submitted",
        False,
        (
            "Báo cáo đã nộp, đang chờ Sở duyệt. Cần sửa, hãy đề nghị Sở từ chối để trường "
            "nhận lại báo cáo."
        ),
    ),
    ("approved", False, f"Báo cáo đã được duyệt. Cần sửa, {UNLOCK}"),
    ("locked", False, f"Báo cáo đã khóa. Cần sửa, {UNLOCK}"),
]


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()


def noon(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def extend(commune, due_on):
    return DeadlineException.objects.create(
        period=make.period(),
        commune=commune,
        due_on=due_on,
        reason="Mưa lũ",
        granted_by=make.official(),
    )


@pytest.mark.parametrize(("today", "is_open", "sentence"), BY_DAY)
def test_the_calendar_opens_and_locks(today, is_open, sentence):
    school = make.institution()
    said = may_enter(school, make.period(), noon(today))
    assert said == (is_open, sentence)
    assert commune_may_enter(make.period(), school.commune, noon(today)) == said


@pytest.mark.parametrize(("state", "is_open", "sentence"), BY_STATE)
def test_the_state_decides_while_the_period_is_open(state, is_open, sentence):
    row = make.school_return(make.institution(), state=state)
    assert may_enter(row, at=noon(date(2025, 10, 20))) == (is_open, sentence)


def test_the_last_moment_is_midnight_here_not_in_greenwich():
    school, period = make.institution(), make.period()
    midnight = timezone.make_aware(datetime(2025, 11, 15))
    before = may_enter(school, period, midnight - timedelta(seconds=1))
    after = may_enter(school, period, midnight)
    assert (before[0], after[0]) == (True, False)


def test_an_extension_moves_the_deadline_and_the_lock_behind_it():
    school = make.institution()
    extend(school.commune, date(2025, 11, 20))
    period = make.period()
    said = [
        may_enter(school, period, noon(date(2025, 11, number)))
        for number in (5, 20, 21)
    ]
    assert said == [
        (True, "Hạn nộp 20/11/2025, còn 15 ngày."),
        (True, "Hôm nay (20/11/2025) là hạn nộp."),
        (False, ASK_FOR_MORE % "21/11/2025"),
    ]


def test_a_short_extension_leaves_the_lock_where_it_was():
    school = make.institution()
    extend(school.commune, date(2025, 11, 3))
    found = windows(make.period(), [school], noon(date(2025, 11, 4)))[school.pk]
    assert (found.due_on, found.locks_on, found.is_extended, found.is_open) == (
        date(2025, 11, 3),
        date(2025, 11, 15),
        True,
        True,
    )


def test_an_extension_is_for_one_commune_and_the_schools_it_manages():
    here = make.commune()
    extend(here, date(2025, 12, 1))
    own, elsewhere = make.institution(commune=here), make.institution()
    departments = make.institution("THPT", commune=here)
    at = noon(date(2025, 11, 20))
    found = windows(make.period(), [own, elsewhere, departments], at)
    is_open = [found[row.pk].is_open for row in (own, elsewhere, departments)]
    assert is_open == [True, False, False]
    assert found[departments.pk].sentence == (
        "Kỳ báo cáo này đã khóa từ ngày 15/11/2025. Cần nhập hoặc sửa, hãy đề nghị Sở "
        "Giáo dục và Đào tạo lùi ngày khóa."
    )
    assert [
        commune_may_enter(make.period(), row.commune, at)[0] for row in (own, elsewhere)
    ] == [True, False]


class TestUnlocked:
    """A granted unlock opens one return until its moment, whatever the calendar says."""

    def row(self, state="draft"):
        until = timezone.make_aware(datetime(2026, 1, 10, 17))
        return make.school_return(make.institution(), state=state, unlocked_until=until)

    def test_opens_past_the_lock_until_its_moment(self):
        row, moment = self.row(), timezone.make_aware(datetime(2026, 1, 10, 16, 59))
        assert may_enter(row, at=moment) == (
            True,
            "Sở đã mở khóa báo cáo này đến 17:00 10/01/2026. Hãy sửa và nộp lại trước đó.",
        )

    def test_ends_with_a_sentence_about_both(self):
        row, moment = self.row(), timezone.make_aware(datetime(2026, 1, 10, 17))
        assert may_enter(row, at=moment) == (
            False,
            f"Thời gian mở khóa đã hết lúc 17:00 10/01/2026. {ASK_FOR_MORE % '15/11/2025'}",
        )

    def test_opens_no_return_that_was_handed_in_again(self):
        assert may_enter(self.row("submitted"), at=noon(date(2026, 1, 5)))[0] is False

    def test_an_expired_unlock_leaves_an_open_period_open(self):
        row = self.row()
        SchoolReturn.objects.update(
            unlocked_until=timezone.make_aware(datetime(2025, 10, 1))
        )
        assert may_enter(row, at=noon(date(2025, 10, 20))) == (
            True,
            "Hạn nộp 30/10/2025, còn 10 ngày.",
        )


def test_a_school_that_did_not_exist_on_the_day_of_the_data_owes_nothing():
    closed = make.institution(closed_on=date(2025, 9, 30))
    opened = make.institution(opened_on=date(2025, 10, 1))
    at = noon(date(2025, 10, 20))
    said = [may_enter(row, make.period(), at) for row in (closed, opened)]
    assert said == [
        (
            False,
            "Trường đã giải thể trước ngày lấy số liệu 30/09/2025 nên không báo cáo kỳ này.",
        ),
        (
            False,
            "Trường thành lập sau ngày lấy số liệu 30/09/2025 nên không báo cáo kỳ này.",
        ),
    ]


def test_forms_of_the_commune_belong_to_the_start_of_the_year():
    commune, period = make.commune(), make.period(kind="end")
    assert commune_may_enter(period, commune, noon(date(2026, 6, 10))) == (
        False,
        "Biểu này chỉ nhập ở kỳ đầu năm. Hãy chọn kỳ đầu năm.",
    )


def test_many_schools_cost_as_many_queries_as_one(django_assert_num_queries):
    period = make.period()
    schools = [make.school_return(make.institution()).institution for _ in range(3)]
    with django_assert_num_queries(2):
        windows(period, schools[:1])
    with django_assert_num_queries(2):
        found = windows(period, schools)
    assert sorted(found) == sorted(school.pk for school in schools)
    with django_assert_num_queries(1):
        commune_windows(period, [school.commune_id for school in schools])
