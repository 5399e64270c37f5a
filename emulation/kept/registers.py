"""Registers that campaigns count from: their rows, sums, filters and files."""

import django_filters
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from communes.filters import ListFilter, YesNoFilter
from communes.models import Commune, SchoolYear
from communes.search import fold
from emulation.models import Initiative, PressArticle, PressSubscription, Team
from schools.models import InstitutionKind


def rows_for(model, user, year=None):
    """What `user` sees of a register, each row knowing whether she may change it."""
    own = model.objects.editable_by(user).filter(pk=OuterRef("pk"))
    rows = model.objects.visible_to(user).annotate(may_edit=Exists(own))
    if model is Team:
        return rows.select_related("commune").order_by("commune__search_name", "name")
    return (
        rows.filter(school_year=year)
        .select_related("institution__commune", "institution__kind", "school_year")
        .order_by("institution__search_name", "pk")
    )


# What is summed below each list and by commune, by the name of the column.
SUMS = {
    Initiative: {
        "number": Count("pk"),
        "digital": Count("pk", filter=Q(is_digital=True)),
        "schools": Count("institution", distinct=True),
    },
    PressSubscription: {
        "number": Count("pk"),
        "copies": Sum("copies"),
        "schools": Count("institution", distinct=True),
    },
    PressArticle: {
        "number": Count("pk"),
        "schools": Count("institution", distinct=True),
    },
    Team: {
        "number": Count("pk"),
        "members": Sum("members"),
        "teachers": Sum("teachers"),
    },
}
SUM_LABELS = {
    Initiative: (_("Sáng kiến"), _("Về chuyển đổi số"), _("Số trường có")),
    PressSubscription: (_("Lượt đặt"), _("Số tờ mỗi kỳ"), _("Số trường đặt")),
    PressArticle: (_("Tin, bài"), _("Số trường có")),
    Team: (_("Số tổ"), _("Số thành viên"), _("Trong đó giáo viên")),
}


def sums(model, rows):
    return rows.aggregate(**SUMS[model])


def by_commune(model, rows):
    """(name of the commune, sums in the order of SUM_LABELS), by name."""
    path = "commune" if model is Team else "institution__commune"
    names = [f"{path}__name", f"{path}__search_name"]
    grouped = rows.order_by().values(*names).annotate(**SUMS[model])
    found = grouped.order_by(f"{path}__search_name")
    return [(row[names[0]], [row[name] for name in SUMS[model]]) for row in found]


class WordsFilter(django_filters.CharFilter):
    """Words of the name of the school or commune, or a piece of the row's own text."""

    def __init__(self, *fields, place, **kwargs):
        super().__init__(label=_("Tìm"), **kwargs)
        self.fields, self.place = fields, place

    def filter(self, queryset, value):
        if not value:
            return queryset
        found = Q()
        for word in fold(value).split():
            found &= Q(**{f"{self.place}__search_name__contains": word})
        for name in self.fields:
            found |= Q(**{f"{name}__icontains": value.strip()})
        return queryset.filter(found)


class RegisterFilter(ListFilter):
    """Filters of rows that belong to a school and a year; the page chose the year."""

    year = django_filters.ModelChoiceFilter(
        label=_("Năm học"),
        queryset=SchoolYear.objects.all(),
        method="keep",
        empty_label=_("Năm học hiện tại"),
    )
    commune = django_filters.ModelChoiceFilter(
        label=_("Xã, phường"),
        field_name="institution__commune",
        queryset=Commune.objects.all(),
    )
    kind = django_filters.ModelChoiceFilter(
        label=_("Loại trường"),
        field_name="institution__kind",
        queryset=InstitutionKind.objects.all(),
    )

    def keep(self, queryset, _name, _value):
        return queryset


class InitiativeFilter(RegisterFilter):
    q = WordsFilter("title", "decision", place="institution")
    digital = YesNoFilter(label=_("Về chuyển đổi số"), field_name="is_digital")
    recognition = django_filters.ChoiceFilter(
        label=_("Cấp công nhận"), choices=Initiative.Recognition
    )


class PressFilter(RegisterFilter):
    q = WordsFilter("newspaper", place="institution")


class ArticleFilter(RegisterFilter):
    q = WordsFilter("title", "newspaper", place="institution")


class TeamFilter(ListFilter):
    q = WordsFilter("name", place="commune")
    commune = django_filters.ModelChoiceFilter(
        label=_("Xã, phường"), queryset=Commune.objects.all()
    )
    active = YesNoFilter(label=_("Đang hoạt động"), field_name="is_active")
