"""Pages of progress against the targets: the table, why a number is so, totals declared."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from communes import export
from communes.exporting.sheets import SheetsMixin
from communes.listing import about
from communes.scoping import COMMUNE_ROLES, PROVINCE_ROLES, Role
from emulation.literacy import courses
from emulation.literacy import progress as figures
from emulation.literacy.audience import AudienceGrid, may_declare, save_audiences
from emulation.literacy.export import HEADER_UNIT, header_of, months_sheet, rows_of
from emulation.literacy.totals import DEPARTMENT
from emulation.literacy.views import CoursesPage, RightsFirst
from emulation.models import LearnerGroup

# Names of units in addresses that no commune code can be.
PROVINCE, OF_DEPARTMENT, OF_SCHOOL = "province", "department", "school"
LISTED = 100


class ProgressPage(CoursesPage):
    """What both pages share: the calendar year, and the rows the reader may see."""

    view = "progress"

    @cached_property
    def today(self):
        return timezone.localdate()

    @cached_property
    def calendar_years(self):
        return figures.years_to_choose(self.today)

    @cached_property
    def calendar_year(self):
        wanted = self.request.GET.get("calendar_year", "")
        known = {str(year): year for year in self.calendar_years}
        return known.get(wanted, self.today.year)

    @cached_property
    def progress(self):
        return figures.progress(self.calendar_year, self.today)

    @cached_property
    def rows(self):
        """The province's people see every unit, others their own alone."""
        user = self.request.user
        if user.role in PROVINCE_ROLES:
            return self.progress.rows
        if user.role in COMMUNE_ROLES:
            own = {commune.code for commune in self.page.communes}
            rows = [row for row in self.progress.rows if row.unit in own]
            return [replace(row, is_own=True) for row in rows]
        if user.institution_code:
            code = user.institution_code
            return [figures.progress_of_school(code, self.calendar_year, self.today)]
        return []

    def address_part(self, row):
        """How the row's unit is called in the address of its explanation."""
        if self.request.user.role == Role.SCHOOL_CLERK:
            return OF_SCHOOL
        return row.unit or OF_DEPARTMENT

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "calendar_year": self.calendar_year,
            "calendar_years": self.calendar_years,
            "at": self.progress.at,
            "may_declare": may_declare(self.request.user),
        }


class CourseProgress(SheetsMixin, ProgressPage, TemplateView):
    title = gettext_lazy("Tiến độ phổ cập kỹ năng số")
    template_name = "emulation/courses/progress.html"

    @cached_property
    def group(self):
        wanted = self.request.GET.get("group")
        return wanted if wanted in LearnerGroup.values else ""

    @cached_property
    def groups(self):
        return [group for group in LearnerGroup if self.group in ("", group.value)]

    @cached_property
    def chosen_rows(self):
        rows = self.rows
        commune, cluster = (
            self.request.GET.get("commune"),
            self.request.GET.get("cluster"),
        )
        if commune:
            rows = [row for row in rows if row.unit == commune]
        if cluster:
            rows = [row for row in rows if row.cluster == cluster]
        if self.request.GET.get("sort") == "name":
            return rows
        return sorted(rows, key=self._furthest_first)

    def _furthest_first(self, row):
        gap = row.cells[self.group].gap if self.group else row.gap
        return (gap is None, -(gap or 0))

    def only(self):
        """The sessions whose months are shown: those of the rows on the page."""
        user, commune = self.request.user, self.request.GET.get("commune")
        if user.role == Role.SCHOOL_CLERK:
            return {"session__institution__code": user.institution_code or None}
        codes = [row.unit for row in self.chosen_rows if row.unit]
        if user.role in COMMUNE_ROLES or commune or self.request.GET.get("cluster"):
            return {"session__commune__in": codes}
        return {}

    def get_context_data(self, **kwargs):
        province = self.progress.province
        return super().get_context_data(**kwargs) | {
            "group": self.group,
            "groups": self.groups,
            "group_choices": LearnerGroup.choices,
            "lines": [self.line(row) for row in self.chosen_rows],
            "province_cells": [province[group.value] for group in self.groups],
            "months": figures.by_month(self.calendar_year, self.today, **self.only()),
            "all_groups": list(LearnerGroup),
            "is_province": self.request.user.role in PROVINCE_ROLES,
            "clusters": sorted({row.cluster for row in self.rows if row.cluster}),
            "chosen": self.request.GET,
            "export_urls": [(kind, self.url_of(kind)) for kind in export.FORMATS],
        }

    def line(self, row):
        cells = [row.cells[group.value] for group in self.groups]
        return {"row": row, "part": self.address_part(row), "cells": cells}

    def url_of(self, kind):
        query = self.request.GET.copy()
        query["export"] = kind
        return f"?{query.urlencode()}"

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS or "table" in self.request.GET:
            return super().render_to_response(context, **kwargs)
        rows = rows_of(self.chosen_rows, self.progress.province, self.groups)
        header = [HEADER_UNIT, *header_of(self.groups)]
        name = f"tien-do-ky-nang-so-{self.calendar_year}"
        described = self.describe(self.title)
        return export.respond(kind, described, [str(h) for h in header], rows, name)

    def get_sheets(self):
        return {"months": lambda context: months_sheet(context["months"])}

    def about_sheet(self, sheet):
        return self.describe(sheet.title)

    def describe(self, title):
        """What a file says about itself, with the choices of the page in words."""
        chosen = self.request.GET
        names = {row.code: row.full_name for row in self.page.communes}
        filters = [
            (_("Nhóm học viên"), dict(LearnerGroup.choices).get(self.group, "")),
            (_("Cụm"), chosen.get("cluster", "")),
            (_("Xã, phường"), names.get(chosen.get("commune"), "")),
        ]
        return replace(
            about(self.page, title),
            school_year=_("năm dương lịch %(year)s") % {"year": self.calendar_year},
            data_time=f"{timezone.localtime(self.progress.at):%H:%M %d/%m/%Y}",
            coverage="",
            filters=[(label, value) for label, value in filters if value],
        )


