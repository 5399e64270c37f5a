"""The table of course sessions and its filters, for the page and the file."""

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.filters import ListFilter, SearchFilter
from communes.page import reachable_communes
from communes.tables import ListTable, NumberColumn, link_to
from emulation.models import Course, CourseSession, LearnerGroup


def communes_to_choose(request):
    return reachable_communes(request.user) if request else None


def months():
    """Months in which sessions ended, newest first."""
    days = CourseSession.objects.dates("ends_on", "month", order="DESC")
    return [(f"{day:%Y-%m}", f"{day:%m/%Y}") for day in days]


class MonthFilter(django_filters.ChoiceFilter):
    def filter(self, queryset, value):
        if not value:
            return queryset
        year, month = value.split("-")
        return queryset.filter(ends_on__year=year, ends_on__month=month)


class GroupFilter(django_filters.ChoiceFilter):
    """Sessions with learners of a group; the page sums that group alone."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        of_group = CourseSession.objects.filter(learners__group=value).values("pk")
        return queryset.filter(pk__in=of_group)


class SessionFilter(ListFilter):
    q = SearchFilter(
        label=gettext_lazy("Khóa học, địa điểm, người hướng dẫn"), field_name="search"
    )
    course = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Khóa học"),
        queryset=Course.objects.all(),
        to_field_name="code",
    )
    commune = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Xã, phường"), queryset=communes_to_choose
    )
    group = GroupFilter(label=gettext_lazy("Nhóm học viên"), choices=LearnerGroup)
    month = MonthFilter(label=gettext_lazy("Kết thúc trong tháng"), choices=months)


class SessionTable(ListTable):
    course = tables.Column(
        gettext_lazy("Khóa học"),
        linkify=link_to("course_session_detail", "pk"),
        order_by=("course__name", "-starts_on", "pk"),
    )
    starts_on = tables.DateColumn(
        verbose_name=gettext_lazy("Từ ngày"), format="d/m/Y", order_by="starts_on"
    )
    ends_on = tables.DateColumn(
        verbose_name=gettext_lazy("Đến ngày"), format="d/m/Y", order_by="ends_on"
    )
    commune = tables.Column(
        gettext_lazy("Đơn vị"),
        order_by=("commune__search_name", "pk"),
        empty_values=(),
    )
    institution = tables.Column(
        gettext_lazy("Trường tổ chức"), order_by=("institution__search_name", "pk")
    )
    place = tables.Column(gettext_lazy("Địa điểm"))
    trainer = tables.Column(gettext_lazy("Người hướng dẫn"))
    groups = tables.Column(
        gettext_lazy("Nhóm học viên"), accessor="learners", orderable=False
    )
    enrolled = NumberColumn(gettext_lazy("Đăng ký"))
    completed = NumberColumn(gettext_lazy("Hoàn thành"))
    certified = NumberColumn(gettext_lazy("Chứng nhận"))
    first_time = NumberColumn(gettext_lazy("Lần đầu trong năm"))
    female = NumberColumn(gettext_lazy("Nữ hoàn thành"))

    always = ("course",)
    extra = ("place", "trainer", "ends_on")

    class Meta(ListTable.Meta):
        model = CourseSession
        fields = ()

    def render_commune(self, value):
        return value or _("Sở GDĐT")

    def render_groups(self, value):
        return ", ".join(
            str(LearnerGroup(row.group).label) for row in value.all() if row.enrolled
        )

    def value_starts_on(self, value):
        return value

    def value_ends_on(self, value):
        return value
