"""API of campaigns and their criteria sets, nested down to the items that earn points."""

import django_filters
from rest_framework import serializers

from communes.scoping import PROVINCE_ROLES
from communes.viewsets import ScopedViewSet
from emulation.models import (
    Block,
    Campaign,
    CampaignSet,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Item,
    SetLevel,
)
from emulation.page import campaigns_for


class BlockSerializer(serializers.ModelSerializer):
    class Meta:
        model = Block
        fields = ["id", "name", "order"]


class CampaignSetSerializer(serializers.ModelSerializer):
    class Meta:
        model = CampaignSet
        fields = ["criteria_set", "weight", "decides_level", "order"]


class CampaignSerializer(serializers.ModelSerializer):
    """`phase` follows from the days and from what was done: it is not stored."""

    phase = serializers.ChoiceField(choices=Campaign.Phase, read_only=True)
    sets = CampaignSetSerializer(many=True)
    blocks = BlockSerializer(many=True)

    class Meta:
        model = Campaign
        fields = [
            "id",
            "code",
            "name",
            "name_en",
            "school_year",
            "document",
            "previous",
            "phase",
            "starts_on",
            "self_due_on",
            "review_due_on",
            "appeal_due_on",
            "announce_on",
            "launched_at",
            "announced_at",
            "is_public",
            "sets",
            "blocks",
        ]


class ItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = Item
        fields = [
            "id",
            "code",
            "name",
            "name_en",
            "kind",
            "max_points",
            "target",
            "measure",
            "effort",
            "is_confirmed",
            "note",
        ]


class CriterionSerializer(serializers.ModelSerializer):
    items = ItemSerializer(many=True)

    class Meta:
        model = Criterion
        fields = [
            "id",
            "code",
            "name",
            "name_en",
            "is_mandatory",
            "needs_evidence",
            "guidance",
            "except_kinds",
            "band_1_below",
            "band_3_above",
            "is_confirmed",
            "note",
            "items",
        ]


class GroupSerializer(serializers.ModelSerializer):
    criteria = CriterionSerializer(many=True)

    class Meta:
        model = CriteriaGroup
        fields = ["id", "code", "name", "name_en", "max_points", "note", "criteria"]


class LevelSerializer(serializers.ModelSerializer):
    class Meta:
        model = SetLevel
        fields = ["number", "name", "from_points", "is_inclusive"]


class CriteriaSetSerializer(serializers.ModelSerializer):
    groups = GroupSerializer(many=True)
    levels = LevelSerializer(many=True)

    class Meta:
        model = CriteriaSet
        fields = [
            "id",
            "code",
            "version",
            "name",
            "name_en",
            "document",
            "participants",
            "institution_kinds",
            "mandatory_cap",
            "is_confirmed",
            "note",
            "based_on",
            "frozen_at",
            "levels",
            "groups",
        ]


class CampaignFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")

    class Meta:
        model = Campaign
        fields = ["code", "year", "is_public"]


class CriteriaSetFilter(django_filters.FilterSet):
    class Meta:
        model = CriteriaSet
        fields = ["code", "version", "is_confirmed"]


class CampaignViewSet(ScopedViewSet):
    """Campaigns with their sets and blocks; those in preparation for the department."""

    queryset = Campaign.objects.prefetch_related("sets", "blocks")
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilter
    lookup_field = "code"
    ordering = ["-starts_on"]
    ordering_fields = ["code", "starts_on", "school_year"]

    def get_queryset(self):
        may_open = campaigns_for(self.request.user).values("pk")
        return super().get_queryset().filter(pk__in=may_open)


class CriteriaSetViewSet(ScopedViewSet):
    """Versions of criteria sets; what no campaign has used yet is the department's."""

    queryset = CriteriaSet.objects.prefetch_related("levels", "groups__criteria__items")
    serializer_class = CriteriaSetSerializer
    filterset_class = CriteriaSetFilter
    ordering = ["code", "-version"]
    ordering_fields = ["code", "version", "frozen_at"]

    def get_queryset(self):
        found = super().get_queryset()
        if getattr(self.request.user, "role", "") in PROVINCE_ROLES:
            return found
        return found.filter(frozen_at__isnull=False)
