"""Tables of the registers, for pages and for the files made from them."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.tables import ListTable, NumberColumn, link_to
from emulation.models import Initiative, PressArticle, PressSubscription, Team


class YesColumn(tables.Column):
    """Yes, or nothing."""

    def render(self, value):
        return _("Có") if value else ""

    def value(self, value):
        return _("Có") if value else _("Không")


class RegisterTable(ListTable):
    """Rows that those who may change them can open; `routes` is how addresses begin."""

    routes = ""
    change = tables.Column(
        gettext_lazy("Sửa"), accessor="pk", orderable=False, exclude_from_export=True
    )
    always = ("school",)

    def render_change(self, value, record):
        if not record.may_edit:
            return ""
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse(f"{self.routes}_edit", args=[value]),
            _("Sửa"),
            record,
        )


class OfSchoolTable(RegisterTable):
    school = tables.Column(
        gettext_lazy("Trường"),
        accessor="institution__name",
        linkify=link_to("school_detail", "institution__code"),
        order_by=("institution__search_name", "pk"),
    )
    code = tables.Column(gettext_lazy("Mã trường"), accessor="institution__code")
    commune = tables.Column(
        gettext_lazy("Xã, phường"),
        accessor="institution__commune__name",
        order_by=("institution__commune__search_name", "pk"),
    )
    extra = ("code",)


class InitiativeTable(OfSchoolTable):
    routes = "initiative"
    title = tables.Column(gettext_lazy("Tên sáng kiến"))
    is_digital = YesColumn(gettext_lazy("Về chuyển đổi số"))
    recognition = tables.Column(gettext_lazy("Cấp công nhận"))
    decision = tables.Column(gettext_lazy("Quyết định"))

    class Meta(ListTable.Meta):
        model = Initiative
        fields = ()
        sequence = ("school", "title", "...", "change")


class PressTable(OfSchoolTable):
    routes = "press"
    newspaper = tables.Column(gettext_lazy("Báo, tạp chí"))
    copies = NumberColumn(gettext_lazy("Số tờ mỗi kỳ"))

    class Meta(ListTable.Meta):
        model = PressSubscription
        fields = ()
        sequence = ("school", "...", "change")


class ArticleTable(OfSchoolTable):
    routes = "press_article"
    title = tables.Column(gettext_lazy("Tên bài"))
    newspaper = tables.Column(gettext_lazy("Báo, tạp chí"))
    published_on = tables.DateColumn(
        format="d/m/Y", verbose_name=gettext_lazy("Đăng ngày")
    )
    link = tables.Column(gettext_lazy("Đường dẫn"), orderable=False)

    class Meta(ListTable.Meta):
        model = PressArticle
        fields = ()
        sequence = ("school", "title", "...", "change")

    def render_link(self, value, record):
        return format_html(
            '<a href="{}" rel="noopener noreferrer nofollow">{}'
            '<span class="visually-hidden"> {}</span></a>',
            value,
            _("Mở bài"),
            record,
        )

    def value_link(self, value):
        return value


class TeamTable(RegisterTable):
    routes = "team"
    name = tables.Column(gettext_lazy("Tên tổ"))
    commune = tables.Column(
        gettext_lazy("Xã, phường"),
        accessor="commune__name",
        order_by=("commune__search_name", "name"),
    )
    members = NumberColumn(gettext_lazy("Số thành viên"))
    teachers = NumberColumn(gettext_lazy("Trong đó giáo viên"))
    is_active = YesColumn(gettext_lazy("Đang hoạt động"))
    always = ("name",)

    class Meta(ListTable.Meta):
        model = Team
        fields = ()
        sequence = ("name", "...", "change")
