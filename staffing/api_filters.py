"""Filters of the API's gaps and staff."""

import django_filters

from communes.api_filters import level_filter
from communes.filters import SearchFilter
from staffing.models import Assignment, Person, Post, StaffingGap


class GapFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="school_year")
    school = django_filters.CharFilter(field_name="institution__code")
    commune = django_filters.CharFilter(field_name="institution__commune")
    managing_commune = django_filters.CharFilter(
        field_name="institution__managing_commune"
    )
    cluster = django_filters.CharFilter(field_name="institution__commune__cluster")
    group = django_filters.ChoiceFilter(field_name="post__group", choices=Post.Group)
    level = level_filter()

    class Meta:
        model = StaffingGap
        fields = [
            "year",
            "school",
            "commune",
            "managing_commune",
            "cluster",
            "post",
            "group",
            "level",
        ]


class PersonFilter(django_filters.FilterSet):
    """Filters by posts held now at schools the reader may see."""

    q = SearchFilter(field_name="search_name")
    school = django_filters.CharFilter(method="serving")
    commune = django_filters.CharFilter(method="serving")
    post = django_filters.CharFilter(method="serving")
    subject = django_filters.CharFilter(method="serving")

    paths = {
        "school": "institution__code",
        "commune": "institution__managing_commune",
        "post": "post",
        "subject": "subject",
    }

    class Meta:
        model = Person
        fields = ["q", "sex", "ethnicity", "school", "commune", "post", "subject"]

    def serving(self, queryset, name, value):
        posts = Assignment.objects.visible_to(self.request.user).filter(
            ended_on__isnull=True, **{self.paths[name]: value}
        )
        return queryset.filter(pk__in=posts.values("person"))
