"""API of institutions: where they stand, who manages them, what they teach."""

import django_filters
from django.db.models import Prefetch
from rest_framework import serializers

from communes.filters import SearchFilter
from communes.levels import Level
from communes.viewsets import ScopedViewSet
from schools.models import Institution, InstitutionKind, NationalStandard, Site


class KindSerializer(serializers.ModelSerializer):
    class Meta:
        model = InstitutionKind
        fields = [
            "code",
            "name",
            "name_en",
            "short_name",
            "lowest_level",
            "highest_level",
            "recognisable",
        ]


class SiteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Site
        fields = [
            "id",
            "name",
            "is_main",
            "latitude",
            "longitude",
            "opened_on",
            "closed_on",
        ]


class RecognitionSerializer(serializers.ModelSerializer):
    class Meta:
        model = NationalStandard
        fields = ["level", "decision", "issued_on", "expires_on"]


class InstitutionSerializer(serializers.ModelSerializer):
    """`managing_commune` is null where the department manages."""

    kind = KindSerializer()
    sites = SiteSerializer(many=True)
    recognitions = RecognitionSerializer(many=True)

    class Meta:
        model = Institution
        fields = [
            "code",
            "name",
            "kind",
            "special_type",
            "ownership",
            "commune",
            "managing_commune",
            "teaches_two_sessions",
            "opened_on",
            "closed_on",
            "sites",
            "recognitions",
        ]


class InstitutionFilter(django_filters.FilterSet):
    q = SearchFilter(field_name="search_name")
    cluster = django_filters.CharFilter(field_name="commune__cluster")
    level = django_filters.ChoiceFilter(choices=Level, method="teaching")
    open_on = django_filters.DateFilter(method="existing")

    class Meta:
        model = Institution
        fields = [
            "q",
            "kind",
            "level",
            "special_type",
            "ownership",
            "commune",
            "managing_commune",
            "cluster",
            "open_on",
        ]

    def teaching(self, queryset, _name, value: str):
        place = Level.values.index
        kinds = [
            kind.code
            for kind in InstitutionKind.objects.all()
            if place(kind.lowest_level) <= place(value) <= place(kind.highest_level)
        ]
        return queryset.filter(kind__in=kinds)

    def existing(self, queryset, _name, value):
        return queryset.open_on(value)


class InstitutionViewSet(ScopedViewSet):
    """Institutions of every kind; location and managing body are separate facts."""

    queryset = Institution.objects.select_related("kind").prefetch_related(
        Prefetch("sites", Site.objects.order_by("-is_main", "name")),
        Prefetch("recognitions", NationalStandard.objects.order_by("-issued_on")),
    )
    serializer_class = InstitutionSerializer
    filterset_class = InstitutionFilter
    lookup_field = "code"
    ordering = ["search_name"]
    ordering_fields = ["code", "search_name", "commune", "opened_on"]
