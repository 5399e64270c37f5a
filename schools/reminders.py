"""Reminders before, on and after a deadline, and each day's summary for the department.

Late is visible, not shameful: a reminder counts what is left, says until when it can
still be handed in and whom to ask. It is told once per deadline and step, however often
this runs; a step that was missed is told on the next day.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes import notices
from communes.models import Notice, ReportingPeriod, User
from communes.scoping import Role
from communes.windows import Deadline, day, extensions

from . import collection
from .models import SchoolReturn

REMINDER = Notice.Kind.REMINDER


@dataclass(frozen=True)
class Step:
    """A deadline that is near or past, and which of its reminders is due."""

    period: ReportingPeriod
    deadline: Deadline
    days_left: int
    number: int

    @property
    def occasion(self):
        return f"reminder:{self.period.pk}:{self.deadline.due_on:%Y%m%d}:{self.number}"


def remind(today=None):
    """Tell everybody what is due today; returns the number of new notices."""
    today = today or timezone.localdate()
    with translation.override(settings.LANGUAGE_CODE):
        told = [_remind_of(period, today) for period in open_periods(today)]
        told.append(summarise(today))
    return sum(told)


def open_periods(today):
    """Periods in which somebody may still hand in."""
    still = Q(locks_on__gt=today) | Q(exceptions__due_on__gte=today)
    found = ReportingPeriod.objects.filter(still, opens_on__lte=today)
    return found.select_related("school_year").distinct()


def _remind_of(period, today):
    steps = _steps(period, today)
    messages = [*_to_communes(period, steps), *_to_clerks(period, steps)]
    return notices.tell_each(REMINDER, messages)


def _steps(period, today):
    """A function from a commune's code (None: the department's own) to its Step."""
    granted = extensions(period)
    found = {
        code: step_of(period, Deadline.of(period, until), today)
        for code, until in {None: None, **granted}.items()
    }
    return lambda code: found.get(code, found[None])


def step_of(period, deadline, today):
    """The reminder that is due by `today`; None where there is none (yet, any more)."""
    if not deadline.opens_on <= today < deadline.locks_on:
        return None
    left = (deadline.due_on - today).days
    if left == 0:
        number = 0
    elif left > 0:
        number = min((n for n in period.remind_before if n >= left), default=None)
    else:
        passed = [n for n in period.remind_after if n <= -left]
        number = -max(passed) if passed else None
    return None if number is None else Step(period, deadline, left, number)


def _to_communes(period, steps):
    owing = {
        one.commune.code: one
        for one in collection.progress(period)
        if one.commune and one.missing > 0 and steps(one.commune.code)
    }
    people = notices.people_of_communes(list(owing))
    return [
        notices.Message(
            person,
            of_commune(owing[person.commune_id], steps(person.commune_id)),
            steps(person.commune_id).occasion,
            reverse("home"),
        )
        for person in people
    ]


def _to_clerks(period, steps):
    owing = {
        school.code: school
        for school in collection.owing(period)
        if steps(school.managing_commune_id)
    }
    clerks = User.objects.filter(role=Role.SCHOOL_CLERK, institution_code__in=owing)
    messages = []
    for clerk in notices.in_use(clerks):
        school = owing[clerk.institution_code]
        step = steps(school.managing_commune_id)
        messages.append(
            notices.Message(
                clerk, of_school(school, step), step.occasion, reverse("home")
            )
        )
    return messages


def of_commune(one, step):
    """Còn 2/11 trường chưa nộp báo cáo Đầu năm 2026-2027, hạn 27/11/2026 (còn 3 ngày)."""
    words = _(
        "Còn %(missing)s/%(expected)s trường chưa nộp báo cáo %(period)s, %(when)s."
    )
    facts = {
        "missing": one.missing,
        "expected": one.expected,
        "period": step.period.name,
        "when": when(step),
    }
    sentences = [words % facts]
    if one.rejected:
        more = _("Trong đó %(number)s trường được Sở trả lại để sửa.")
        sentences.append(more % {"number": one.rejected})
    return " ".join([*sentences, *help_after(step)])


def of_school(school, step):
    words = _("%(school)s chưa nộp báo cáo %(period)s, %(when)s.")
    facts = {"school": school.name, "period": step.period.name, "when": when(step)}
    return " ".join([words % facts, *help_after(step)])


def when(step):
    facts = {"day": day(step.deadline.due_on), "days": abs(step.days_left)}
    if step.days_left > 0:
        return _("hạn %(day)s (còn %(days)s ngày)") % facts
    if step.days_left == 0:
        return _("hạn là hôm nay, %(day)s") % facts
    return _("hạn %(day)s đã qua %(days)s ngày") % facts


def help_after(step):
    """What to do when the day has passed: hand in all the same, or ask."""
    if step.days_left >= 0:
        return []
    last = step.deadline.locks_on - timedelta(days=1)
    words = _(
        "Vẫn nhập và nộp được đến hết %(last)s; nếu vướng ở đâu, hãy gọi Sở để được "
        "giúp hoặc gia hạn."
    )
    return [words % {"last": day(last)}]


def summarise(today):
    """To every official, once a day: what waits for judgement, and who is late."""
    text = " ".join(summary(today))
    if not text:
        return 0
    officials = notices.officials().filter(role=Role.OFFICIAL)
    return notices.tell(
        officials, REMINDER, text, reverse("home"), f"summary:{today:%Y%m%d}"
    )


def summary(today):
    """Sentences about what waits today; none when nothing does."""
    period = collection.current_period(today)
    found = collection.progress(period, today) if period else []
    said = [_waiting(found), _asking(), _late(period, found)]
    return [sentence for sentence in said if sentence]


def _waiting(found):
    queue = [one for one in found if one.waiting]
    if not queue:
        return ""
    words = _(
        "%(returns)s báo cáo của %(places)s đơn vị chờ duyệt, lâu nhất %(days)s ngày."
    )
    return words % {
        "returns": sum(one.waiting for one in queue),
        "places": len(queue),
        "days": max(one.waiting_days for one in queue),
    }


def _asking():
    number = SchoolReturn.objects.filter(unlock_requested_at__isnull=False).count()
    words = _("%(number)s yêu cầu mở khóa chờ trả lời.")
    return words % {"number": number} if number else ""


def _late(period, found):
    late = collection.late(found)
    if not late:
        return ""
    words = _("Kỳ %(period)s: %(places)s đơn vị đã quá hạn, còn %(returns)s báo cáo.")
    return words % {
        "period": period.name,
        "places": len(late),
        "returns": sum(one.missing for one in late),
    }
