"""How the API writes a gap: required and present, under both readings of classes."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.api_values import CoverageSerializer, RunSerializer
from communes.approvable import APPROVED_STATES, REPORTED_STATES
from communes.models import IndicatorValue
from schools.models import Institution
from staffing import explain
from staffing.models import NormSet, Post, StaffingGap


class SchoolSerializer(serializers.ModelSerializer):
    class Meta:
        model = Institution
        fields = ["code", "name", "commune", "managing_commune"]


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["code", "name", "name_en", "group"]


class NormSetSerializer(serializers.ModelSerializer):
    class Meta:
        model = NormSet
        fields = [
            "code",
            "family",
            "title",
            "title_en",
            "document",
            "status",
            "valid_from",
            "valid_to",
            "reading",
            "rounding",
            "confirmed",
        ]


class ReadingSerializer(serializers.Serializer):
    """Present over required; `ratio` is null where nothing is required.

    `required` is null where the text gives no number: nobody is missing or over.
    """

    required = serializers.FloatField(allow_null=True)
    numerator = serializers.FloatField()
    denominator = serializers.FloatField(allow_null=True)
    ratio = serializers.FloatField(allow_null=True)
    shortage = serializers.FloatField()
    surplus = serializers.FloatField()

    def to_representation(self, gap):
        reading = self.field_name
        required = getattr(gap, f"required_{reading}")
        return {
            "required": None if required is None else float(required),
            "numerator": float(gap.present),
            "denominator": None if required is None else float(required),
            "ratio": float(gap.present / required) if required else None,
            "shortage": float(getattr(gap, f"shortage_{reading}")),
            "surplus": float(getattr(gap, f"surplus_{reading}")),
        }


class GapCoverageSerializer(CoverageSerializer):
    """One institution is expected; its start-of-year return says the rest."""

    def to_representation(self, gap):
        states = [
            filed.state
            for filed in gap.institution.start_returns
            if filed.period.school_year_id == gap.school_year_id
        ]
        return {
            "expected": 1,
            "reported": sum(state in REPORTED_STATES for state in states),
            "approved": sum(state in APPROVED_STATES for state in states),
        }


class GapExplanationSerializer(serializers.Serializer):
    """The sentences behind the number, as the page "Vì sao?" says them."""

    basis = serializers.ListField(child=serializers.CharField())
    actual_classes = serializers.ListField(child=serializers.CharField())
    norm_classes = serializers.ListField(child=serializers.CharField())
    present = serializers.ListField(child=serializers.CharField())
    return_id = serializers.IntegerField(allow_null=True)
    submitted_by = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    approved_by = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)


class GapSerializer(serializers.ModelSerializer):
    """`headline_reading` names the reading that pages show first."""

    institution = SchoolSerializer()
    post = PostSerializer()
    norm_set = NormSetSerializer()
    basis = serializers.SerializerMethodField()
    headline_reading = serializers.CharField(source="norm_set.reading")
    actual_classes = ReadingSerializer(source="*")
    norm_classes = ReadingSerializer(source="*")
    present = serializers.FloatField(read_only=True)
    present_permanent = serializers.FloatField()
    present_contract = serializers.FloatField()
    absent = serializers.DictField(child=serializers.IntegerField())
    inputs = serializers.DictField()
    articles = serializers.SerializerMethodField()
    coverage = GapCoverageSerializer(source="*")
    run = RunSerializer()
    why = serializers.SerializerMethodField()

    class Meta:
        model = StaffingGap
        fields = [
            "id",
            "school_year",
            "institution",
            "post",
            "level",
            "basis",
            "headline_reading",
            "actual_classes",
            "norm_classes",
            "present",
            "present_permanent",
            "present_contract",
            "absent",
            "assigned",
            "inputs",
            "articles",
            "norm_set",
            "coverage",
            "run",
            "why",
        ]

    def get_basis(self, gap) -> str:
        """An institution stands once: summing by location or by manager is the reader's."""
        return IndicatorValue.Basis.LOCATION

    def get_articles(self, gap) -> list[str]:
        """Articles that the number rests on, in the order of its calculation."""
        return list(explain.articles(gap.inputs))

    def get_why(self, gap) -> str:
        """Address of the page that explains the number step by step."""
        level = gap.level or "-"
        path = reverse("gap_why", args=[gap.institution.code, gap.post_id, level])
        return f"{path}?year={gap.school_year_id}"


class GapDetailSerializer(GapSerializer):
    """One gap with the sentences that explain it."""

    explanation = serializers.SerializerMethodField()

    class Meta(GapSerializer.Meta):
        fields = [*GapSerializer.Meta.fields, "explanation"]

    @extend_schema_field(GapExplanationSerializer)
    def get_explanation(self, gap):
        return GapExplanationSerializer(explain.explain(gap)).data
