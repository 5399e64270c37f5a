"""Who may enter a school's return until when: the calendar, unlocks and the state."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communes.approvable import State
from communes.windows import Deadline, Window, by_calendar, day, extensions

from .models import SchoolReturn

ENTERABLE = (State.DRAFT, State.REJECTED)


def windows(period, institutions, at=None):
    """{institution pk: Window} for `period`, in as many queries for one as for all.

    Open from the period's opening to its lock, both as they hold for the managing
    commune; a granted unlock opens its return past any deadline until its moment.
    Only a return that is missing, a draft or rejected can be entered at all.
    """
    at = at or timezone.now()
    schools = list(institutions)
    granted = extensions(period)
    returns = {
        row["institution"]: row
        for row in SchoolReturn.objects.filter(
            period=period, institution__in=[school.pk for school in schools]
        ).values("institution", "state", "unlocked_until")
    }
    return {
        school.pk: _window(
            period, school, granted.get(school.managing_commune_id), returns, at
        )
        for school in schools
    }


def window(school_return_or_institution, period=None, at=None):
    """The window of one return, or of an institution that may have none yet."""
    subject = school_return_or_institution
    if isinstance(subject, SchoolReturn):
        period, subject = period or subject.period, subject.institution
    return windows(period, [subject], at)[subject.pk]


def may_enter(school_return_or_institution, period=None, at=None):
    """(may enter, sentence): the state is read anew, not taken from the object."""
    found = window(school_return_or_institution, period, at)
    return found.is_open, found.sentence


def _window(period, school, extended_to, returns, at):
    deadline = Deadline.of(period, extended_to)
    row = returns.get(school.pk, {})
    closed = _existed(school, period) or _judged(row.get("state"))
    if closed:
        return Window.under(deadline, False, closed)
    until = row.get("unlocked_until")
    if until and until > at:
        words = _(
            "Sở đã mở khóa báo cáo này đến %(until)s. Hãy sửa và nộp lại trước đó."
        )
        return Window.under(deadline, True, words % {"until": _moment(until)})
    today = timezone.localdate(at)
    found = by_calendar(
        deadline, today, has_commune=school.managing_commune_id is not None
    )
    if until and not found.is_open:
        words = _("Thời gian mở khóa đã hết lúc %(until)s.")
        told = f"{words % {'until': _moment(until)}} {found.sentence}"
        return Window.under(deadline, False, told)
    return found


def _moment(at):
    return f"{timezone.localtime(at):%H:%M} {day(timezone.localtime(at))}"


def _existed(school, period):
    """Why the school owes nothing of `period`, or nothing."""
    facts = {"day": day(period.as_of)}
    if school.opened_on > period.as_of:
        return (
            _("Trường thành lập sau ngày lấy số liệu %(day)s nên không báo cáo kỳ này.")
            % facts
        )
    if school.closed_on and school.closed_on <= period.as_of:
        return (
            _(
                "Trường đã giải thể trước ngày lấy số liệu %(day)s nên không báo cáo kỳ này."
            )
            % facts
        )
    return ""


def _judged(state):
    """Why a return in `state` cannot be entered, or nothing."""
    if state in (None, *ENTERABLE):
        return ""
    if state == State.SUBMITTED:
        return _(
            "Báo cáo đã nộp, đang chờ Sở duyệt. Cần sửa, hãy đề nghị Sở từ chối "
            "để trường nhận lại báo cáo."
        )
    if state == State.APPROVED:
        return _("Báo cáo đã được duyệt. Cần sửa, hãy Gửi yêu cầu mở khóa kèm lý do.")
    return _("Báo cáo đã khóa. Cần sửa, hãy Gửi yêu cầu mở khóa kèm lý do.")
