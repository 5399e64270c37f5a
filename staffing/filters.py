"""Filters of the list of staff."""

import django_filters
from django.utils.translation import gettext_lazy as _

from communes.filters import ListFilter, SearchFilter, YesNoFilter
from communes.levels import Level
from communes.models import Commune
from schools.models import Institution

from .models import Absence, Assignment, Person, Post, Subject


def schools_to_choose(request):
    """Schools of the chosen commune; of all 648 the list would be too long to use."""
    if request is None:
        return Institution.objects.none()
    visible = Institution.objects.visible_to(request.user)
    commune, school = request.GET.get("commune"), request.GET.get("school")
    if commune:
        return visible.filter(commune=commune)
    if school:
        return visible.filter(code=school)
    own = request.user.commune_id
    if own:
        return visible.filter(managing_commune=own)
    return visible.filter(code=request.user.institution_code or None)


class DayFilter(django_filters.ChoiceFilter):
    """The day the list is about; the page has chosen its rows by it already."""

    TODAY = "today"

    def filter(self, queryset, value):
        return queryset


class StaffFilter(ListFilter):
    at = DayFilter(
        label=_("Thời điểm"),
        choices=[(DayFilter.TODAY, _("Hôm nay"))],
        empty_label=_("Ngày chốt số liệu"),
    )
    q = SearchFilter(label=_("Họ và tên"), field_name="person__search_name")
    level = django_filters.ChoiceFilter(label=_("Cấp dạy"), choices=Level)
    commune = django_filters.ModelChoiceFilter(
        label=_("Xã, phường"),
        field_name="institution__commune",
        queryset=Commune.objects.all(),
    )
    school = django_filters.ModelChoiceFilter(
        label=_("Trường"),
        field_name="institution",
        queryset=schools_to_choose,
        to_field_name="code",
    )
    group = django_filters.ChoiceFilter(
        label=_("Nhóm vị trí"), field_name="post__group", choices=Post.Group
    )
    post = django_filters.ModelChoiceFilter(
        label=_("Vị trí"), queryset=Post.objects.all()
    )
    subject = django_filters.ModelChoiceFilter(
        label=_("Môn dạy"), queryset=Subject.objects.all()
    )
    contract = django_filters.ChoiceFilter(
        label=_("Hợp đồng"), choices=Assignment.Contract
    )
    qualified = YesNoFilter(label=_("Đạt chuẩn đào tạo"))
    absence = django_filters.ChoiceFilter(
        label=_("Đang vắng mặt"), choices=Absence.Kind
    )
    sex = django_filters.ChoiceFilter(
        label=_("Giới tính"), field_name="person__sex", choices=Person.Sex
    )
