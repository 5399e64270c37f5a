"""API of courses, sessions and learners, and of the registers that campaigns count from."""

import django_filters
from rest_framework import serializers

from communes.viewsets import ScopedViewSet
from emulation.models import (
    Course,
    CourseSession,
    Initiative,
    PressArticle,
    PressSubscription,
    SessionLearners,
    Team,
)


class CourseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Course
        fields = [
            "id",
            "code",
            "name",
            "name_en",
            "area",
            "provider",
            "hours",
            "is_online",
            "gives_certificate",
            "is_active",
        ]


class LearnersSerializer(serializers.ModelSerializer):
    """Counts of one group in one session; there are no names."""

    class Meta:
        model = SessionLearners
        fields = [
            "id",
            "session",
            "group",
            "enrolled",
            "completed",
            "certified",
            "first_time",
            "female",
        ]


class OfSchool(serializers.ModelSerializer):
    """A row that names its school by code."""

    institution = serializers.SlugRelatedField(
        slug_field="code", read_only=True, allow_null=True
    )


class SessionSerializer(OfSchool):
    class Meta:
        model = CourseSession
        fields = [
            "id",
            "course",
            "school_year",
            "commune",
            "institution",
            "place",
            "starts_on",
            "ends_on",
        ]


class InitiativeSerializer(OfSchool):
    class Meta:
        model = Initiative
        fields = [
            "id",
            "institution",
            "school_year",
            "title",
            "is_digital",
            "recognition",
            "decision",
        ]


class SubscriptionSerializer(OfSchool):
    class Meta:
        model = PressSubscription
        fields = ["id", "institution", "school_year", "newspaper", "copies"]


class ArticleSerializer(OfSchool):
    class Meta:
        model = PressArticle
        fields = [
            "id",
            "institution",
            "school_year",
            "newspaper",
            "title",
            "published_on",
            "link",
        ]


class TeamSerializer(serializers.ModelSerializer):
    class Meta:
        model = Team
        fields = ["id", "commune", "name", "members", "teachers", "is_active"]


class OfSchoolFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")
    institution = django_filters.CharFilter(field_name="institution__code")


class SessionFilter(OfSchoolFilter):
    class Meta:
        model = CourseSession
        fields = ["year", "institution", "commune", "course"]


class LearnersFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="session__school_year")
    commune = django_filters.CharFilter(field_name="session__commune")

    class Meta:
        model = SessionLearners
        fields = ["year", "commune", "session", "group"]


class InitiativeFilter(OfSchoolFilter):
    class Meta:
        model = Initiative
        fields = ["year", "institution", "is_digital", "recognition"]


class SubscriptionFilter(OfSchoolFilter):
    class Meta:
        model = PressSubscription
        fields = ["year", "institution", "newspaper"]


class ArticleFilter(OfSchoolFilter):
    class Meta:
        model = PressArticle
        fields = ["year", "institution", "newspaper"]


class CourseFilter(django_filters.FilterSet):
    class Meta:
        model = Course
        fields = ["code", "area", "is_online", "is_active"]


class TeamFilter(django_filters.FilterSet):
    class Meta:
        model = Team
        fields = ["commune", "is_active"]


class CourseViewSet(ScopedViewSet):
    """Courses of digital literacy."""

    queryset = Course.objects.all()
    serializer_class = CourseSerializer
    filterset_class = CourseFilter
    ordering = ["name"]
    ordering_fields = ["code", "name"]


class SessionViewSet(ScopedViewSet):
    """Sessions of courses, by the commune or school that held them."""

    queryset = CourseSession.objects.select_related("institution")
    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    ordering = ["-starts_on"]
    ordering_fields = ["starts_on", "ends_on", "commune"]


class LearnersViewSet(ScopedViewSet):
    """Learners of sessions by group: enrolled, completed, certified, reached first."""

    queryset = SessionLearners.objects.all()
    serializer_class = LearnersSerializer
    filterset_class = LearnersFilter
    ordering = ["session", "group"]
    ordering_fields = ["session", "completed"]


class InitiativeViewSet(ScopedViewSet):
    """Recognised initiatives."""

    queryset = Initiative.objects.select_related("institution")
    serializer_class = InitiativeSerializer
    filterset_class = InitiativeFilter
    ordering = ["-school_year", "title"]
    ordering_fields = ["school_year", "title"]


class SubscriptionViewSet(ScopedViewSet):
    """Newspapers that schools take."""

    queryset = PressSubscription.objects.select_related("institution")
    serializer_class = SubscriptionSerializer
    filterset_class = SubscriptionFilter
    ordering = ["-school_year", "institution"]
    ordering_fields = ["school_year", "copies"]


class ArticleViewSet(ScopedViewSet):
    """Articles about schools."""

    queryset = PressArticle.objects.select_related("institution")
    serializer_class = ArticleSerializer
    filterset_class = ArticleFilter
    ordering = ["-published_on"]
    ordering_fields = ["published_on", "title"]


class TeamViewSet(ScopedViewSet):
    """Digital community teams of communes."""

    queryset = Team.objects.all()
    serializer_class = TeamSerializer
    filterset_class = TeamFilter
    ordering = ["commune", "name"]
    ordering_fields = ["commune", "name", "members"]
