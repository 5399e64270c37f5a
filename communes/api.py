"""API of the base: communes, their offices, the calendar, indicators and their values."""

from django.db.models import Prefetch
from rest_framework import serializers

from communes.api_filters import (
    CommuneFilter,
    OfficeFilter,
    PeriodFilter,
    ValueFilter,
)
from communes.api_values import ValueSerializer
from communes.models import (
    Commune,
    CommuneRegion,
    CultureSocietyOffice,
    IndicatorValue,
    ReportingPeriod,
    SchoolYear,
)
from communes.viewsets import ScopedViewSet


class RegionSerializer(serializers.ModelSerializer):
    class Meta:
        model = CommuneRegion
        fields = [
            "ethnic_area",
            "staffing_region",
            "decision",
            "decided_on",
            "valid_from",
            "valid_to",
            "confirmed",
        ]


class CommuneSerializer(serializers.ModelSerializer):
    regions = RegionSerializer(many=True)

    class Meta:
        model = Commune
        fields = [
            "code",
            "name",
            "kind",
            "province",
            "cluster",
            "is_border",
            "latitude",
            "longitude",
            "area_km2",
            "regions",
        ]


class OfficeSerializer(serializers.ModelSerializer):
    class Meta:
        model = CultureSocietyOffice
        fields = [
            "id",
            "commune",
            "school_year",
            "staff",
            "education_specialists",
            "head_name",
            "phone",
        ]


class PeriodSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReportingPeriod
        fields = [
            "id",
            "school_year",
            "kind",
            "as_of",
            "opens_on",
            "due_on",
            "locks_on",
        ]


class YearSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)
    periods = PeriodSerializer(many=True)

    class Meta:
        model = SchoolYear
        fields = ["start", "name", "starts_on", "ends_on", "periods"]


class CommuneViewSet(ScopedViewSet):
    """Communes and wards, with the regions that decisions gave them."""

    queryset = Commune.objects.defer("outline").prefetch_related(
        Prefetch("regions", CommuneRegion.objects.order_by("-valid_from"))
    )
    serializer_class = CommuneSerializer
    filterset_class = CommuneFilter
    ordering = ["search_name"]
    ordering_fields = ["code", "search_name", "cluster", "area_km2"]


class OfficeViewSet(ScopedViewSet):
    """Culture-society offices: staff and education specialists per year."""

    queryset = CultureSocietyOffice.objects.all()
    serializer_class = OfficeSerializer
    filterset_class = OfficeFilter
    ordering = ["-school_year", "commune"]
    ordering_fields = ["school_year", "commune", "staff", "education_specialists"]


class YearViewSet(ScopedViewSet):
    """School years, each with its two reporting periods."""

    queryset = SchoolYear.objects.prefetch_related("periods")
    serializer_class = YearSerializer
    ordering = ["-start"]
    ordering_fields = ["start"]


class PeriodViewSet(ScopedViewSet):
    """Reporting periods: data as at a date, open, due and locked on others."""

    queryset = ReportingPeriod.objects.all()
    serializer_class = PeriodSerializer
    filterset_class = PeriodFilter
    ordering = ["-as_of"]
    ordering_fields = ["as_of", "due_on"]


class ValueViewSet(ScopedViewSet):
    """Indicator values: numerator, denominator and everything that qualifies them."""

    queryset = IndicatorValue.objects.select_related("run")
    serializer_class = ValueSerializer
    filterset_class = ValueFilter
    ordering = ["-school_year", "indicator", "scope", "scope_key", "basis", "level"]
    ordering_fields = ["school_year", "indicator", "scope_key", "numerator"]
