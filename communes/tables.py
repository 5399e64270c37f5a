"""The table every list page and its export share: numbers, totals, chosen columns."""

from decimal import Decimal

import django_tables2 as tables
from django.db.models import F
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.functional import cached_property
from django_tables2.utils import A

from communes.numbers import NONE, shortage, shown, surplus
from communes.table_cells import cell_reader

PAGE_SIZES = (25, 50, 100, 200)
EXPORT_CHUNK = 2000


def link_to(route, argument, anchor=""):
    """A linkify that leads to `route` of the record's `argument`, choices kept."""

    def address(record, table):
        found = A(argument).resolve(record)
        return f"{reverse(route, args=[found])}{table.query}{anchor}"

    return address


def _number_attrs(*classes):
    cell = {"class": " ".join(("num", *classes))}
    return {"th": {"class": "num"}, "td": cell, "tf": cell}


def rounded(value):
    """A mean with the two decimals that the page shows of it."""
    return round(value, 2) if isinstance(value, (float, Decimal)) else value


class NumberColumn(tables.Column):
    """A number: written for the reader on the page, raw in the file, summed below."""

    attrs = _number_attrs()
    write = staticmethod(shown)

    def __init__(self, *args, total=True, **kwargs):
        kwargs.setdefault("default", NONE)
        kwargs.setdefault("initial_sort_descending", True)
        super().__init__(*args, **kwargs)
        self.total = total

    def render(self, value):
        return self.write(value)

    def value(self, value):
        return value

    def order(self, queryset, is_descending):
        """Rows without a value stand last, whichever way the column is sorted."""
        accessor = F(str(self.accessor))
        direction = accessor.desc if is_descending else accessor.asc
        return queryset.order_by(direction(nulls_last=True), "pk"), True

    def render_footer(self, bound_column, table):
        return self.write(table.totals.get(bound_column.name)) if self.total else ""


class ShortageColumn(NumberColumn):
    """A gross shortage, always written with a minus."""

    attrs = _number_attrs("shortage")
    write = staticmethod(shortage)


class SurplusColumn(NumberColumn):
    """A gross surplus, always written with a plus."""

    attrs = _number_attrs("surplus")
    write = staticmethod(surplus)


class ListTable(tables.Table):
    """A table whose reader chooses the columns; page and file are made from it alike.

    always: columns that cannot be put away; extra: columns shown only when asked for.
    """

    always = ()
    extra = ()

    class Meta:
        template_name = "lists/table.html"
        attrs = {"class": "data sticky-first"}
        order_by_field = "sort"
        default = NONE
        per_page = PAGE_SIZES[0]

    def __init__(
        self, *args, chosen=(), totals=None, totals_label="", query="", **kwargs
    ):
        self.totals = totals or {}
        self.totals_label = totals_label
        # Year, level and the like, which every link out of the table carries along.
        self.query = query
        wanted = set(chosen) & set(self.base_columns)
        self.put_away = self.columns_put_away(wanted)
        kwargs["exclude"] = [*kwargs.get("exclude", ()), *self.put_away]
        super().__init__(*args, **kwargs)

    def columns_put_away(self, wanted):
        """Names of the columns this reader does not want to see."""
        if not wanted:
            return [name for name in self.base_columns if name in self.extra]
        kept = wanted | set(self.always)
        return [name for name in self.base_columns if name not in kept]

    def paginate(self, *args, per_page=None, **kwargs):
        """Only the offered page sizes: nobody fetches the whole province as one page."""
        allowed = per_page if per_page in PAGE_SIZES else self._meta.per_page
        return super().paginate(*args, per_page=allowed, **kwargs)

    @cached_property
    def column_choices(self):
        """Name, label and whether it is shown, of each column that may be put away."""
        return [
            (name, column.verbose_name, name not in self.put_away)
            for name, column in self.base_columns.items()
            if name not in self.always and column.verbose_name
        ]

    def export_header(self):
        return [force_str(column.header) for column in self._export_columns()]

    def export_rows(self):
        """Cells of every filtered row, read in chunks and never kept."""
        readers = [cell_reader(column, self) for column in self._export_columns()]
        data = self.data.data
        records = (
            data.iterator(chunk_size=EXPORT_CHUNK)
            if hasattr(data, "iterator")
            else data
        )
        for record in records:
            yield [read(record) for read in readers]

    def export_totals(self):
        """The row of totals, under its own words; None where no column has one."""
        _first, *columns = self._export_columns()
        sums = [
            self.totals.get(one.name) if getattr(one.column, "total", False) else None
            for one in columns
        ]
        known = any(value is not None for value in sums)
        return [self.totals_label, *map(rounded, sums)] if known else None

    def _export_columns(self):
        return [c for c in self.columns if not c.column.exclude_from_export]