class CourseProgressWhy(ProgressPage, TemplateView):
    """What one share is made of: formula, sessions, total, target, moment."""

    title = gettext_lazy("Vì sao?")
    template_name = "emulation/courses/why.html"

    @cached_property
    def group(self):
        if self.kwargs["group"] not in LearnerGroup.values:
            raise Http404
        return LearnerGroup(self.kwargs["group"])

    @cached_property
    def row(self):
        """The unit of the address, if the reader may see it; None: the province."""
        unit = self.kwargs["unit"]
        if unit == PROVINCE:
            return None
        found = {self.address_part(row): row for row in self.rows}
        if unit not in found:
            raise Http404
        return found[unit]

    def sessions(self):
        """Sessions behind the number, of those whose rows the reader may open."""
        found = (
            courses.sessions_of(self.request.user, self.group.value)
            .filter(ends_on__year=self.calendar_year, first_time__gt=0)
            .order_by("-ends_on", "-pk")
        )
        if self.row is None:
            return found
        if self.kwargs["unit"] == OF_SCHOOL:
            return found.filter(institution__code=self.row.unit)
        return found.filter(commune=self.row.unit or None)

    def get_context_data(self, **kwargs):
        province = self.progress.province[self.group.value]
        cell = self.row.cells[self.group.value] if self.row else province
        sessions = self.sessions()
        return super().get_context_data(**kwargs) | {
            "row": self.row,
            "group": self.group,
            "cell": cell,
            "target": cell.target,
            "needed": figures.needed(cell.number, cell.target.share)
            if cell.number and cell.target
            else None,
            "sessions": sessions[:LISTED],
            "more": max(0, sessions.count() - LISTED),
            "is_department": self.row is not None and self.row.unit == DEPARTMENT,
        }

    def get_breadcrumbs(self):
        name = self.row.name if self.row else _("Toàn tỉnh")
        return [
            (_("Phổ cập kỹ năng số"), reverse("course_progress")),
            (f"{name}: {self.group.label}", ""),
        ]


class CourseAudience(RightsFirst, CoursesPage, TemplateView):
    """Totals that only the commune knows: officials, parents, villagers."""

    view = "progress"
    title = gettext_lazy("Khai tổng số người cần phổ cập")
    template_name = "emulation/courses/audience.html"

    def check_rights(self, user):
        if not may_declare(user):
            raise PermissionDenied(_("Tổng số người do Phòng VH-XH của xã khai."))

    @cached_property
    def commune(self):
        user = self.request.user
        code = user.commune_id or self.request.GET.get("commune")
        return next((row for row in self.page.communes if row.code == code), None)

    @cached_property
    def school_year(self):
        return courses.year_of(timezone.localdate())

    def get(self, request, *args, **kwargs):
        return self.show(AudienceGrid(self.commune, self.school_year))

    def post(self, request, *args, **kwargs):
        grid = AudienceGrid(self.commune, self.school_year, request.POST)
        if self.commune is None or not grid.is_valid():
            return self.show(grid)
        save_audiences(grid, by=request.user)
        messages.success(request, _("Đã ghi tổng số người cần phổ cập."))
        return HttpResponseRedirect(reverse("course_progress"))

    def show(self, grid):
        context = self.get_context_data(
            grid=grid, commune=self.commune, school_year=self.school_year
        )
        return self.render_to_response(context | {"communes": self.page.communes})
