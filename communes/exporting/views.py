"""Asking a worker for a long file, and taking it away once it is there."""

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from communes import export
from communes.exporting import long, writing
from communes.models import ExportFile
from communes.page import PageMixin

TYPES = {export.CSV: "text/csv; charset=utf-8", export.XLSX: export.XLSX_TYPE}


class ExportOrder(PageMixin, View):
    """Begins the job that writes the file of a page's address."""

    http_method_names = ["post"]

    def post(self, request):
        job = writing.request_export(request.POST.get("address", ""), by=request.user)
        return redirect("job_detail", job.pk)


class ExportDownload(PageMixin, View):
    """The finished file, for whoever asked for it and still may see that page."""

    http_method_names = ["get"]

    def get(self, request, job):
        kept = get_object_or_404(
            ExportFile.objects.visible_to(request.user).exclude(digest=""), job=job
        )
        # What she asked for then must be hers to see now.
        long.whole_of(kept.address, request.user)
        response = StreamingHttpResponse(
            writing.pieces(kept), content_type=TYPES[kept.kind]
        )
        response["Content-Length"] = kept.size
        response["Cache-Control"] = "private, no-store"
        response["Content-Disposition"] = (
            f'attachment; filename="{kept.name}.{kept.kind}"'
        )
        return response
