"""When figures of a period may be entered: the calendar, with what one commune was granted."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import DeadlineException, ReportingPeriod


@dataclass(frozen=True)
class Deadline:
    """The days of a period as they hold for one commune, or for nobody in particular.

    `locks_on` is the first day on which nothing may be entered any more; between
    `due_on` and that day a return is late, and welcome.
    """

    opens_on: date
    due_on: date
    locks_on: date
    is_extended: bool = False

    @classmethod
    def of(cls, period, extended_to=None):
        """The period's own days; an extension moves the lock where it lies behind it."""
        if extended_to is None:
            return cls(period.opens_on, period.due_on, period.locks_on)
        after = extended_to + timedelta(days=1)
        return cls(period.opens_on, extended_to, max(period.locks_on, after), True)


@dataclass(frozen=True)
class Window:
    """Whether somebody may enter now, and a sentence that says why and what to do."""

    is_open: bool
    sentence: str
    due_on: date
    locks_on: date
    is_extended: bool = False

    @classmethod
    def under(cls, deadline, is_open, sentence):
        """An open or closed window whose days are those of `deadline`."""
        days = (deadline.due_on, deadline.locks_on, deadline.is_extended)
        return cls(is_open, sentence, *days)


def day(value):
    return f"{value:%d/%m/%Y}"


def extensions(period):
    """{commune code: the later deadline it was granted} of `period`, in one query."""
    granted = DeadlineException.objects.filter(period=period)
    return dict(granted.values_list("commune", "due_on"))


def by_calendar(deadline, today, *, has_commune=True):
    """The window that the days alone leave: open from opening to lock."""
    if today < deadline.opens_on:
        words = _("Kỳ báo cáo này mở từ ngày %(day)s. Hãy quay lại từ ngày đó.")
        sentence = words % {"day": day(deadline.opens_on)}
    elif today >= deadline.locks_on:
        sentence = _after_lock(has_commune) % {"day": day(deadline.locks_on)}
    else:
        return Window.under(deadline, True, _while_open(deadline, today))
    return Window.under(deadline, False, sentence)


def _after_lock(has_commune):
    if has_commune:
        return _(
            "Kỳ báo cáo này đã khóa từ ngày %(day)s. Cần nhập hoặc sửa, hãy đề nghị "
            "Sở Giáo dục và Đào tạo gia hạn cho xã."
        )
    return _(
        "Kỳ báo cáo này đã khóa từ ngày %(day)s. Cần nhập hoặc sửa, hãy đề nghị "
        "Sở Giáo dục và Đào tạo lùi ngày khóa."
    )


def _while_open(deadline, today):
    left = (deadline.due_on - today).days
    facts = {"due": day(deadline.due_on), "days": abs(left)}
    if left > 0:
        return _("Hạn nộp %(due)s, còn %(days)s ngày.") % facts
    if left == 0:
        return _("Hôm nay (%(due)s) là hạn nộp.") % facts
    last = deadline.locks_on - timedelta(days=1)
    return _(
        "Hạn nộp %(due)s đã qua %(days)s ngày; vẫn nhập và nộp được đến hết %(last)s."
    ) % {**facts, "last": day(last)}


def commune_windows(period, codes, at=None):
    """{commune code: Window} for what a commune answers for itself: office, population.

    These have no state to be judged by. They are asked for at the start of a school
    year only; any other period leaves them closed.
    """
    today = timezone.localdate(at)
    granted = extensions(period)
    return {
        code: _of_commune(period, Deadline.of(period, granted.get(code)), today)
        for code in codes
    }


def _of_commune(period, deadline, today):
    if period.kind != ReportingPeriod.Kind.START:
        sentence = _("Biểu này chỉ nhập ở kỳ đầu năm. Hãy chọn kỳ đầu năm.")
        return Window.under(deadline, False, sentence)
    return by_calendar(deadline, today)


def commune_may_enter(period, commune, at=None):
    """(may enter, sentence) for one commune's own forms."""
    window = commune_windows(period, [commune.pk], at)[commune.pk]
    return window.is_open, window.sentence
