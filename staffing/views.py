"""The list of staff, one person, the staffing page and "Vì sao?" behind a gap."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, TemplateView
from django_tables2 import SingleTableMixin

from communes import export
from communes.exporting.sheets import SheetsMixin
from communes.listing import ListPage, OwnScope, about, day_of, with_totals
from communes.models import IndicatorValue
from communes.numbers import shown
from communes.page import PageMixin, Scope
from schools.models import Institution

from . import explain, four, overview, queries, sheets, verbs
from .filters import DayFilter, StaffFilter
from .models import Assignment, Person, Post, StaffingGap
from .tables import CommuneGapTable, StaffTable

NO_LEVEL = "-"
PARTS_OF_A_PERSON = (
    "qualifications__degree",
    "qualifications__subject",
    "absences",
    "protections",
)


class StaffList(ListPage):
    section = "staffing"
    title = gettext_lazy("Danh sách nhân sự")
    export_name = "danh-sach-nhan-su"
    template_name = "staffing/staff_list.html"
    filterset_class = StaffFilter
    table_class = StaffTable
    main_filters = ("q", "commune", "school", "group", "subject", "at")

    @cached_property
    def day(self):
        """Figures are as at 30/9; whoever keeps the staff asks who is there today."""
        if self.request.GET.get("at") == DayFilter.TODAY:
            return timezone.localdate()
        return day_of(self.page)

    def get_queryset(self):
        rows = queries.serving(self.request.user, self.day)
        rows = queries.with_qualification(rows, self.day)
        return queries.by_given_name(queries.with_absence(rows, self.day))

    def get_totals_label(self):
        number = shown(self.object_list.count())
        return _("Cộng %(number)s người theo bộ lọc") % {"number": number}

    def get_breadcrumbs(self):
        return crumbs(self.page, (self.title, ""))

    def get_context_data(self, **kwargs):
        may_add = verbs.may_add_people(self.request.user)
        return super().get_context_data(**kwargs) | {"may_add": may_add}


class StaffDetail(PageMixin, DetailView):
    section = "staffing"
    template_name = "staffing/person_detail.html"
    context_object_name = "person"

    def get_queryset(self):
        user = self.request.user
        posts = Assignment.objects.visible_to(user).select_related(
            "institution__commune", "post", "subject"
        )
        return (
            Person.objects.visible_to(user)
            .select_related("ethnicity")
            .prefetch_related(
                Prefetch("assignments", posts.order_by("-started_on")),
                *PARTS_OF_A_PERSON,
            )
        )

    def get_breadcrumbs(self):
        staff = (_("Danh sách nhân sự"), reverse("staff_list") + self.page.query)
        return crumbs(self.page, staff, (self.object.full_name, ""))

    def get_context_data(self, **kwargs):
        rights = verbs.rights(self.object, self.request.user)
        return super().get_context_data(**kwargs) | {"rights": rights}


class StaffingPage(SheetsMixin, OwnScope, PageMixin, SingleTableMixin, TemplateView):
    """Gross shortage and surplus by post, by level and by commune."""

    section = "staffing"
    template_name = "staffing/overview.html"
    table_class = CommuneGapTable
    table_pagination = False

    @property
    def group(self):
        wanted = self.request.GET.get("group")
        return wanted if wanted in Post.Group.values else Post.Group.TEACHER.value

    @cached_property
    def place(self):
        """Conditions on the school: of the page's commune, as the page adds up."""
        commune = self.page.scope.commune
        managed = self.page.basis == IndicatorValue.Basis.MANAGED
        field = "managing_commune" if managed else "commune"
        return {f"institution__{field}": commune} if commune else {}

    @cached_property
    def gaps(self):
        page = self.page
        gaps = queries.gaps_of(self.request.user, page.year, level=page.level)
        return gaps.filter(**self.place)

    @cached_property
    def places(self):
        """Places are given to a school as a whole: none of one level."""
        places = queries.places_of(self.request.user, self.page.year)
        return places.none() if self.page.level else places.filter(**self.place)

    def get_table_data(self):
        page = self.page
        return overview.by_commune(
            self.gaps.filter(post__group=self.group),
            page.reading,
            basis=page.basis,
            places=self.places.filter(post_group=self.group),
            query=page.query,
        )

    def get_table_kwargs(self):
        rows = self.get_table_data()
        label = _("Cộng %(number)s dòng") % {"number": len(rows)}
        return {"totals": overview.totals(rows), "totals_label": label}

    def get_context_data(self, **kwargs):
        rows = overview.by_post_and_level(self.gaps, self.page.reading)
        return super().get_context_data(**kwargs) | {
            "groups": overview.with_places(overview.grouped(rows), self.places),
            "figures": self.figures(),
            "group": Post.Group(self.group),
            "group_choices": Post.Group.choices,
            "compared": overview.readings_compared(self.gaps),
            "applied_norms": overview.norm_sets_applied(self.page.year),
            "export_kinds": export.FORMATS,
        }

    def figures(self):
        page = self.page
        return four.side_by_side(
            self.request.user,
            page.year,
            page.reading,
            place=self.place,
            level=page.level,
        )

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS or "table" in self.request.GET:
            return super().render_to_response(context, **kwargs)
        table, described = context["table"], about(self.page, self.table_title)
        described.filters.extend(overview.choices_in_words(self.page, self.group))
        return export.respond(
            kind, described, table.export_header(), with_totals(table), "thua-thieu"
        )

    table_title = gettext_lazy("Thừa, thiếu theo xã, phường")
    export_name = "thua-thieu"

    def get_sheets(self):
        return sheets.OVERVIEW

    def about_sheet(self, sheet):
        described = about(self.page, sheet.title)
        # All groups of posts stand in these tables.
        described.filters.extend(overview.choices_in_words(self.page, self.group)[1:])
        return described

    def get_breadcrumbs(self):
        return crumbs(self.page)


