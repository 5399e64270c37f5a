"""Forecast lines over the API: gross, each with its range, by commune and subject."""

import django_filters
from rest_framework import serializers

from communes.api_filters import level_filter
from communes.viewsets import ScopedViewSet
from staffing.models import ForecastLine


class ForecastLineSerializer(serializers.ModelSerializer):
    base_year = serializers.IntegerField(source="forecast.base_year_id")
    computed_at = serializers.DateTimeField(source="forecast.computed_at")

    class Meta:
        model = ForecastLine
        fields = [
            "id",
            "forecast",
            "base_year",
            "computed_at",
            "commune",
            "level",
            "subject",
            "year",
            "pupils",
            "pupils_low",
            "pupils_high",
            "required",
            "present",
            "retired",
            "may_leave_early",
            "shortage",
            "shortage_low",
            "shortage_high",
            "surplus",
            "surplus_low",
            "surplus_high",
        ]


class ForecastFilter(django_filters.FilterSet):
    is_main = django_filters.BooleanFilter(field_name="forecast__is_main")
    base_year = django_filters.NumberFilter(field_name="forecast__base_year")
    level = level_filter()

    class Meta:
        model = ForecastLine
        fields = ["forecast", "is_main", "base_year", "commune", "subject", "year"]


class ForecastViewSet(ScopedViewSet):
    """Teachers needed, leaving and missing in the next years, with low and high."""

    queryset = ForecastLine.objects.select_related("forecast")
    serializer_class = ForecastLineSerializer
    filterset_class = ForecastFilter
    ordering = ["forecast", "year", "commune", "level", "subject"]
    ordering_fields = ["year", "shortage", "surplus"]
