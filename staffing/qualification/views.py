"""Teachers and heads against the standard of qualification, counted and one by one."""

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.filters import ListFilter, SearchFilter
from communes.levels import Level
from communes.listing import ListPage
from communes.models import Commune
from communes.numbers import shown
from communes.tables import ListTable, link_to
from staffing.filters import schools_to_choose
from staffing.models import Assignment, Post, Subject

from . import judging, summary


class QualificationFilter(ListFilter):
    q = SearchFilter(label=gettext_lazy("Họ và tên"), field_name="person__search_name")
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Cấp dạy"), field_name="at_level", choices=Level
    )
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("So với chuẩn"), choices=judging.Standing
    )
    subject = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Môn dạy"), queryset=Subject.objects.all()
    )
    group = django_filters.ChoiceFilter(
        label=gettext_lazy("Nhóm vị trí"),
        field_name="post__group",
        choices=[one for one in Post.Group.choices if one[0] in judging.JUDGED],
    )
    commune = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Xã, phường"),
        field_name="institution__commune",
        queryset=Commune.objects.all(),
    )
    school = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Trường"),
        field_name="institution",
        queryset=schools_to_choose,
        to_field_name="code",
    )


class QualificationTable(ListTable):
    name = tables.Column(
        gettext_lazy("Họ và tên"),
        accessor="person__full_name",
        linkify=link_to("staff_detail", "person_id"),
        order_by=("person__sort_name", "pk"),
    )
    institution = tables.Column(
        gettext_lazy("Trường"), order_by=("institution__search_name", "pk")
    )
    post = tables.Column(gettext_lazy("Vị trí"), order_by=("post__order", "pk"))
    at_level = tables.Column(gettext_lazy("Cấp dạy"), order_by=("at_level", "pk"))
    subject = tables.Column(gettext_lazy("Môn dạy"), order_by=("subject__order", "pk"))
    degree = tables.Column(gettext_lazy("Trình độ"), order_by=("degree_rank", "pk"))
    major = tables.Column(gettext_lazy("Chuyên ngành"), order_by=("major", "pk"))
    standing = tables.Column(gettext_lazy("So với chuẩn"), order_by=("standing", "pk"))
    why = tables.Column(gettext_lazy("Vì sao?"), empty_values=(), orderable=False)

    always = ("name", "standing")
    extra = ("major",)

    class Meta(ListTable.Meta):
        model = Assignment
        fields = ()

    def __init__(self, *args, day=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = judging.Rules.on(day)

    def render_at_level(self, value):
        return Level(value).label

    def render_standing(self, value):
        return judging.Standing(value).label

    def render_why(self, record):
        return judging.why(record, self.rules)


class QualificationPage(ListPage):
    section = "staffing"
    title = gettext_lazy("Chuẩn trình độ đào tạo")
    export_name = "chuan-trinh-do"
    template_name = "staffing/qualification.html"
    filterset_class = QualificationFilter
    table_class = QualificationTable
    main_filters = ("q", "standing", "subject", "commune", "school")

    def get_queryset(self):
        rows = judging.judged(self.request.user, self.day)
        return rows.order_by("person__sort_name", "pk")

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"day": self.day}

    def get_totals_label(self):
        number = shown(self.object_list.count())
        return _("Cộng %(number)s người theo bộ lọc") % {"number": number}

    def get_breadcrumbs(self):
        staffing = reverse("staffing") + self.page.query
        return [(_("Đội ngũ"), staffing), (self.title, "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "standings": judging.Standing.labels,
            "counts": summary.lines(self.object_list),
        }
