"""Cells over HTTP: the grid of the pages and other systems save through the same door."""

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from communes.entry import checks, sheets, writing
from communes.entry.remarks_api import FindingSerializer, form_or_404, name_of
from communes.models import ReportingPeriod


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}
)
class PlainValue(serializers.Field):
    """What a cell can hold on its way in: text, a number, yes or no, nothing."""

    def to_internal_value(self, data):
        if isinstance(data, str | int | float):
            return data
        raise serializers.ValidationError(_("Mỗi ô chỉ chứa chữ hoặc số."))

    def to_representation(self, value):
        return value


class CellSerializer(serializers.Serializer):
    """One cell as typed: `before` is what the sender saw there."""

    unit = serializers.CharField(max_length=20)
    line = serializers.CharField(max_length=30, allow_blank=True, default="")
    field = serializers.CharField(max_length=40)
    before = PlainValue(allow_null=True)
    value = PlainValue(allow_null=True)


class CellsSerializer(serializers.Serializer):
    period = serializers.PrimaryKeyRelatedField(queryset=ReportingPeriod.objects.all())
    cells = CellSerializer(many=True, allow_empty=False)

    def validate_cells(self, cells):
        if len(cells) > settings.ENTRY_MAX_CELLS:
            words = _("Mỗi lần gửi tối đa %(number)s ô. Hãy gửi làm nhiều lần.")
            raise serializers.ValidationError(
                words % {"number": settings.ENTRY_MAX_CELLS}
            )
        return cells


class OutcomeSerializer(serializers.Serializer):
    unit = serializers.CharField(source="edit.unit")
    line = serializers.CharField(source="edit.line")
    field = serializers.CharField(source="edit.field")
    state = serializers.ChoiceField(["saved", "pending", "conflict", "refused"])
    value = serializers.JSONField()
    sentences = serializers.ListField(child=serializers.CharField())
    by = serializers.SerializerMethodField()
    at = serializers.DateTimeField()

    def get_by(self, outcome) -> str:
        return name_of(outcome.by)


class SavedSerializer(serializers.Serializer):
    cells = OutcomeSerializer(many=True)
    findings = FindingSerializer(many=True)


class PeriodSerializer(serializers.Serializer):
    period = serializers.PrimaryKeyRelatedField(queryset=ReportingPeriod.objects.all())


class SheetView(APIView):
    """The cells of one form in one period that the caller may see."""

    @extend_schema(
        parameters=[
            OpenApiParameter("period", int, required=True),
            OpenApiParameter("commune", str),
            OpenApiParameter("unit", str, many=True),
        ],
        responses={200: dict},
    )
    def get(self, request, form):
        asked = PeriodSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        sheet = sheets.load(
            form_or_404(form),
            asked.validated_data["period"],
            request.user,
            commune=request.query_params.get("commune") or None,
            units=request.query_params.getlist("unit") or None,
            with_findings=True,
        )
        findings = FindingSerializer(sheet["findings"], many=True).data
        return Response(sheet | {"findings": findings})


class CellsView(APIView):
    """Save cells; each answers for itself, in the order they were sent.

    With what the rules now say about the units they belong to.
    """

    @extend_schema(request=CellsSerializer, responses=SavedSerializer)
    def post(self, request, form):
        form = form_or_404(form)
        sent = CellsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        edits = [writing.Edit(**cell) for cell in sent.validated_data["cells"]]
        period = sent.validated_data["period"]
        outcomes = writing.save(form, period, edits, by=request.user)
        touched = {edit.unit for edit in edits}
        units = [u for u in form.units(request.user, period) if u.code in touched]
        findings = checks.for_units(period, units, [form])
        saved = {"cells": outcomes, "findings": findings}
        return Response(SavedSerializer(saved).data)
