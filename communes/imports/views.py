"""Pages of imports: all of them, sending a workbook, the bench of one."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView
from django_htmx.http import HttpResponseClientRefresh

from communes import imports
from communes.imports import bench, kinds, upload
from communes.models import Import, ImportChange
from communes.page import PageMixin
from communes.scoping import Role

PAGE_SIZE = 50
TITLE = gettext_lazy("Nhập từ tệp")


def titles():
    return {kind.code: kind.title for kind in kinds.registered()}


class ImportList(PageMixin, ListView):
    section = "entry"
    template_name = "imports/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        rows = Import.objects.visible_to(self.request.user)
        return rows.select_related("uploaded_by", "school_year", "commune")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": TITLE,
            "kind_titles": titles(),
            "may_send": self.request.user.role != Role.COMMUNE_READER,
        }


class ImportNew(PageMixin, FormView):
    section = "entry"
    http_method_names = ["get", "post"]
    template_name = "imports/new.html"
    form_class = upload.UploadForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.offered:
            raise PermissionDenied(_("Tài khoản của bạn không nhập được dữ liệu."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def offered(self):
        return upload.kinds_of(self.request.user)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"user": self.request.user, "offered": self.offered}

    def get_initial(self):
        asked = {name: self.request.GET.get(name) for name in ("kind", "year")}
        return {name: value for name, value in asked.items() if value}

    def form_valid(self, form):
        data = form.cleaned_data
        source = imports.start(
            data["kind"],
            data["file"].read(),
            data["file"].name,
            year=data["year"].pk,
            by=self.request.user,
        )
        return redirect("import_detail", source.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Gửi tệp"),
        }

    def get_breadcrumbs(self):
        return [(TITLE, reverse("import_list")), (_("Gửi tệp"), "")]


class ImportDetail(PageMixin, DetailView):
    """The bench of one import; while a job works on it, its progress."""

    section = "entry"
    context_object_name = "source"

    def get_queryset(self):
        rows = Import.objects.visible_to(self.request.user)
        return rows.select_related(
            "job", "uploaded_by", "applied_by", "undone_by", "school_year", "commune"
        )

    @cached_property
    def is_busy(self):
        job = self.object.job
        return bool(job and not job.has_ended)

    def get_template_names(self):
        is_piece = self.request.htmx and self.is_busy
        return ["imports/_progress.html" if is_piece else "imports/detail.html"]

    def render_to_response(self, context, **kwargs):
        if self.request.htmx and not self.is_busy:
            # The progress asked once more and the work has ended.
            return HttpResponseClientRefresh()
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs):
        source = self.object
        context = super().get_context_data(**kwargs) | {
            "title": source.file_name,
            "kind_title": titles().get(source.kind, source.kind),
            "is_own": imports.own(source, self.request.user),
            "is_busy": self.is_busy,
            "refusal": source.job.result.get("refused", "") if source.job else "",
        }
        return context if self.is_busy else context | self.bench()

    def bench(self):
        source, tab = self.object, self.request.GET.get("tab")
        is_ready = source.state == Import.State.READY
        waits = bench.waiting(source) if is_ready else 0
        tab = tab or ("problems" if source.errors or source.warnings else "changes")
        tab = tab if tab == "changes" else "problems"
        return getattr(self, tab)() | {
            "tab": tab,
            "waits": waits,
            "why_not": bench.why_not_applied(source, waits) if is_ready else "",
            "back_to": self.request.get_full_path(),
            "problem_total": source.errors + source.warnings,
            "change_total": source.new + source.changed,
        }

    def problems(self):
        asked = {
            name: self.request.GET.get(name, "")
            for name in ("code", "severity", "repair")
        }
        found = bench.problems(self.object, **asked)
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return {
            "groups": bench.groups(self.object),
            "page_of": page,
            "items": bench.items(self.object, page),
            "asked": asked,
            "kept": query(self.request.GET, "page"),
        }

    def changes(self):
        action = self.request.GET.get("action", "")
        found = ImportChange.objects.filter(source=self.object)
        if action in ImportChange.Action.values:
            found = found.filter(action=action)
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return {
            "page_of": page,
            "changed_rows": bench.changed_rows(self.object, page),
            "action": action,
            "kept": query(self.request.GET, "page"),
        }

    def get_breadcrumbs(self):
        return [(TITLE, reverse("import_list")), (self.object.file_name, "")]


def query(params, *without):
    """The parameters of an address but for some, ready for one more after them."""
    kept = params.copy() if isinstance(params, QueryDict) else QueryDict(mutable=True)
    for name in without:
        kept.pop(name, None)
    return f"?{kept.urlencode()}&" if kept else "?"
