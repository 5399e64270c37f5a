"""Downloads of imports: filled templates, and the workbook given back marked."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from communes.entry.forms import DEPARTMENT
from communes.export import XLSX_TYPE
from communes.imports import downloads, kinds, templates
from communes.models import Import
from communes.page import PageMixin, reachable_communes
from communes.scoping import COMMUNE_ROLES
from communes.workbooks.sheets import WorkbookRefused


def sent_on(file, name):
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)


class WorkbookTemplate(PageMixin, View):
    """A template filled with what the reader may change; ?year=, ?commune=."""

    def get(self, request, kind):
        try:
            kinds.get(kind)
        except LookupError as error:
            raise Http404 from error
        file, year, place = io.BytesIO(), self.page.year.start, self.commune
        templates.write(kind, request.user, file, year=year, commune=place)
        file.seek(0)
        return sent_on(file, templates.file_name(kind, year, place))

    @property
    def commune(self):
        """The commune asked for, as far as the reader reaches; her own by default.

        None leaves it to the reader's reach: a clerk's school, an official's schools.
        """
        user, wanted = self.request.user, self.request.GET.get("commune")
        if user.role in COMMUNE_ROLES:
            wanted = wanted or user.commune_id
        if not wanted or wanted == DEPARTMENT:
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
