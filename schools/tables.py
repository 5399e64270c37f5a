"""Tables of institutions, for pages and for the files made from them."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.approvable import State
from communes.tables import (
    ListTable,
    NumberColumn,
    ShortageColumn,
    SurplusColumn,
    link_to,
)

from .models import Institution

UNBROKEN = {"td": {"class": "text-nowrap"}, "th": {"class": "text-nowrap"}}
DEPARTMENT = gettext_lazy("Sở GDĐT")


STAFF_OF_SCHOOL = link_to("school_detail", "code", "#doi-ngu")


def link_to_staff_of(value, record, table):
    """From a gap to the posts behind it; from no gap nowhere."""
    return STAFF_OF_SCHOOL(record, table) if value else None


class InstitutionTable(ListTable):
    name = tables.Column(
        gettext_lazy("Tên trường"),
        linkify=link_to("school_detail", "code"),
        order_by=("search_name", "pk"),
    )
    code = tables.Column(gettext_lazy("Mã trường"))
    kind = tables.Column(gettext_lazy("Loại"), order_by=("kind__order", "search_name"))
    special_type = tables.Column(
        gettext_lazy("Loại hình riêng"), order_by=("special_type", "search_name")
    )
    commune = tables.Column(
        gettext_lazy("Xã, phường"), order_by=("commune__search_name", "search_name")
    )
    cluster = tables.Column(
        gettext_lazy("Cụm"),
        accessor="commune__cluster",
        order_by=("commune__cluster", "search_name"),
    )
    ownership = tables.Column(
        gettext_lazy("Sở hữu"), order_by=("ownership", "search_name")
    )
    managed = tables.Column(
        gettext_lazy("Cấp quản lý"),
        attrs=UNBROKEN,
        accessor="managing_commune",
        order_by=("managing_commune__search_name", "search_name"),
        empty_values=(),
    )
    sites_beside_main = NumberColumn(gettext_lazy("Điểm trường lẻ"))
    classes = NumberColumn(gettext_lazy("Lớp"))
    learners = NumberColumn(gettext_lazy("Người học"))
    teachers = NumberColumn(gettext_lazy("Giáo viên"))
    teacher_shortage = ShortageColumn(
        gettext_lazy("Thiếu GV"), linkify=link_to_staff_of
    )
    teacher_surplus = SurplusColumn(gettext_lazy("Thừa GV"), linkify=link_to_staff_of)
    standard_level = tables.Column(
        gettext_lazy("Chuẩn quốc gia"),
        attrs=UNBROKEN,
        order_by=("standard_level", "search_name"),
        empty_values=(),
    )
    report_state = tables.Column(
        gettext_lazy("Báo cáo đầu năm"), order_by=("report_state", "search_name")
    )

    always = ("name",)
    extra = ("code", "cluster", "ownership", "special_type", "sites_beside_main")

    class Meta(ListTable.Meta):
        model = Institution
        fields = ()

    def render_kind(self, record):
        return format_html(
            '<abbr title="{}">{}</abbr>', record.kind, record.kind.short_name
        )

    def value_kind(self, record):
        return str(record.kind)

    def render_managed(self, record):
        if record.managing_commune is None:
            return DEPARTMENT
        here = record.managing_commune_id == record.commune_id
        return _("Xã, phường") if here else str(record.managing_commune)

    def value_managed(self, record):
        return str(record.managing_commune or DEPARTMENT)

    def render_standard_level(self, record):
        if record.standard_level:
            until = f"{record.standard_until:%m/%Y}"
            words = {"level": record.standard_level, "until": until}
            return _("Mức %(level)s, đến %(until)s") % words
        return _("Chưa đạt") if record.recognisable else _("Không xét")

    def render_report_state(self, value):
        return format_html(
            '<span class="state state-{}">{}</span>', value, State(value).label
        )

    def value_report_state(self, value):
        return State(value).label
