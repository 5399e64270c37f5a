"""Targets over the API: the province's for everybody, a commune's for its own people."""

from rest_framework import serializers

from communes.api_filters import TargetFilter
from communes.models import Target
from communes.viewsets import ScopedViewSet


class TargetSerializer(serializers.ModelSerializer):
    """`value` is in the unit of a value's ratio, or a count; no commune: the province."""

    value = serializers.FloatField()

    class Meta:
        model = Target
        fields = [
            "id",
            "indicator",
            "level",
            "school_year",
            "commune",
            "value",
            "document",
            "decided_on",
            "note",
        ]


class TargetViewSet(ScopedViewSet):
    """Targets of indicators by year, level and place, with the document they come from."""

    queryset = Target.objects.all()
    serializer_class = TargetSerializer
    filterset_class = TargetFilter
    ordering = ["-school_year", "indicator", "level", "commune"]
    ordering_fields = ["school_year", "indicator", "value"]
