"""What is done with an import, by POST alone: mend, check again, apply, take back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from communes import imports
from communes.imports import bench
from communes.models import Import
from communes.numbers import shown
from communes.page import PageMixin


class ImportVerb(PageMixin, View):
    """Something is done with an import, by POST alone; then back to the bench."""

    http_method_names = ["post"]

    def post(self, request, pk):
        self.source = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
        if not imports.own(self.source, request.user):
            raise PermissionDenied(
                _("Chỉ người gửi tệp hoặc quản trị viên làm được việc này.")
            )
        try:
            return self.do(request.POST, request.user) or self.back()
        except imports.Refused as refused:
            messages.error(request, refused.sentence)
            return self.back()

    def do(self, given, user):
        raise NotImplementedError

    def back(self, anchor=""):
        asked = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(asked, {self.request.get_host()}):
            return redirect(asked + anchor)
        return redirect("import_detail", self.source.pk)


class ImportFixCell(ImportVerb):
    """One cell put right, or its whole row left out."""

    def do(self, given, user):
        problem = get_object_or_404(
            self.source.importproblems, pk=number(given.get("problem"))
        )
        leave_out = "whole_row" in given
        column = "" if leave_out else problem.column
        if not leave_out and not problem.column:
            raise imports.Refused("no_cell", _("Chỗ này không có ô để sửa."))
        value = "" if leave_out else given.get("value", "")
        imports.fix(self.source, problem.sheet, problem.row, column, value, user)
        return self.settled(problem)

    def settled(self, problem):
        """The row of the problem as it stands now, or the page it stands on."""
        if not self.request.htmx:
            return self.back(f"#p{problem.pk}")
        if bench.settles_others(problem, self.request.POST):
            # What was done settles more rows of the page than this one.
            return HttpResponseClientRefresh()
        [item] = bench.items(self.source, [problem])
        context = {"item": item, "source": self.source, "is_own": True}
        context["back_to"] = self.request.POST.get("next", "")
        response = render(self.request, "imports/_problem.html", context)
        waits = {"waits": shown(bench.waiting(self.source))}
        return trigger_client_event(response, "mended", waits)


class ImportUnfix(ImportFixCell):
    """Take back what was mended, so that the file's own cell counts again."""

    def do(self, given, user):
        problem = get_object_or_404(
            self.source.importproblems, pk=number(given.get("problem"))
        )
        [item] = bench.items(self.source, [problem])
        place = (problem.sheet, problem.row, item.undo_column)
        imports.unfix(self.source, *place, user)
        return self.settled(problem)


class ImportFixAll(ImportVerb):
    """The suggestion taken for every cell with the same problem."""

    def do(self, given, user):
        alike = {}
        if "suggestion" in given:
            alike = {"value": given.get("value", ""), "suggestion": given["suggestion"]}
        code = given.get("code", "")
        done = bench.take_suggestions(self.source, user, code=code, **alike)
        words = _("Đã nhận gợi ý cho %(number)s ô. Hãy bấm “Kiểm tra lại”.")
        messages.success(self.request, words % {"number": shown(done)})


class ImportRecheck(ImportVerb):
    def do(self, given, user):
        imports.recheck(self.source, by=user)
        return redirect("import_detail", self.source.pk)


class ImportApply(ImportVerb):
    def do(self, given, user):
        waits = bench.waiting(self.source)
        if reason := bench.why_not_applied(self.source, waits):
            raise imports.Refused("not_ready", reason)
        imports.request_apply(self.source, by=user)
        return redirect("import_detail", self.source.pk)


class ImportUndo(ImportVerb):
    def do(self, given, user):
        imports.request_undo(self.source, by=user)
        return redirect("import_detail", self.source.pk)


class ImportCancel(ImportVerb):
    def do(self, given, user):
        if not imports.cancel(self.source, by=user):
            raise imports.Refused(
                "too_late", _("Việc kiểm tra đã xong, không dừng nữa.")
            )


def number(text):
    return int(text) if (text or "").isdecimal() else 0
