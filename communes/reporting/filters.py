"""How the archive of annual reports is searched: by school year, place and state."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from communes.filters import ListFilter
from communes.models import Commune, Report, SchoolYear

PROVINCE, SUPERSEDED, IN_FORCE = "province", "superseded", "in-force"


def with_following(reports):
    """Reports that know whether a later edition has been issued."""
    later = Report.objects.filter(
        # NULL, the province, is no value that SQL finds equal to another.
        Q(commune=OuterRef("commune"))
        | Q(commune=None) & IsNull(OuterRef("commune"), True),
        school_year=OuterRef("school_year"),
        edition__gt=OuterRef("edition"),
        state=Report.State.ISSUED,
    )
    return reports.annotate(superseded=Exists(later))


class ReportFilter(ListFilter):
    year = django_filters.ModelChoiceFilter(
        field_name="school_year",
        queryset=SchoolYear.objects.filter(report__isnull=False).distinct(),
        label=_("Năm học"),
        empty_label=_("Mọi năm học"),
    )
    place = django_filters.ChoiceFilter(
        label=_("Phạm vi"), empty_label=_("Mọi nơi"), method="at_place"
    )
    state = django_filters.ChoiceFilter(
        choices=[
            *Report.State.choices,
            (IN_FORCE, _("Ban hành, lần mới nhất")),
            (SUPERSEDED, _("Đã có lần ban hành sau")),
        ],
        label=_("Trạng thái"),
        empty_label=_("Mọi trạng thái"),
        method="in_state",
    )

    class Meta:
        model = Report
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Only places that have a report the reader may see.
        reports = self.queryset.order_by()
        communes = Commune.objects.filter(pk__in=reports.values("commune"))
        self.filters["place"].extra["choices"] = [
            (PROVINCE, _("Toàn tỉnh")),
            *((row.pk, row.full_name) for row in communes.defer("outline")),
        ]

    def at_place(self, queryset, name, value):
        place = None if value == PROVINCE else value
        return queryset.filter(commune=place)

    def in_state(self, queryset, name, value):
        if value in (SUPERSEDED, IN_FORCE):
            issued = queryset.filter(state=Report.State.ISSUED)
            return issued.filter(superseded=value == SUPERSEDED)
        return queryset.filter(state=value)
