"""Pages of targets: what a year asks and what has been reached, and the editing grid."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes import export, listing
from communes.levels import Level
from communes.models import Commune, SchoolYear, Target
from communes.page import PageMixin
from communes.scoping import Role
from communes.targets import tables, writing
from communes.targets.forms import DocumentForm, MarginForm
from communes.targets.grid import Grid
from communes.views import Post


class TargetList(listing.OwnScope, PageMixin, TemplateView):
    """The targets of one year for the province or a commune, beside its values."""

    section = "indicators"
    template_name = "targets/list.html"

    def get_scope(self):
        """No school has targets of its own: its clerk reads the province's."""
        if self.request.user.role == Role.SCHOOL_CLERK:
            return PageMixin.get_scope(self)
        return super().get_scope()

    @cached_property
    def standings(self):
        return tables.standings(self.page)

    @property
    def title(self):
        return _("Chỉ tiêu năm học %(year)s") % {"year": self.page.year.name}

    def get_breadcrumbs(self):
        up = reverse("indicator_list") + self.page.query
        return [(_("Chỉ số"), up), (self.title, "")]

    def get(self, request, *args, **kwargs):
        kind = request.GET.get("export")
        if kind not in export.FORMATS:
            return super().get(request, *args, **kwargs)
        about = listing.about(self.page, self.title)
        about.filters.append((_("Cấp học"), str(self.page.level_label)))
        name = f"chi-tieu-{self.page.year.name}"
        rows = tables.file_rows(self.standings)
        return export.respond(kind, about, tables.header(), rows, name)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "standings": self.standings,
            "summary": tables.summary(self.standings),
            "may_edit": may_edit(self.request.user),
            "edit_url": edit_url(self.page.year.start, self.page.scope.commune),
            "own": communes_with_targets(self.request.user, self.page.year),
        }


def may_edit(user):
    return user.role == Role.ADMIN


def communes_with_targets(user, year):
    """Communes that the reader may see targets of, their own this year marked."""
    own = Target.objects.filter(commune=OuterRef("pk"), school_year=year.start)
    rows = Commune.objects.visible_to(user).defer("outline").order_by("search_name")
    if user.role not in (Role.ADMIN, Role.OFFICIAL):
        return rows.none()
    return rows.annotate(has_targets=Exists(own))


def edit_url(year, commune):
    query = QueryDict(mutable=True)
    query["year"] = year
    if commune:
        query["commune"] = commune.code
    return f"{reverse('target_edit')}?{query.urlencode()}"


class AdminPage:
    """Only an administrator sets targets; everybody else is told who does."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may_edit(request.user):
            raise PermissionDenied(_("Chỉ quản trị hệ thống đặt và sửa chỉ tiêu."))
        return super().dispatch(request, *args, **kwargs)


class TargetEdit(AdminPage, PageMixin, TemplateView):
    """The grid of one place and year; `copy` offers the targets of the year before."""

    section = "indicators"
    template_name = "targets/edit.html"

    def get_breadcrumbs(self):
        up = reverse("indicator_list") + self.page.query
        here = _("Chỉ tiêu năm học %(year)s") % {"year": self.page.year.name}
        listed = f"{reverse('target_list')}?{self.request.GET.urlencode()}"
        return [(_("Chỉ số"), up), (here, listed), (_("Đặt, sửa chỉ tiêu"), "")]

    @cached_property
    def place(self):
        code = self.request.GET.get("commune")
        if not code:
            return None
        return get_object_or_404(Commune.objects.visible_to(self.request.user), pk=code)

    @cached_property
    def year(self):
        return get_object_or_404(SchoolYear, pk=self.page.year.start)

    def get(self, request, *args, **kwargs):
        stored = writing.targets_of(self.year, self.place)
        grid = Grid(stored)
        if "copy" in request.GET:
            grid.offer(writing.targets_of(self.year.start - 1, self.place))
        return self.show(grid, DocumentForm(initial=document_of(stored)))

    def post(self, request, *args, **kwargs):
        grid, form, written = writing.submit(
            request.POST, year=self.year, commune=self.place, by=request.user
        )
        if written is None:
            return self.show(grid, form)
        done = (
            _("Đã lưu %(number)s chỉ tiêu.") if written else _("Không có gì thay đổi.")
        )
        messages.success(request, done % {"number": written})
        tail = f"&commune={self.place.code}" if self.place else ""
        return redirect(f"{reverse('target_list')}?year={self.year.start}{tail}")

    def show(self, grid, form):
        place = self.place.full_name if self.place else _("Toàn tỉnh")
        context = self.get_context_data() | {
            "title": _("Đặt chỉ tiêu năm học %(year)s") % {"year": self.year.name},
            "place": place,
            "grid": grid,
            "rows": list(grid.rows),
            "form": form,
            "level_labels": [label for _value, label in Level.choices],
            "margins": MarginForm(),
            "copy_url": edit_url(self.year.start, self.place) + "&copy=1",
        }
        return render(self.request, self.template_name, context)


def document_of(stored):
    """The document named last for these targets, for those that are added to them."""
    newest = max(stored.values(), key=lambda one: one.set_at, default=None)
    if newest is None:
        return {}
    names = ("document", "decided_on", "note")
    return {name: getattr(newest, name) for name in names}


class TargetMargins(AdminPage, Post):
    """How little may be missing for a target to be nearly reached."""

    def post(self, request):
        form = MarginForm(request.POST)
        if form.is_valid():
            form.save(by=request.user)
            messages.success(request, _("Đã lưu mức gần đạt."))
        else:
            words = _("Mức gần đạt là một số từ 0 đến 100, ví dụ 2 hoặc 1,5.")
            messages.error(request, words)
        return redirect("target_edit")
