"""Filters of the API's communes, periods and indicator values."""

import django_filters

from communes.filters import SearchFilter
from communes.levels import Level
from communes.models import (
    Commune,
    CultureSocietyOffice,
    IndicatorValue,
    ReportingPeriod,
    Target,
)


class EmptyIsAnAnswer(django_filters.ChoiceFilter):
    """`level=all` finds the rows of all levels together, which are stored as empty."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(**{self.field_name: "" if value == "all" else value})


def level_filter():
    return EmptyIsAnAnswer(field_name="level", choices=[("all", "all"), *Level.choices])


class CommuneFilter(django_filters.FilterSet):
    q = SearchFilter(field_name="search_name")

    class Meta:
        model = Commune
        fields = ["q", "kind", "cluster", "is_border", "province"]


class OfficeFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")

    class Meta:
        model = CultureSocietyOffice
        fields = ["year", "commune"]


class PeriodFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")

    class Meta:
        model = ReportingPeriod
        fields = ["year", "kind"]


class ValueFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")
    indicator = django_filters.CharFilter()
    scope_key = django_filters.CharFilter()
    level = level_filter()

    class Meta:
        model = IndicatorValue
        fields = [
            "year",
            "indicator",
            "scope",
            "scope_key",
            "commune",
            "basis",
            "level",
        ]


class TargetFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")
    indicator = django_filters.CharFilter()
    level = level_filter()

    class Meta:
        model = Target
        fields = ["year", "indicator", "level", "commune"]
