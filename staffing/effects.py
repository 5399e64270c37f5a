"""What a change of staff touches: values to compute again, reports already approved."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.approvable import APPROVED_STATES
from communes.models import ReportingPeriod
from communes.tasks import request_commune
from schools.models import Institution, SchoolReturn

SHOWN = "%d/%m/%Y"


class Refused(ValidationError):
    """What the rules forbid, with a sentence that says what to do instead."""


def counted_between(day, until=None):
    """Staff is counted once a year, at the start: a Q over periods that count then."""
    within = Q(kind=ReportingPeriod.Kind.START, as_of__gte=day)
    return within & Q(as_of__lte=until) if until else within


def request_recompute(institutions, day, until=None):
    """Have the values recomputed that count staff of `institutions` from `day` on.

    The commune a school stands in will do: recomputing it reaches the one that
    manages the school. A year that has not begun is computed when it does.
    """
    years = ReportingPeriod.objects.filter(
        counted_between(day, until), school_year__starts_on__lte=timezone.localdate()
    ).values_list("school_year", flat=True)
    communes = Institution.objects.filter(pk__in=institutions)
    communes = set(communes.values_list("commune", flat=True))
    # In order, so that two people at once cannot wait for each other.
    for commune in sorted(communes):
        for year in sorted(years):
            request_commune(commune, year)


def approved_return(institutions, day, until=None):
    """The earliest approved return that counts staff of `institutions` from `day` on.

    The returns stay locked until the transaction ends: nobody approves meanwhile.
    """
    periods = ReportingPeriod.objects.filter(counted_between(day, until))
    returns = SchoolReturn.objects.filter(institution__in=institutions)
    returns = returns.filter(period__in=periods).order_by("pk")
    locked = returns.select_for_update(of=("self",)).select_related(
        "institution", "period"
    )
    approved = [row for row in locked if row.state in APPROVED_STATES]
    return min(approved, key=lambda row: row.period.as_of, default=None)


def refuse_if_approved(institutions, day, until=None, *, field="day"):
    """No verb changes what an approved report has counted, whoever asks."""
    found = approved_return(institutions, day, until)
    if found is None:
        return
    sentence = _(
        "Số liệu ngày %(as_of)s của %(school)s đã được duyệt, nên không ghi được thay "
        "đổi từ ngày %(day)s. Hãy gửi yêu cầu mở khóa báo cáo của trường, hoặc "
        "chọn ngày sau %(as_of)s."
    )
    facts = {
        "as_of": f"{found.period.as_of:{SHOWN}}",
        "school": found.institution.name,
        "day": f"{day:{SHOWN}}",
    }
    raise Refused({field: sentence % facts})
