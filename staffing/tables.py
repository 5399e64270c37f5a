"""Tables of people and of gaps, for pages and for the files made from them."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.numbers import NONE
from communes.tables import (
    ListTable,
    NumberColumn,
    ShortageColumn,
    SurplusColumn,
    link_to,
)

from .models import Absence, Assignment


def masked(personal_id):
    """A personal number that can be recognised but not copied off a list."""
    return "•" * (len(personal_id) - 3) + personal_id[-3:]


class StaffTable(ListTable):
    name = tables.Column(
        gettext_lazy("Họ và tên"),
        accessor="person__full_name",
        linkify=link_to("staff_detail", "person_id"),
        order_by=("person__sort_name", "pk"),
    )
    personal_id = tables.Column(
        gettext_lazy("Số định danh"),
        accessor="person__personal_id",
        orderable=False,
    )
    birth_date = tables.DateColumn(
        verbose_name=gettext_lazy("Ngày sinh"),
        accessor="person__birth_date",
        format="d/m/Y",
    )
    sex = tables.Column(gettext_lazy("Giới tính"), accessor="person__sex")
    ethnicity = tables.Column(gettext_lazy("Dân tộc"), accessor="person__ethnicity")
    post = tables.Column(gettext_lazy("Vị trí"), order_by=("post__order", "pk"))
    level = tables.Column(gettext_lazy("Cấp dạy"), order_by=("level", "pk"))
    subject = tables.Column(gettext_lazy("Môn dạy"), order_by=("subject__order", "pk"))
    institution = tables.Column(
        gettext_lazy("Trường"),
        linkify=link_to("school_detail", "institution__code"),
        order_by=("institution__search_name", "pk"),
    )
    commune = tables.Column(
        gettext_lazy("Xã, phường"),
        accessor="institution__commune",
        order_by=("institution__commune__search_name", "pk"),
    )
    contract = tables.Column(gettext_lazy("Hợp đồng"), order_by=("contract", "pk"))
    degree = tables.Column(gettext_lazy("Trình độ"), order_by=("degree_rank", "pk"))
    qualified = tables.Column(
        gettext_lazy("Đạt chuẩn"), order_by=("qualified", "pk"), empty_values=()
    )
    absence = tables.Column(gettext_lazy("Vắng mặt"), order_by=("absence", "pk"))
    started_on = tables.DateColumn(verbose_name=gettext_lazy("Từ ngày"), format="d/m/Y")

    always = ("name",)
    extra = ("personal_id", "ethnicity", "commune", "contract", "started_on", "sex")

    class Meta(ListTable.Meta):
        model = Assignment
        fields = ()

    def render_personal_id(self, value):
        return masked(value)

    def render_qualified(self, value):
        if value is None:
            return NONE
        return _("Đạt") if value else _("Chưa đạt")

    def value_birth_date(self, value):
        return value

    def value_started_on(self, value):
        return value

    def render_absence(self, value):
        return Absence.Kind(value).label


class CommuneGapTable(ListTable):
    """Gross shortage and surplus by commune; rows are dictionaries of sums."""

    name = tables.Column(
        gettext_lazy("Xã, phường"), linkify=lambda record: record["url"] or None
    )
    cluster = tables.Column(gettext_lazy("Cụm"))
    schools = NumberColumn(gettext_lazy("Số trường"))
    required = NumberColumn(gettext_lazy("Định mức"))
    at_work = NumberColumn(gettext_lazy("Có mặt"))
    places = NumberColumn(gettext_lazy("Biên chế giao"))
    shortage = ShortageColumn(gettext_lazy("Thiếu"))
    surplus = SurplusColumn(gettext_lazy("Thừa"))

    always = ("name", "shortage", "surplus")
    extra = ("cluster",)

    class Meta(ListTable.Meta):
        order_by = ("-shortage",)
        row_attrs = {
            "class": lambda record: "outside" if not record["url"] else "",
        }

    def render_name(self, record):
        return format_html("{}", record["name"])
