"""API of entries with their answers and points, of reviews and of standings."""

import django_filters
from rest_framework import serializers

from communes.filters import SearchFilter
from communes.search import folded
from communes.viewsets import ScopedViewSet
from emulation.models import (
    Answer,
    Entry,
    ItemScore,
    Review,
    ReviewMark,
    ScoreRun,
    SetScore,
    Standing,
)


class AnswerSerializer(serializers.ModelSerializer):
    item_code = serializers.CharField(source="item.code", read_only=True)

    class Meta:
        model = Answer
        fields = [
            "item",
            "item_code",
            "amount",
            "out_of",
            "note",
            "measured_at",
            "written_at",
        ]


class ItemScoreSerializer(serializers.ModelSerializer):
    item_code = serializers.CharField(source="item.code", read_only=True)

    class Meta:
        model = ItemScore
        fields = ["item", "item_code", "self_points", "points", "low", "high", "source"]


class SetScoreSerializer(serializers.ModelSerializer):
    class Meta:
        model = SetScore
        fields = ["criteria_set", "self_score", "score", "low", "high", "level"]


class EntrySerializer(serializers.ModelSerializer):
    """An entry as whoever may open it reads it; reviewers and their names are not in it."""

    campaign = serializers.SlugRelatedField(slug_field="code", read_only=True)
    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)
    answers = AnswerSerializer(many=True)
    item_scores = ItemScoreSerializer(many=True)
    set_scores = SetScoreSerializer(many=True)

    class Meta:
        model = Entry
        fields = [
            "id",
            "campaign",
            "participant",
            "institution",
            "team",
            "commune",
            "name",
            "kind",
            "block",
            "state",
            "due_on",
            "submitted_at",
            "confirmed_at",
            "verified_at",
            "returned_at",
            "reason",
            "answers",
            "item_scores",
            "set_scores",
        ]


class MarkSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReviewMark
        fields = ["item", "points", "comment", "marked_at"]


class ReviewSerializer(serializers.ModelSerializer):
    marks = MarkSerializer(many=True)

    class Meta:
        model = Review
        fields = [
            "id",
            "entry",
            "stage",
            "slot",
            "assigned_at",
            "finished_at",
            "comment",
            "marks",
        ]


class ScoreRunSerializer(serializers.ModelSerializer):
    """The computation that a standing comes from."""

    computed_at = serializers.DateTimeField(source="finished_at", allow_null=True)

    class Meta:
        model = ScoreRun
        fields = ["id", "computed_at", "host", "entries", "versions"]


class StandingSerializer(serializers.ModelSerializer):
    """`rank` is null for entries that are incomplete; low and high bound the score."""

    campaign = serializers.SlugRelatedField(slug_field="code", read_only=True)
    name = serializers.CharField(source="entry.name", read_only=True)
    commune = serializers.CharField(
        source="entry.commune_id", read_only=True, allow_null=True
    )
    run = ScoreRunSerializer()

    class Meta:
        model = Standing
        fields = [
            "id",
            "campaign",
            "block",
            "entry",
            "name",
            "commune",
            "score",
            "low",
            "high",
            "self_score",
            "level",
            "answered",
            "expected",
            "verified_share",
            "rank",
            "rank_best",
            "rank_worst",
            "ranked",
            "improvement",
            "run",
        ]


class NameFilter(SearchFilter):
    """Words of a name that has no folded column of its own, in any marks and case."""

    def __init__(self, *args, name, **kwargs):
        super().__init__(*args, field_name="folded_name", **kwargs)
        self.name = name

    def filter(self, queryset, value):
        if not value:
            return queryset
        return super().filter(queryset.alias(folded_name=folded(self.name)), value)


class EntryFilter(django_filters.FilterSet):
    q = NameFilter(name="name")
    campaign = django_filters.CharFilter(field_name="campaign__code")
    institution = django_filters.CharFilter(field_name="institution__code")

    class Meta:
        model = Entry
        fields = [
            "q",
            "campaign",
            "institution",
            "participant",
            "commune",
            "kind",
            "block",
            "state",
        ]


class ReviewFilter(django_filters.FilterSet):
    campaign = django_filters.CharFilter(field_name="entry__campaign__code")

    class Meta:
        model = Review
        fields = ["campaign", "entry", "stage", "slot"]


class StandingFilter(django_filters.FilterSet):
    q = NameFilter(name="entry__name")
    campaign = django_filters.CharFilter(field_name="campaign__code")
    commune = django_filters.CharFilter(field_name="entry__commune")
    is_ranked = django_filters.BooleanFilter(
        field_name="rank", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Standing
        fields = ["q", "campaign", "block", "commune", "level", "is_ranked"]


class EntryViewSet(ScopedViewSet):
    """Entries with answers and settled points, of whoever may open them."""

    queryset = Entry.objects.select_related("campaign", "institution").prefetch_related(
        "answers__item", "item_scores__item", "set_scores"
    )
    serializer_class = EntrySerializer
    filterset_class = EntryFilter
    ordering = ["campaign", "name"]
    ordering_fields = ["name", "state", "submitted_at", "verified_at"]


class ReviewViewSet(ScopedViewSet):
    """Reviews with their marks: one's own, others' once one's own is finished."""

    queryset = Review.objects.prefetch_related("marks")
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter
    ordering = ["entry", "stage", "slot"]
    ordering_fields = ["entry", "assigned_at", "finished_at"]


class StandingViewSet(ScopedViewSet):
    """Scores and ranks: one's own, and everybody's once the campaign is announced."""

    queryset = Standing.objects.select_related("campaign", "entry", "run")
    serializer_class = StandingSerializer
    filterset_class = StandingFilter
    ordering = ["campaign", "block", "rank"]
    ordering_fields = ["score", "rank", "verified_share", "improvement"]
