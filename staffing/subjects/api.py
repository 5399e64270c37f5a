"""Gaps by subject over the API: gross, with the inputs behind each number."""

import django_filters
from django.urls import reverse
from rest_framework import serializers

from communes.api_filters import level_filter
from communes.api_values import RunSerializer
from communes.viewsets import ScopedViewSet
from staffing.api_gaps import NormSetSerializer, SchoolSerializer
from staffing.models import Subject, SubjectGap


class SubjectSerializer(serializers.ModelSerializer):
    class Meta:
        model = Subject
        fields = ["code", "name", "name_en"]


class SubjectGapSerializer(serializers.ModelSerializer):
    """`need` is by periods; `required` is what the norm's maximum leaves of it."""

    institution = SchoolSerializer()
    subject = SubjectSerializer()
    norm_set = NormSetSerializer()
    need = serializers.FloatField()
    required = serializers.FloatField()
    present = serializers.FloatField()
    present_contract = serializers.FloatField()
    part_out = serializers.FloatField()
    part_in = serializers.FloatField()
    shortage = serializers.FloatField(read_only=True)
    surplus = serializers.FloatField(read_only=True)
    absent = serializers.DictField(child=serializers.IntegerField())
    inputs = serializers.DictField()
    run = RunSerializer()
    why = serializers.SerializerMethodField()

    class Meta:
        model = SubjectGap
        fields = [
            "id",
            "school_year",
            "institution",
            "level",
            "subject",
            "need",
            "required",
            "present",
            "present_contract",
            "part_out",
            "part_in",
            "shortage",
            "surplus",
            "absent",
            "inputs",
            "norm_set",
            "run",
            "why",
        ]

    def get_why(self, gap) -> str:
        """Address of the page that explains the number step by step."""
        path = reverse("subject_why", args=[gap.institution.code, gap.subject_id])
        return f"{path}?year={gap.school_year_id}&level={gap.level}"


class SubjectGapFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")
    school = django_filters.CharFilter(field_name="institution__code")
    commune = django_filters.CharFilter(field_name="institution__commune")
    managing_commune = django_filters.CharFilter(
        field_name="institution__managing_commune"
    )
    cluster = django_filters.CharFilter(field_name="institution__commune__cluster")
    level = level_filter()

    class Meta:
        model = SubjectGap
        fields = [
            "year",
            "school",
            "commune",
            "managing_commune",
            "cluster",
            "subject",
            "level",
        ]


class SubjectGapViewSet(ScopedViewSet):
    """Shortage and surplus per school, level and subject: gross, never netted."""

    queryset = SubjectGap.objects.select_related(
        "institution", "subject", "norm_set", "run"
    )
    serializer_class = SubjectGapSerializer
    filterset_class = SubjectGapFilter
    ordering = ["-school_year", "institution__search_name", "level", "subject__order"]
    ordering_fields = ["school_year", "institution__search_name", "shortage", "surplus"]