class GapWhy(PageMixin, DetailView):
    """Why one gap is what it is, in five steps."""

    section = "staffing"
    template_name = "staffing/why.html"
    context_object_name = "gap"

    def get_scope(self):
        return Scope.of_commune(self.school.commune)

    @cached_property
    def school(self):
        visible = Institution.objects.visible_to(self.request.user)
        return get_object_or_404(
            visible.select_related("commune"), code=self.kwargs["code"]
        )

    def get_object(self, queryset=None):
        level = self.kwargs["level"]
        gaps = StaffingGap.objects.visible_to(self.request.user).select_related(
            "institution__kind", "post", "norm_set", "run", "school_year"
        )
        return get_object_or_404(
            gaps,
            institution=self.school,
            post=self.kwargs["post"],
            level="" if level == NO_LEVEL else level,
            school_year=self.page.year,
        )

    def get_context_data(self, **kwargs):
        why, reading = explain.explain(self.object), self.page.reading
        sides = overview.sides(self.object, reading)
        return super().get_context_data(**kwargs) | {
            "why": why,
            "sides": sides,
            "chosen_lines": getattr(why, sides["chosen"]["reading"].value),
            "other_lines": getattr(why, sides["other"]["reading"].value),
            "norm_title": overview.title_of(self.object.norm_set),
            "post_words": overview.post_in_words(self.object),
            "people": queries.people_at(
                self.object, self.request.user, day_of(self.page)
            ),
            "export_kinds": export.FORMATS,
        }

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS:
            return super().render_to_response(context, **kwargs)
        title = f"{self.school.name}, {context['post_words']}"
        described = about(self.page, title)
        header = [_("Bước"), _("Nội dung")]
        rows = explain.as_rows(self.object)
        return export.respond(kind, described, header, rows, "vi-sao")

    def get_breadcrumbs(self):
        school = self.school
        commune, query = school.commune, self.page.query
        return crumbs(
            self.page,
            (commune.full_name, reverse("commune_detail", args=[commune.code]) + query),
            (school.name, reverse("school_detail", args=[school.code]) + query),
            (_("Vì sao?"), ""),
        )


def crumbs(page, *steps):
    """The way down from the staffing page."""
    return [(_("Đội ngũ"), reverse("staffing") + page.query), *steps]
