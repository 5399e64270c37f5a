"""How the API writes a number: both parts, their ratio, coverage, time and version."""

from rest_framework import serializers

from communes.models import ComputationRun, IndicatorValue


class CoverageSerializer(serializers.Serializer):
    """Institutions expected, handed in and approved behind a number."""

    expected = serializers.IntegerField()
    reported = serializers.IntegerField()
    approved = serializers.IntegerField()


class RunSerializer(serializers.ModelSerializer):
    """The computation a number comes from, with the norms it used."""

    computed_at = serializers.DateTimeField(source="finished_at", allow_null=True)
    norms = serializers.SerializerMethodField()

    class Meta:
        model = ComputationRun
        fields = ["id", "computed_at", "host", "norms"]

    def get_norms(self, run) -> dict:
        return {
            name: version
            for name, version in run.versions.items()
            if name != "indicators"
        }


class ValueSerializer(serializers.ModelSerializer):
    """`ratio` is null for a plain count and wherever the denominator is zero."""

    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    ratio = serializers.FloatField(allow_null=True, read_only=True)
    coverage = CoverageSerializer(source="*")
    definition_version = serializers.SerializerMethodField()
    run = RunSerializer()

    class Meta:
        model = IndicatorValue
        fields = [
            "id",
            "indicator",
            "definition_version",
            "school_year",
            "scope",
            "scope_key",
            "commune",
            "basis",
            "level",
            "numerator",
            "denominator",
            "ratio",
            "coverage",
            "run",
        ]

    def get_definition_version(self, value) -> int | None:
        return value.run.versions.get("indicators", {}).get(value.indicator)
