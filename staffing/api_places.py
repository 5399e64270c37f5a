"""API of gaps against assigned places: at work, and places that nobody holds."""

import django_filters
from rest_framework import serializers

from communes.viewsets import ScopedViewSet
from staffing.api_gaps import SchoolSerializer
from staffing.models import PlaceGap, Post


class PlaceGapSerializer(serializers.ModelSerializer):
    """Two figures: shortage and surplus count viên chức at work; unfilled and
    overfilled count who holds a place, at work or away."""

    institution = SchoolSerializer()
    shortage = serializers.FloatField(read_only=True)
    surplus = serializers.FloatField(read_only=True)
    unfilled = serializers.FloatField(read_only=True)
    overfilled = serializers.FloatField(read_only=True)
    inputs = serializers.DictField()

    class Meta:
        model = PlaceGap
        fields = [
            "id",
            "school_year",
            "institution",
            "group",
            "places",
            "at_work",
            "employed",
            "shortage",
            "surplus",
            "unfilled",
            "overfilled",
            "inputs",
        ]


class PlaceGapFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")
    school = django_filters.CharFilter(field_name="institution__code")
    commune = django_filters.CharFilter(field_name="institution__commune")
    managing_commune = django_filters.CharFilter(
        field_name="institution__managing_commune"
    )
    cluster = django_filters.CharFilter(field_name="institution__commune__cluster")
    group = django_filters.ChoiceFilter(choices=Post.Group)

    class Meta:
        model = PlaceGap
        fields = ["year", "school", "commune", "managing_commune", "cluster", "group"]


class PlaceGapViewSet(ScopedViewSet):
    """Places given to a group of posts of a school, and who fills them: never netted."""

    queryset = PlaceGap.objects.select_related("institution")
    serializer_class = PlaceGapSerializer
    filterset_class = PlaceGapFilter
    ordering = ["-school_year", "institution__search_name", "group"]
    ordering_fields = ["school_year", "shortage", "surplus", "unfilled", "overfilled"]
