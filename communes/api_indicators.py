"""Definitions of indicators over the API, straight from the registry."""

from django.http import Http404
from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from communes import indicators

TEXTS = ("name", "numerator", "denominator", "unit", "note")


class IndicatorSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    numerator = serializers.CharField()
    numerator_en = serializers.CharField()
    denominator = serializers.CharField()
    denominator_en = serializers.CharField()
    unit = serializers.CharField()
    unit_en = serializers.CharField()
    note = serializers.CharField()
    note_en = serializers.CharField()
    digits = serializers.IntegerField()
    is_percent = serializers.BooleanField()
    is_count = serializers.BooleanField()
    better = serializers.CharField()
    document = serializers.CharField()
    article = serializers.CharField()
    uis = serializers.CharField()
    levels = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField()

    def to_representation(self, indicator):
        # Both languages in one answer, whichever the reader prefers.
        with override("vi"):
            vietnamese = {name: str(getattr(indicator, name)) for name in TEXTS}
        return super().to_representation(indicator) | vietnamese


class IndicatorViewSet(ViewSet):
    """Definitions of indicators in both languages: open to every account."""

    lookup_field = "code"
    lookup_value_regex = r"\w+"

    @extend_schema(responses=IndicatorSerializer(many=True))
    def list(self, request):
        return Response(IndicatorSerializer(indicators.all(), many=True).data)

    @extend_schema(responses=IndicatorSerializer)
    def retrieve(self, request, code):
        try:
            indicator = indicators.get(code)
        except KeyError:
            raise Http404 from None
        return Response(IndicatorSerializer(indicator).data)
