"""Downloads of imports: filled templates, and the workbook given back marked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from communes.export import XLSX_TYPE
from communes.imports import downloads
from communes.imports.sending import may_import
from communes.models import Import
from communes.page import PageMixin, reachable_communes
from communes.workbooks.sheets import WorkbookRefused


def sent_on(file, name):
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)


class WorkbookTemplate(PageMixin, View):
    """A template filled with what the reader may change; ?year=, ?commune=."""

    def get(self, request, kind):
        found = downloads.kind_or_none(kind)
        if found is None:
            raise Http404
        if not may_import(found, request.user):
            raise PermissionDenied(_("Tài khoản của bạn không nhập được dữ liệu này."))
        file = downloads.template_of(found, request.user, self.page.year, self.commune)
        return sent_on(*file)

    @property
    def commune(self):
        """The commune asked for, as far as the reader reaches; her own by default."""
        user = self.request.user
        wanted = self.request.GET.get("commune") or user.commune_id
        if not wanted:
            return None
        return get_object_or_404(reachable_communes(user), code=wanted).code


class ImportMarked(PageMixin, View):
    def get(self, request, pk):
        source = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
        try:
            return sent_on(*downloads.marked(source))
        except WorkbookRefused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("import_detail", source.pk)
