"""Has the values computed again that count the staff of some communes."""

from django.conf import settings
from django.utils import timezone

from communes.models import ReportingPeriod
from communes.tasks import request_commune, request_province


def request(places, by):
    """`places`: [(commune code, first day)]. Staff counts at each start of a year.

    Of many communes the whole province is cheaper, and computes them all.
    """
    if not places:
        return
    first = min(day for _commune, day in places)
    years = ReportingPeriod.objects.filter(
        kind=ReportingPeriod.Kind.START,
        as_of__gte=first,
        school_year__starts_on__lte=timezone.localdate(),
    ).values_list("school_year", flat=True)
    communes = sorted(commune for commune, _day in places)
    for year in sorted(years):
        if len(communes) > settings.IMPORT_COMMUNES_ONE_BY_ONE:
            request_province(year, by=by)
            continue
        for commune in communes:
            request_commune(commune, year)
