"""Pages of evidence: that of one entry, adding, taking back, and opening a file."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from communes.page import PageMixin
from emulation.entries import window
from emulation.evidence_files import evidence
from emulation.evidence_files.forms import EvidenceForm
from emulation.evidence_files.kinds import BY_MEDIA_TYPE
from emulation.models import Answer, Entry, Evidence, EvidenceFile, Item
from emulation.page import EmulationPage

# A picture is shown as a picture; nothing in it runs, asks or is framed.
ALONE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


class EvidenceOfEntry(EmulationPage, FormView):
    """All evidence of an entry, and a form that adds to the item asked for."""

    tab = "entries"
    template_name = "emulation/evidence/entry.html"
    form_class = EvidenceForm

    @cached_property
    def entry(self):
        rows = Entry.objects.visible_to(self.request.user)
        return get_object_or_404(
            rows.select_related("campaign", "institution"), pk=self.kwargs["pk"]
        )

    def get_campaign(self):
        return self.entry.campaign

    @cached_property
    def may_edit(self):
        return not window.refusal(self.entry, self.request.user)

    @cached_property
    def item(self):
        """The item asked for, if it is one of this campaign."""
        asked = self.request.POST.get("item") or self.request.GET.get("item") or ""
        if not asked.isdecimal():
            return None
        campaign = self.entry.campaign_id
        items = Item.objects.filter(
            criterion__group__criteria_set__campaigns__campaign=campaign
        )
        return get_object_or_404(items.select_related("criterion"), pk=asked)

    def post(self, request, *args, **kwargs):
        if not window.may_edit(self.entry, request.user):
            raise PermissionDenied
        if self.item is None:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            row = form.add(self.entry, self.item, by=self.request.user)
        except evidence.EvidenceRefused as refused:
            if refused.code in ("closed", "too_late"):
                # Without a form on the page there is nothing to say it at.
                messages.error(self.request, refused.sentence)
                return redirect(f"{self.request.path}?item={self.item.pk}")
            form.add_error(form.field_of(refused), refused.sentence)
            return self.form_invalid(form)
        messages.success(
            self.request, _("Đã thêm minh chứng “%(name)s”.") % {"name": row}
        )
        return redirect(f"{self.request.path}?item={self.item.pk}")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Minh chứng: %(name)s") % {"name": self.entry.name},
            "entry": self.entry,
            "item": self.item,
            "answers": self.get_answers(),
            "may_edit": self.may_edit,
            "closed": window.closed_because(self.entry),
            "most_bytes": settings.EVIDENCE_MAX_BYTES,
        }

    def get_answers(self):
        """Answers that have evidence, and the one asked for even without."""
        answers = Answer.objects.filter(entry=self.entry).select_related(
            "item__criterion__group"
        )
        places = ("item__criterion__group", "item__criterion", "item")
        if self.item is None:
            rows = answers.filter(evidence__isnull=False).distinct()
            rows = list(rows.order_by(*(f"{place}__order" for place in places), "pk"))
        else:
            rows = list(answers.filter(item=self.item))
            rows = rows or [Answer(entry=self.entry, item=self.item)]
        return evidence.attach(rows, self.request.user)


class EvidenceRemove(PageMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        rows = Evidence.objects.visible_to(request.user).select_related("answer")
        row = get_object_or_404(rows, pk=pk)
        entry, item = row.answer.entry_id, row.answer.item_id
        try:
            evidence.remove(row, by=request.user)
            messages.success(request, _("Đã gỡ minh chứng “%(name)s”.") % {"name": row})
        except evidence.EvidenceRefused as refused:
            messages.error(request, refused.sentence)
        return redirect(
            f"{reverse('campaign_entry_evidence', args=[entry])}?item={item}"
        )


class EvidenceFileView(PageMixin, View):
    """The bytes of one piece of evidence, to whoever may see the entry."""

    http_method_names = ["get", "head"]

    def get(self, request, pk):
        rows = Evidence.objects.visible_to(request.user).filter(file__isnull=False)
        row = get_object_or_404(rows.select_related("file"), pk=pk)
        if row.file.scan == EvidenceFile.Scan.INFECTED:
            raise Http404(_("Tệp có vi-rút nên đã bị chặn."))
        return sent(row)


def sent(row):
    """A response that cannot become anything but the file it is."""
    kind = BY_MEDIA_TYPE.get(row.file.media_type)
    is_image = bool(kind and kind.is_image)
    response = HttpResponse(
        bytes(row.file.content),
        content_type=row.file.media_type if kind else "application/octet-stream",
    )
    response["Content-Disposition"] = content_disposition_header(
        not is_image, row.file_name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = ALONE
    response["Cache-Control"] = "private, no-store"
    return response
