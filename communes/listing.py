"""A list page: filtered rows in a table, badges, totals, chosen columns, a file."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from communes import export
from communes.tables import PAGE_SIZES

# Parameters that say how rows are shown, not which rows.
VIEW_ONLY = ("page", "per_page", "sort", "columns", "export")


class ListPage(SingleTableMixin, FilterView):
    """Declare queryset, filterset_class, table_class, title and what totals mean."""

    table_pagination = {"per_page": PAGE_SIZES[0]}
    strict = True
    title = ""
    export_name = "danh-sach"

    def get_totals(self):
        """Sums over every filtered row, by column name."""
        return {}

    def get_totals_label(self):
        return ""

    def get_about(self):
        """An export.About with everything but the filters."""
        raise NotImplementedError

    def get_table_kwargs(self):
        return {
            "chosen": self.request.GET.getlist("columns"),
            "totals": self.totals,
            "totals_label": self.get_totals_label(),
        }

    @cached_property
    def totals(self):
        return self.get_totals()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "title": self.title,
            "badges": self.get_badges(),
            "page_sizes": PAGE_SIZES,
            "kept": self.get_kept(),
            "clear_url": f"?{self.without(*self.filterset.filters).urlencode()}",
            "export_urls": [
                (kind, self.url_of(export=kind)) for kind in export.FORMATS
            ],
        }

    def without(self, *names):
        """The address's parameters but for `names` and the page number."""
        query = self.request.GET.copy()
        for name in (*names, "page", "export"):
            query.pop(name, None)
        return query

    def url_of(self, **changes):
        query = self.without(*changes)
        query.update(changes)
        return f"?{query.urlencode()}"

    def get_badges(self):
        return [
            (label, value, f"?{self.without(name).urlencode()}")
            for name, label, value in self.filterset.chosen()
        ]

    def get_kept(self):
        """Parameters that the filter form must carry along unseen."""
        query = self.without(*self.filterset.filters)
        return [(name, value) for name, values in query.lists() for value in values]

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind in export.FORMATS:
            return self.export(kind, context["table"])
        return super().render_to_response(context, **kwargs)

    def export(self, kind, table):
        about = self.get_about()
        filters = [(label, value) for _name, label, value in self.filterset.chosen()]
        about.filters.extend(filters)
        header, rows = table.export_header(), table.export_rows()
        return export.respond(kind, about, header, rows, self.export_name)


def counted(number, one, many=""):
    """Words of a totals row: what it counts and over what."""
    return _("Cộng %(number)s %(things)s theo bộ lọc") % {
        "number": number,
        "things": one if number == 1 or not many else many,
    }
