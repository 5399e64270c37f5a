"""Gap by subject of the province, a commune or a school, and why each one is so."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from communes import export
from communes.exporting.sheets import SheetsMixin
from communes.listing import OwnScope, about, day_of
from communes.models import IndicatorValue
from communes.page import PageMixin, Scope
from communes.scoping import Role
from schools.models import Institution
from staffing.models import Subject
from staffing.redeploy.reading import address_of_helpers

from . import explain, grid, queries, sheets

MANAGED = IndicatorValue.Basis.MANAGED


def crumbs(page, *steps):
    """The way down from the staffing page."""
    query = page.query
    return [
        (_("Đội ngũ"), reverse("staffing") + query),
        (_("Theo môn"), reverse("staffing_subjects") + query),
        *steps,
    ]


class SubjectPage(SheetsMixin, OwnScope, PageMixin, TemplateView):
    """Which subjects are short or over, and where; one commune's schools if chosen."""

    section = "staffing"
    template_name = "staffing/subjects.html"
    table_title = gettext_lazy("Thừa, thiếu giáo viên theo môn")

    @cached_property
    def gaps(self):
        """The gaps of the page's place and level, of every subject."""
        page = self.page
        gaps = queries.gaps_of(self.request.user, page.year, level=page.level)
        return queries.within(gaps, page.scope.commune, managed=page.basis == MANAGED)

    @cached_property
    def subjects(self):
        return queries.subject_choices(self.gaps)

    @property
    def subject(self):
        wanted = self.request.GET.get("subject")
        return wanted if wanted in dict(self.subjects) else ""

    @cached_property
    def columns(self):
        """Subjects that stand as columns of the matrix."""
        return [one for one in self.subjects if self.subject in ("", one[0])]

    @cached_property
    def lines(self):
        page = self.page
        if page.scope.commune:
            return grid.of_schools(self.gaps, self.columns, query=page.query)
        managed = page.basis == MANAGED
        return grid.of_communes(
            self.gaps, self.columns, managed=managed, query=page.query
        )

    def get_context_data(self, **kwargs):
        rows = queries.by_subject(self.gaps)
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "totals": queries.totals(rows),
            "subjects": self.subjects,
            "subject": self.subject,
            "subject_label": dict(self.subjects).get(self.subject, ""),
            "columns": self.columns,
            "lines": self.lines,
            "line_totals": grid.totals(self.lines, self.columns),
            "warnings": explain.warnings(self.gaps),
            "export_kinds": export.FORMATS,
            "helpers_url": self.helpers_url(),
        }

    def helpers_url(self):
        """Who could come: the plan of moves, for the commune the page is about."""
        commune, user = self.page.scope.commune, self.request.user
        if commune is None or user.role == Role.SCHOOL_CLERK:
            return ""
        return address_of_helpers(user, self.page.year, commune, self.subject)

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS or "table" in self.request.GET:
            return super().render_to_response(context, **kwargs)
        described = about(self.page, self.table_title)
        described.filters.extend(self.choices_in_words())
        first = _("Trường") if self.page.scope.commune else _("Xã, phường")
        header, rows = grid.header(self.columns, first), grid.file_rows(self.lines)
        return export.respond(kind, described, header, rows, "thua-thieu-theo-mon")

    def choices_in_words(self):
        subject = dict(self.subjects).get(self.subject, _("Tất cả"))
        return [
            (_("Cấp học"), str(self.page.level_label)),
            (_("Môn học"), subject),
            (_("Cách cộng"), str(self.page.basis_label)),
        ]

    export_name = "thua-thieu-theo-mon"

    def get_sheets(self):
        return {
            "subjects": lambda context: sheets.of_subjects(
                context["rows"], context["totals"]
            )
        }

    def about_sheet(self, sheet):
        described = about(self.page, sheet.title)
        # Every subject stands in the table, whichever the matrix below shows.
        level, _subject, basis = self.choices_in_words()
        described.filters.extend([level, basis])
        return described

    def get_breadcrumbs(self):
        return crumbs(self.page)[:2]


class SubjectWhy(PageMixin, TemplateView):
    """Why a school is short or over in one subject, level by level."""

    section = "staffing"
    template_name = "staffing/subject_why.html"

    def get_scope(self):
        return Scope.of_commune(self.school.commune)

    @cached_property
    def school(self):
        visible = Institution.objects.visible_to(self.request.user)
        return get_object_or_404(
            visible.select_related("commune"), code=self.kwargs["code"]
        )

    @cached_property
    def subject(self):
        return get_object_or_404(Subject, code=self.kwargs["subject"])

    def get_context_data(self, **kwargs):
        page, user = self.page, self.request.user
        gaps = queries.gaps_of(user, page.year, level=page.level, subject=self.subject)
        gaps = gaps.filter(institution=self.school)
        return super().get_context_data(**kwargs) | {
            "school": self.school,
            "subject": self.subject,
            "whys": explain.explained(gaps, user, day_of(page)),
            "helpers_url": self.helpers_url(),
            "export_kinds": export.FORMATS,
        }

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS:
            return super().render_to_response(context, **kwargs)
        title = f"{self.school.name}: {self.subject}"
        described = about(self.page, title)
        described.filters.append((_("Cấp học"), str(self.page.level_label)))
        rows = sheets.of_whys(context["whys"])
        return export.respond(kind, described, sheets.why_header(), rows, "vi-sao")

    def helpers_url(self):
        commune, user = self.school.managing_commune, self.request.user
        if commune is None or user.role == Role.SCHOOL_CLERK:
            return ""
        return address_of_helpers(user, self.page.year, commune, self.subject.pk)

    def get_breadcrumbs(self):
        commune = self.school.commune
        here = f"{reverse('staffing_subjects')}?commune={commune.code}"
        school = reverse("school_detail", args=[self.school.code]) + self.page.query
        return crumbs(
            self.page,
            (commune.full_name, here),
            (self.school.name, school),
            (_("Vì sao?"), ""),
        )
