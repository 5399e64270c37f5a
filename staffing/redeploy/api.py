"""Plans of redeployment over the API: figures of each plan, and moves without names."""

import django_filters
from rest_framework import serializers

from communes.viewsets import ScopedViewSet
from staffing.api_gaps import SchoolSerializer
from staffing.models import RedeployMove, RedeployPlan

from . import reading


class PlanSerializer(serializers.ModelSerializer):
    """Figures before and after are gross, over what the reader may see."""

    figures = serializers.SerializerMethodField()
    unfilled = serializers.SerializerMethodField()

    class Meta:
        model = RedeployPlan
        fields = [
            "id",
            "school_year",
            "state",
            "parameters",
            "inputs_digest",
            "solved_at",
            "figures",
            "unfilled",
        ]

    def get_figures(self, plan) -> dict[str, float]:
        user = self.context["request"].user
        row, counts = reading.totals(plan, user), reading.counts(plan, user)
        return {
            "shortage": row.shortage,
            "shortage_after": row.shortage_after,
            "surplus": row.surplus,
            "surplus_after": row.surplus_after,
            **{name: float(value or 0) for name, value in counts.items()},
        }

    def get_unfilled(self, plan) -> dict[str, float]:
        """Hundredths of people still missing by the code of the reason."""
        rows = reading.by_reason(plan, self.context["request"].user)
        return {row["reason"]: float(row["missing"]) for row in rows}


class MoveSerializer(serializers.ModelSerializer):
    """Who moves is named by the person's key alone; /staff/ says who that is."""

    source = SchoolSerializer()
    target = SchoolSerializer()
    share = serializers.FloatField()
    filled = serializers.FloatField()
    kilometres = serializers.FloatField()
    signed_by = serializers.CharField(source="signer_commune_id", allow_null=True)

    class Meta:
        model = RedeployMove
        fields = [
            "id",
            "plan",
            "person",
            "source",
            "target",
            "post",
            "level",
            "subject",
            "kind",
            "share",
            "filled",
            "kilometres",
            "signed_by",
            "status",
        ]


class MoveFilter(django_filters.FilterSet):
    plan = django_filters.NumberFilter(field_name="plan")
    year = django_filters.NumberFilter(field_name="plan__school_year")
    status = django_filters.ChoiceFilter(choices=RedeployMove.Status.choices)

    class Meta:
        model = RedeployMove
        fields = ["plan", "year", "status"]


class PlanFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")
    state = django_filters.ChoiceFilter(choices=RedeployPlan.State.choices)

    class Meta:
        model = RedeployPlan
        fields = ["year", "state"]


class PlanViewSet(ScopedViewSet):
    """Plans of redeployment with shortage and surplus before and after."""

    queryset = RedeployPlan.objects.all()
    serializer_class = PlanSerializer
    filterset_class = PlanFilter
    ordering = ["-created_at", "-pk"]
    ordering_fields = ["created_at", "school_year"]


class MoveViewSet(ScopedViewSet):
    """Moves that the reader may see: of the own people, and who is decided to come."""

    queryset = RedeployMove.objects.select_related("source", "target")
    serializer_class = MoveSerializer
    filterset_class = MoveFilter
    ordering = ["plan", "pk"]
    ordering_fields = ["pk", "kilometres"]
