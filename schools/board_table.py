"""The table of the board: numbers of one period, and a coloured mark for each before."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.numbers import percent
from communes.tables import ListTable, NumberColumn, link_to
from communes.templatetags.shell import address

from .tables import UNBROKEN

OF_COMMUNE = link_to("commune_detail", "code")


class ShareColumn(NumberColumn):
    """A part of one as a percentage; a number in the file."""

    @staticmethod
    def write(value):
        return percent(value, 1, 0)

    def value(self, value):
        return float(value)


class StandingColumn(tables.Column):
    """How one period went: a mark in a colour, and the words behind it."""

    def __init__(self, period):
        key = f"history__p{period.pk}"
        super().__init__(
            short_name(period),
            accessor=key,
            order_by=(f"{key}__days_behind", f"{key}__kind"),
            initial_sort_descending=True,
            attrs={"th": {"class": "mark-head", "title": period.name}},
        )
        self.period = period

    def render(self, value):
        return format_html(
            '<span class="mark mark-{}" title="{}: {}">'
            '<span aria-hidden="true">{}</span>'
            '<span class="visually-hidden">{}</span></span>',
            value.kind,
            self.period.name,
            value.words,
            value.mark,
            value.words,
        )

    def value(self, value):
        return value.words


def short_name(period):
    """Đ26: the start of 2026-2027, short enough for a square."""
    at_start = period.kind == period.Kind.START
    letter = _("Đ") if at_start else _("C")
    return f"{letter}{period.school_year_id % 100:02d}"


class BoardTable(ListTable):
    name = tables.Column(gettext_lazy("Xã, phường"), order_by=("search_name",))
    cluster = tables.Column(gettext_lazy("Cụm"), order_by=("cluster", "search_name"))
    due_on = tables.DateColumn(
        verbose_name=gettext_lazy("Hạn nộp"),
        accessor="standing__due_on",
        format="d/m/Y",
        attrs=UNBROKEN,
    )
    expected = NumberColumn(gettext_lazy("Phải nộp"), accessor="standing__expected")
    handed_in = NumberColumn(gettext_lazy("Đã nộp"), accessor="standing__handed_in")
    waiting = NumberColumn(gettext_lazy("Chờ duyệt"))
    approved = NumberColumn(gettext_lazy("Duyệt"))
    rejected = NumberColumn(gettext_lazy("Từ chối"))
    complete = NumberColumn(gettext_lazy("Đủ số liệu"))
    share = ShareColumn(gettext_lazy("Mức đầy đủ"))
    on_time = NumberColumn(gettext_lazy("Đúng hạn"), accessor="standing__on_time")
    days_behind = NumberColumn(
        gettext_lazy("Sau hạn (ngày)"), accessor="standing__days_behind", total=False
    )
    first_day = tables.DateColumn(
        verbose_name=gettext_lazy("Nộp lần đầu"),
        accessor="standing__first_day",
        format="d/m/Y",
        attrs=UNBROKEN,
    )
    actions = tables.Column(
        gettext_lazy("Xử lý"),
        accessor="code",
        orderable=False,
        exclude_from_export=True,
        attrs=UNBROKEN,
    )

    always = ("name", "actions")
    extra = ("cluster", "due_on", "complete", "on_time", "first_day")

    class Meta(ListTable.Meta):
        attrs = {"class": "data sticky-first compact board"}

    def __init__(self, *args, periods=(), may_extend=False, **kwargs):
        kwargs["extra_columns"] = [
            (f"p{period.pk}", StandingColumn(period)) for period in periods
        ]
        kwargs["exclude"] = () if may_extend else ("actions",)
        kwargs["sequence"] = ("...", "actions") if may_extend else ("...",)
        super().__init__(*args, **kwargs)

    def render_name(self, record):
        if record.commune:
            url = OF_COMMUNE(record, self)
        else:
            url = f"{reverse('school_list')}?managed=department"
        link = format_html('<a href="{}">{}</a>', url, record.name)
        if not record.standing.is_extended:
            return link
        day = f"{record.standing.due_on:%d/%m}"
        words = _("gia hạn đến %(day)s") % {"day": day}
        return format_html('{} <span class="small muted">{}</span>', link, words)

    def value_name(self, record):
        return record.name

    def value_due_on(self, value):
        return value

    def render_actions(self, record):
        """Links for whoever judges; a place that is not built yet is left out."""
        period = record.standing.period
        judge = address(
            "approval_commune", period.school_year_id, period.kind, record.code
        )
        links = [(judge, _("Duyệt"))] if judge and record.waiting else []
        if record.commune:
            query = f"?period={period.pk}&commune={record.code}"
            links.append((f"{reverse('deadline_extend')}{query}", _("Gia hạn")))
        parts = [
            format_html(
                '<a href="{}">{}<span class="visually-hidden">: {}</span></a>',
                url,
                label,
                record.name,
            )
            for url, label in links
        ]
        return format_html(" · ".join(["{}"] * len(parts)), *parts) if parts else ""
