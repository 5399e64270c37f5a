"""API of staffing: gaps under both readings, the norms behind them, staff."""

from django.db.models import Prefetch

from communes.models import ReportingPeriod
from communes.viewsets import ScopedViewSet
from schools.models import SchoolReturn
from staffing.api_filters import GapFilter, PersonFilter
from staffing.api_gaps import GapDetailSerializer, GapSerializer, NormSetSerializer
from staffing.api_people import PersonSerializer
from staffing.models import Assignment, NormSet, Person, Qualification, StaffingGap


class GapViewSet(ScopedViewSet):
    """Shortage and surplus per school, post and level: gross, never netted."""

    queryset = StaffingGap.objects.select_related(
        "institution", "post", "norm_set", "run"
    ).prefetch_related(
        # Coverage of a single school's number: the state of its own return.
        Prefetch(
            "institution__returns",
            SchoolReturn.objects.filter(
                period__kind=ReportingPeriod.Kind.START
            ).select_related("period"),
            to_attr="start_returns",
        )
    )
    serializer_class = GapSerializer
    filterset_class = GapFilter
    ordering = ["-school_year", "institution__search_name", "post__order", "level"]
    ordering_fields = [
        "school_year",
        "institution__search_name",
        "shortage_actual_classes",
        "surplus_actual_classes",
        "shortage_norm_classes",
        "surplus_norm_classes",
    ]

    def get_serializer_class(self):
        return GapDetailSerializer if self.action == "retrieve" else GapSerializer


class NormSetViewSet(ScopedViewSet):
    """Norm sets: the document each comes from, from when to when, what is unconfirmed."""

    queryset = NormSet.objects.all()
    serializer_class = NormSetSerializer
    lookup_field = "code"
    ordering = ["family", "-valid_from"]
    ordering_fields = ["family", "valid_from"]


class PersonViewSet(ScopedViewSet):
    """Staff of the reader's own schools. Personal numbers are masked."""

    queryset = Person.objects.select_related("ethnicity").prefetch_related(
        Prefetch(
            "qualifications",
            Qualification.objects.select_related("degree").order_by("-degree__rank"),
        )
    )
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    ordering = ["search_name"]
    ordering_fields = ["search_name", "birth_date"]

    def filter_queryset(self, queryset):
        """With posts at schools the reader may see, not those elsewhere."""
        posts = Assignment.objects.visible_to(self.request.user)
        return (
            super()
            .filter_queryset(queryset)
            .prefetch_related(
                Prefetch(
                    "assignments",
                    posts.select_related("institution", "post").order_by("-started_on"),
                )
            )
        )
