"""The four figures of shortage and surplus side by side, and one of them in detail."""

import django_tables2 as tables
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from communes import export
from communes.exporting.sheets import SheetsMixin
from communes.listing import OwnScope, about, with_totals
from communes.models import IndicatorValue
from communes.numbers import shown
from communes.page import PageMixin
from communes.tables import ListTable, NumberColumn, ShortageColumn, SurplusColumn
from schools.models import Institution
from staffing import four, four_groups, sheets
from staffing.models import NormSet, Post, Subject
from staffing.views import crumbs


class FigureTable(ListTable):
    """Gross shortage and surplus of one figure under the words of that figure."""

    name = tables.Column(linkify=lambda record: record["url"] or None)
    schools = NumberColumn(gettext_lazy("Số trường"))
    shortage = ShortageColumn()
    surplus = SurplusColumn()

    class Meta(ListTable.Meta):
        order_by = ("-shortage",)


class Choices:
    """What the address asks for, each part checked against what there is."""

    def __init__(self, params, page):
        self.params, self.page = params, page

    def _one_of(self, name, allowed, fallback=""):
        value = self.params.get(name, fallback)
        return value if value in allowed else fallback

    @cached_property
    def figure(self):
        return four.FIGURES[self._one_of("figure", four.FIGURES, "norm")]

    @cached_property
    def grouping(self):
        offered = {one.code: one for one in four_groups.offered(self.figure)}
        return offered[self._one_of("by", offered, "commune")]

    @cached_property
    def cluster(self):
        return self._one_of("cluster", dict(self.page.clusters))

    @cached_property
    def group(self):
        return self._one_of("group", Post.Group.values)

    @cached_property
    def school(self):
        schools = Institution.objects.visible_to(self.page.user)
        return schools.filter(code=self.params.get("school", "")).first()

    @cached_property
    def subject(self):
        return Subject.objects.filter(pk=self.params.get("subject", "")).first()

    def place(self):
        """Conditions on the institution: cluster, commune (as the page adds up), all."""
        commune, found = self.page.scope.commune, {}
        if self.school:
            found["institution"] = self.school
        elif commune:
            managed = self.page.basis == IndicatorValue.Basis.MANAGED
            field = "managing_commune" if managed else "commune"
            found[f"institution__{field}"] = commune
        elif self.cluster:
            found["institution__commune__cluster"] = self.cluster
        return found

    def rows(self, user):
        """Rows of the chosen figure, of every year if it is shown over the years."""
        year = self.page.year
        rows = self.figure.rows(user, year)
        if self.grouping.code == "year":
            rows = self.figure.model.objects.visible_to(user)
        rows = rows.filter(**self.place())
        return self.figure.narrowed(
            rows,
            level=self.page.level if self.figure.level else "",
            group=self.group if self.figure.group else "",
            subject=self.subject if self.figure.subject else "",
        )

    def chosen(self):
        """(name, label, value) of each filter of the address."""
        commune = self.page.scope.commune
        found = [
            ("school", _("Trường"), self.school.name if self.school else ""),
            ("commune", _("Xã, phường"), commune.full_name if commune else ""),
            ("cluster", _("Cụm"), "" if commune else self.cluster),
            ("level", _("Cấp học"), self.page.level and self.page.level_label),
            ("group", _("Nhóm vị trí"), self.group and Post.Group(self.group).label),
            ("subject", _("Môn"), self.subject),
        ]
        return [(name, label, str(value)) for name, label, value in found if value]

    def badges(self):
        """The filters that narrow the figure in use."""
        knows = {
            "level": self.figure.level,
            "group": self.figure.group,
            "subject": self.figure.subject,
        }
        return [one for one in self.chosen() if knows.get(one[0], True)]

    def ways(self):
        """How classes and communes are counted, for a file."""
        return [
            (_("Cách đếm lớp"), str(NormSet.Reading(self.page.reading).label)),
            (_("Cách cộng"), str(self.page.basis_label)),
        ]


class FourFigures(SheetsMixin, OwnScope, PageMixin, SingleTableMixin, TemplateView):
    section = "staffing"
    template_name = "staffing/figures.html"
    table_class = FigureTable
    table_pagination = False

    @cached_property
    def choices(self):
        return Choices(self.request.GET, self.page)

    @cached_property
    def rows(self):
        rows = self.choices.rows(self.request.user)
        return four_groups.table_rows(
            self.choices.figure, self.choices.grouping, rows, self.page
        )

    def get_table_data(self):
        return self.rows

    def get_table_kwargs(self):
        figure, by_year = self.choices.figure, self.choices.grouping.code == "year"
        names = ("schools", "shortage", "surplus")
        sums = {name: sum(row[name] or 0 for row in self.rows) for name in names}
        number = shown(len(self.rows))
        return {
            # Years are not added up.
            "totals": {} if by_year else sums,
            "totals_label": _("Cộng %(number)s dòng") % {"number": number},
            "extra_columns": [
                ("name", renamed(FigureTable, "name", self.choices.grouping.label)),
                ("shortage", renamed(FigureTable, "shortage", figure.missing)),
                ("surplus", renamed(FigureTable, "surplus", figure.over)),
            ],
        }

    def get_context_data(self, **kwargs):
        choices = self.choices
        return super().get_context_data(**kwargs) | {
            "figures": four.side_by_side(
                self.request.user,
                self.page.year,
                self.page.reading,
                place=choices.place(),
                level=self.page.level,
                group=choices.group,
            ),
            "chosen": choices.figure,
            "grouping": choices.grouping,
            "groupings": four_groups.offered(choices.figure),
            "group_choices": Post.Group.choices if choices.figure.group else (),
            "group": choices.group,
            "subjects": Subject.objects.all() if choices.figure.subject else (),
            "subject": choices.subject,
            "badges": self.get_badges(),
            "export_kinds": export.FORMATS,
        }

    def get_badges(self):
        return [
            (label, value, f"?{self.without(name).urlencode()}")
            for name, label, value in self.choices.badges()
        ]

    def without(self, name):
        query = self.request.GET.copy()
        for one in (name, "export"):
            query.pop(one, None)
        return query

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS or "table" in self.request.GET:
            return super().render_to_response(context, **kwargs)
        table, described = context["table"], about(self.page, self.choices.figure.label)
        described.filters.extend(
            [(label, value) for _name, label, value in self.choices.badges()]
            + self.choices.ways()
        )
        return export.respond(
            kind, described, table.export_header(), with_totals(table), "thua-thieu"
        )

    export_name = "thua-thieu"

    def get_sheets(self):
        return {"four": sheets.four_sheet}

    def about_sheet(self, sheet):
        described = about(self.page, sheet.title)
        # A subject narrows only the figure below, never the four beside each other.
        chosen = [one for one in self.choices.chosen() if one[0] != "subject"]
        described.filters.extend((label, value) for _name, label, value in chosen)
        described.filters.extend(self.choices.ways())
        return described

    def get_breadcrumbs(self):
        return crumbs(self.page, (_("Bốn con số về thừa, thiếu"), ""))


def renamed(table, name, label):
    """A column of `table` like its own, under the words of the figure shown."""
    column = table.base_columns[name]
    kwargs = {"linkify": lambda record: record["url"] or None} if name == "name" else {}
    return type(column)(verbose_name=label, **kwargs)
