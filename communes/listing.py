"""A list page: filtered rows in a table, badges, totals, chosen columns, a file."""

from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from communes import export
from communes.exporting.long import LongExportMixin, Whole
from communes.page import PageMixin, Scope
from communes.scoping import COMMUNE_ROLES, Role
from communes.tables import PAGE_SIZES


def day_of(page):
    """The day at which facts of the page's school year are looked at."""
    if page.period:
        return page.period.as_of
    return page.year.starts_on or timezone.localdate()


class OwnScope:
    """A page about the reader's own commune or school, the commune she filters by, or
    the province."""

    def get_scope(self):
        user, page = self.request.user, self.page
        if user.role == Role.SCHOOL_CLERK:
            # All that she sees of lists and sums is her school's.
            label = _("trường của bạn")
            return Scope.of_institution(user.institution_code, label, user.commune)
        own = user.commune_id if user.role in COMMUNE_ROLES else None
        code = own or self.request.GET.get("commune")
        found = next((row for row in page.communes if row.code == code), None)
        return Scope.of_commune(found) if found else super().get_scope()


def sums(queryset, names):
    """Sums over every row of `queryset`, by the name of the annotation."""
    # Aliases unlike the annotations, which SQL would otherwise look for in vain.
    found = queryset.aggregate(**{f"{name}_sum": Sum(name) for name in names})
    return {name: found[f"{name}_sum"] for name in names}


def coverage_in_words(coverage):
    if not coverage.expected:
        return ""
    numbers = {
        "reported": coverage.reported,
        "expected": coverage.expected,
        "approved": coverage.approved,
    }
    if coverage.counts_communes:
        words = _("%(reported)s/%(expected)s xã đã nộp, %(approved)s đã duyệt")
    else:
        words = _("%(reported)s/%(expected)s trường đã nộp, %(approved)s đã duyệt")
    return words % numbers


def about(page, title):
    """What a file made from `page` says about itself, before its filters."""
    source = _("Sở Giáo dục và Đào tạo %(name)s") % {"name": page.province}
    if page.province and page.province.is_demo:
        source += _(" (dữ liệu minh họa, không phải số liệu chính thức)")
    computed = page.computed_at
    return export.About(
        title=str(title),
        source=source,
        school_year=f"{page.year.name}, {page.scope.label}",
        data_time=f"{timezone.localtime(computed):%H:%M %d/%m/%Y}" if computed else "",
        coverage=coverage_in_words(page.coverage),
    )


class ListPage(LongExportMixin, OwnScope, PageMixin, SingleTableMixin, FilterView):
    """Declare get_queryset, filterset_class, table_class, title and the totals.

    main_filters stand in the open; the others wait behind one button.
    """

    table_pagination = {"per_page": PAGE_SIZES[0]}
    template_name = "lists/list.html"
    title = ""
    export_name = "danh-sach"
    main_filters = ("q",)
    # Chosen in the bar on top of the page, so the form only carries it along.
    bar_filters = ("level",)

    @cached_property
    def day(self):
        return day_of(self.page)

    @cached_property
    def totals(self):
        return self.get_totals()

    def get_totals(self):
        """Sums over every filtered row, by column name."""
        return {}

    def get_totals_label(self):
        """What the totals row says it totals."""
        return ""

    def get_filterset_kwargs(self, filterset_class):
        # Bound even to an empty address: what no choice means is the filter's to say.
        kwargs = super().get_filterset_kwargs(filterset_class)
        return kwargs | {"data": self.request.GET}

    def get_table_kwargs(self):
        return {
            "chosen": self.request.GET.getlist("columns"),
            "totals": self.totals,
            "totals_label": self.get_totals_label(),
            "query": self.page.query,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        fields = {field.name: field for field in self.filterset.form}
        shown = [name for name in fields if name not in self.bar_filters]
        return context | {
            "title": self.title,
            "badges": self.get_badges(),
            "main_fields": [fields[name] for name in self.main_filters],
            "more_fields": [
                fields[name] for name in shown if name not in self.main_filters
            ],
            "page_sizes": PAGE_SIZES,
            "filter_kept": self.kept(*shown),
            "column_kept": self.kept("columns"),
            "clear_url": f"?{self.without(*fields).urlencode()}",
            "export_urls": [
                (kind, self.url_of(export=kind)) for kind in export.FORMATS
            ],
        }

    def without(self, *names):
        """The address's parameters but for `names` and the place in the list."""
        query = self.request.GET.copy()
        for name in (*names, "page", "export"):
            query.pop(name, None)
        return query

    def kept(self, *names):
        """Parameters that a form without fields for them must carry along unseen."""
        lists = self.without(*names).lists()
        return [(name, value) for name, values in lists for value in values]

    def url_of(self, **changes):
        query = self.without(*changes)
        query.update(changes)
        return f"?{query.urlencode()}"

    def get_badges(self):
        return [
            (label, value, f"?{self.without(name).urlencode()}")
            for name, label, value in self.filterset.chosen()
        ]

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind in export.FORMATS:
            return self.export(kind)
        return super().render_to_response(context, **kwargs)

    def prepare(self):
        """As the page does before it answers."""
        self.filterset = self.get_filterset(self.get_filterset_class())
        known = self.filterset.is_valid()
        self.object_list = (
            self.filterset.qs if known else self.filterset.queryset.none()
        )

    def get_whole(self):
        table = self.get_table(**self.get_table_kwargs())
        rows = with_totals(table)
        name = self.export_name
        length = len(table.data)
        return Whole(self.describe(), table.export_header(), rows, name, length)

    def describe(self):
        """What the file says about itself, with the filters in words."""
        described = about(self.page, self.title)
        described.filters.extend(self.chosen_in_words())
        return described

    def chosen_in_words(self):
        return [(label, value) for _name, label, value in self.filterset.chosen()]


def with_totals(table):
    """The rows of the file, then what the page says below its columns."""
    yield from table.export_rows()
    totals = table.export_totals()
    if totals:
        yield totals
