"""Filters of the list of institutions."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.approvable import State
from communes.filters import ListFilter, SearchFilter
from communes.levels import Level
from communes.models import Commune
from communes.search import fold

from .models import Institution, InstitutionKind
from .queries import kinds_teaching


def clusters():
    names = Commune.objects.order_by("cluster").values_list("cluster", flat=True)
    return [(name, name) for name in names.distinct()]


class NameOrCodeFilter(SearchFilter):
    """Finds an institution by words of its name or by its code."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        code = Q(code__istartswith=value.strip())
        words = Q()
        for word in fold(value).split():
            words &= Q(search_name__contains=word)
        return queryset.filter(code | words)


class LevelFilter(django_filters.ChoiceFilter):
    """Institutions of the kinds that teach a level."""

    def filter(self, queryset, value):
        return queryset.filter(kind__in=kinds_teaching(value)) if value else queryset


class StandardFilter(django_filters.ChoiceFilter):
    """By the recognition that holds on the day of the data."""

    CHOICES = [
        ("yes", _("Đạt chuẩn")),
        ("1", _("Đạt chuẩn mức độ 1")),
        ("2", _("Đạt chuẩn mức độ 2")),
        ("no", _("Chưa đạt hoặc hết hạn")),
        ("outside", _("Không thuộc diện xét")),
    ]

    def filter(self, queryset, value):
        if value in ("1", "2"):
            return queryset.filter(standard_level=value)
        conditions = {
            "yes": Q(standard_level__isnull=False),
            "no": Q(standard_level__isnull=True, recognisable=True),
            "outside": Q(recognisable=False),
        }
        return queryset.filter(conditions[value]) if value else queryset


class ExistingFilter(django_filters.ChoiceFilter):
    """Without a choice, institutions that existed on the day of the data."""

    CHOICES = [
        ("closed", _("Đã giải thể, sáp nhập")),
        ("all", _("Mọi cơ sở từng có")),
    ]

    def filter(self, queryset, value):
        day = self.parent.day
        if value == "closed":
            return queryset.filter(closed_on__lte=day)
        return queryset if value == "all" else queryset.open_on(day)


class InstitutionFilter(ListFilter):
    """`day` is the day of the data, which decides what existed and what was valid."""

    q = NameOrCodeFilter(label=_("Tên hoặc mã trường"))
    level = LevelFilter(label=_("Cấp học"), choices=Level)
    kind = django_filters.ModelChoiceFilter(
        label=_("Loại trường"), queryset=InstitutionKind.objects.all()
    )
    commune = django_filters.ModelChoiceFilter(
        label=_("Xã, phường"), queryset=Commune.objects.all()
    )
    cluster = django_filters.ChoiceFilter(
        label=_("Cụm"), field_name="commune__cluster", choices=clusters
    )
    special_type = django_filters.ChoiceFilter(
        label=_("Loại hình riêng"),
        choices=[c for c in Institution.SpecialType.choices if c[0]],
    )
    ownership = django_filters.ChoiceFilter(
        label=_("Sở hữu"), choices=Institution.Ownership
    )
    managed = django_filters.ChoiceFilter(
        label=_("Cấp quản lý"),
        method="filter_managed",
        choices=[("commune", _("Xã, phường")), ("department", _("Sở GDĐT"))],
    )
    standard = StandardFilter(label=_("Chuẩn quốc gia"), choices=StandardFilter.CHOICES)
    report = django_filters.ChoiceFilter(
        label=_("Báo cáo đầu năm"), field_name="report_state", choices=State
    )
    existing = ExistingFilter(
        label=_("Tồn tại"),
        choices=ExistingFilter.CHOICES,
        empty_label=_("Đang hoạt động trong năm"),
    )

    def __init__(self, *args, day, **kwargs):
        self.day = day
        super().__init__(*args, **kwargs)

    def filter_managed(self, queryset, _name, value):
        by_department = value == "department"
        return queryset.filter(managing_commune__isnull=by_department)
