"""Notices about decisions: whoever answers for a school learns what was decided."""

from collections import defaultdict

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes import notices
from communes.models import Notice, User
from communes.notices import Message
from communes.scoping import Role

# Names of schools in one sentence; the page behind the notice lists them all.
NAMED = 3


def approved(rows):
    _tell(rows, "approved", lambda names: _("Sở đã duyệt báo cáo của %s.") % names)


def rejected(rows, reason):
    _tell(
        rows,
        "rejected",
        lambda names: (
            _("Sở từ chối báo cáo của %(schools)s. Lý do: %(reason)s")
            % {"schools": names, "reason": reason}
        ),
    )


def unlocked(rows, until):
    day = f"{timezone.localtime(until):%H:%M %d/%m/%Y}"
    _tell(
        rows,
        "unlocked",
        lambda names: (
            _(
                "Sở đã mở khóa báo cáo của %(schools)s đến %(until)s. Hãy sửa và nộp lại."
            )
            % {"schools": names, "until": day}
        ),
    )


def unlock_refused(rows, reason):
    _tell(
        rows,
        "unlock-refused",
        lambda names: (
            _("Sở không mở khóa báo cáo của %(schools)s. Lý do: %(reason)s")
            % {"schools": names, "reason": reason}
        ),
    )


def unlock_asked(row):
    """The department learns that somebody waits for an answer."""
    facts = {"school": row.institution.name, "reason": row.unlock_reason}
    notices.tell(
        notices.officials(),
        Notice.Kind.DECISION,
        lambda: _("%(school)s gửi yêu cầu mở khóa báo cáo. Lý do: %(reason)s") % facts,
        reverse("approval_return", args=[row.pk]),
        f"unlock-asked:{row.pk}:{row.unlock_requested_at:%Y%m%d%H%M%S%f}",
    )


def _tell(rows, step, words):
    """One notice for a commune about all its schools; one for each clerk about hers."""
    found = list(rows.select_related("institution", "period").order_by("institution"))
    occasion = f"{step}:{timezone.now():%Y%m%d%H%M%S%f}"
    for (period, commune), own in _by_commune(found).items():
        people = notices.people_of_communes([commune] if commune else [])
        address = reverse("entry_submit", args=[period.school_year_id, period.kind])
        schools = [row.institution for row in own]
        notices.tell(
            people,
            Notice.Kind.DECISION,
            lambda schools=schools: words(_names(schools)),
            address,
            occasion,
        )
        _tell_clerks(schools, words, address, occasion)


def _tell_clerks(schools, words, address, occasion):
    by_code = {school.code: school for school in schools}
    clerks = notices.in_use(
        User.objects.filter(role=Role.SCHOOL_CLERK, institution_code__in=by_code)
    )
    # The official who decides may be reading English; the clerk does not.
    with translation.override(settings.LANGUAGE_CODE):
        told = [
            Message(
                clerk, words(by_code[clerk.institution_code].name), occasion, address
            )
            for clerk in clerks
        ]
    notices.tell_each(Notice.Kind.DECISION, told)


def _by_commune(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.period, row.institution.managing_commune_id].append(row)
    return found


def _names(schools):
    names = ", ".join(school.name for school in schools[:NAMED])
    if len(schools) > NAMED:
        more = _("%(names)s và %(number)s trường khác")
        return more % {"names": names, "number": len(schools) - NAMED}
    return names
