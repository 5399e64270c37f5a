"""Handing in, and asking to have opened again what was approved or locked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes import approval
from communes.approval import SUBMITTERS, TransitionError
from communes.models import Commune
from communes.numbers import shown
from communes.scoping import Role
from communes.views import Post

from . import submission, telling
from .decisions import recall, remember
from .judgement import DEPARTMENT
from .models import SchoolReturn
from .periods import PeriodMixin, recomputing_of
from .readiness import doubts_of_commune
from .submission import Checklist
from .window import windows


class EntrySubmit(PeriodMixin, TemplateView):
    """What is missing or wrong, school by school, and the button that hands it in."""

    section = "entry"
    template_name = "entry/submit.html"

    @cached_property
    def unit(self):
        asked = self.request.GET.get("commune", "")
        unit = submission.unit_of(self.request.user, asked)
        if unit is None:
            raise Http404
        return unit

    @cached_property
    def commune(self):
        if self.unit == DEPARTMENT:
            return None
        return get_object_or_404(
            Commune.objects.visible_to(self.request.user), code=self.unit
        )

    @cached_property
    def checklist(self) -> Checklist:
        return submission.checklist(self.request.user, self.unit, self.period)

    def get_title(self):
        if self.request.user.role == Role.SCHOOL_CLERK and self.checklist.entries:
            return self.checklist.entries[0].institution.name
        return self.commune.full_name if self.commune else _("Trường thuộc Sở")

    def get_context_data(self, **kwargs):
        commune = self.commune
        found = self.checklist
        one = next(iter(found.entries), None)
        return super().get_context_data(**kwargs) | {
            "title": self.get_title(),
            "commune": commune or (one and one.institution.managing_commune),
            "unit": self.unit,
            "checklist": found,
            "own_forms": commune and doubts_of_commune(self.period, commune),
            "is_one_school": self.request.user.role == Role.SCHOOL_CLERK,
            "window": one and one.window,
            "recomputing": recomputing_of(
                self.request.user, self.period, commune.code if commune else ""
            ),
        }


class EntryHandIn(PeriodMixin, Post):
    """Hands in the returns that were sent, all or none."""

    def post(self, request, **kwargs):
        rows = self.own_rows(request.POST.getlist("returns"))
        late = days_late(rows, self.period)
        try:
            number = approval.submit(rows, by=request.user)
        except TransitionError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, thanks(number, late))
        return redirect(self.next_address())

    def own_rows(self, keys):
        """The returns asked for; a stranger's do not exist, a reader may not."""
        user = self.request.user
        keys = {int(key) for key in keys if key.isdecimal()}
        rows = SchoolReturn.objects.filter(period=self.period, pk__in=keys)
        if rows.visible_to(user).count() != len(keys):
            raise Http404
        if user.role not in SUBMITTERS:
            schools = [row.institution for row in rows.select_related("institution")]
            raise PermissionDenied(submission.refusal(user, schools))
        if rows.editable_by(user).count() != len(keys):
            raise PermissionDenied(
                _("Báo cáo của xã do Trưởng phòng Văn hóa - Xã hội của xã nộp.")
            )
        return rows

    def next_address(self):
        year, kind = self.period.school_year_id, self.period.kind
        address = reverse("entry_submit", args=[year, kind])
        unit = self.request.POST.get("commune", "")
        return f"{address}?commune={unit}" if unit.isalnum() else address


def days_late(rows, period):
    """How many days after the deadline these are handed in, at most."""
    schools = [row.institution for row in rows.select_related("institution")]
    found = windows(period, schools).values()
    return max((submission.late(window) for window in found), default=0)


def thanks(number, late):
    told = _("Đã nộp %(number)s báo cáo. Sở sẽ duyệt và báo lại kết quả.")
    told %= {"number": shown(number)}
    if late:
        words = _("Nộp sau hạn %(days)s ngày; Sở vẫn nhận và duyệt như thường.")
        told += " " + words % {"days": shown(late)}
    return told


class UnlockRequest(PeriodMixin, TemplateView):
    """Asks the department, with a reason, to open a return again."""

    section = "entry"
    template_name = "entry/unlock.html"

    @cached_property
    def filed(self):
        rows = SchoolReturn.objects.visible_to(self.request.user).select_related(
            "institution__managing_commune", "period__school_year", "decided_by"
        )
        filed = get_object_or_404(rows, pk=self.kwargs["pk"])
        own = SchoolReturn.objects.editable_by(self.request.user).filter(pk=filed.pk)
        if self.request.user.role not in SUBMITTERS or not own.exists():
            raise PermissionDenied(
                _("Chỉ người nộp báo cáo của đơn vị được gửi yêu cầu mở khóa.")
            )
        return filed

    @property
    def period(self):
        return self.filed.period

    @property
    def back(self):
        year, kind = self.period.school_year_id, self.period.kind
        place = self.filed.institution.managing_commune_id or DEPARTMENT
        return f"{reverse('entry_submit', args=[year, kind])}?commune={place}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Gửi yêu cầu mở khóa"),
            "filed": self.filed,
            "back": self.back,
            "typed": recall(self.request),
        }

    def post(self, request, **kwargs):
        reason = request.POST.get("reason", "")
        rows = SchoolReturn.objects.filter(pk=self.filed.pk)
        try:
            with transaction.atomic():
                approval.request_unlock(rows, by=request.user, reason=reason)
                telling.unlock_asked(rows.select_related("institution").get())
        except TransitionError as refusal:
            messages.error(request, str(refusal))
            remember(request, reason)
            return redirect(request.path)
        messages.success(request, _("Đã gửi yêu cầu mở khóa. Sở trả lời sẽ có báo."))
        return redirect(self.back)
