"""Pages where the department looks at returns before it judges them."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from communes.approvable import State
from communes.entry.forms import DEPARTMENT
from communes.models import Commune

from . import judgement, steps
from .comparison import tables_of
from .decisions import recall, token
from .judgement import Judged
from .models import RejectionReason, SchoolReturn
from .periods import PeriodMixin, ProvinceMixin, recomputing_of
from .readiness import doubts_of, settled


class ApprovalHome(ProvinceMixin, TemplateView):
    """Who waits for the department, the oldest first."""

    template_name = "approval/home.html"

    @cached_property
    def periods(self):
        return list(judgement.periods_with_work(self.request.user))

    @cached_property
    def period(self):
        """The one asked for; else the newest in which something waits."""
        asked = f"{self.request.GET.get('year')}-{self.request.GET.get('kind')}"
        for one in self.periods:
            if f"{one.school_year_id}-{one.kind}" == asked:
                return one
        busy = [one for one in self.periods if one.waiting]
        return next(iter(busy or self.periods), None)

    def get_context_data(self, **kwargs):
        period = self.period
        rows = judgement.waiting_list(self.request.user, period) if period else []
        return super().get_context_data(**kwargs) | {
            "title": _("Duyệt báo cáo"),
            "recomputing": recomputing_of(self.request.user, period),
            "period": period,
            "periods": self.periods,
            "busy": [one for one in self.periods if one.waiting or one.asking],
            "rows": rows,
            "total": judgement.summed(rows),
        }


class CommunePage(ProvinceMixin, PeriodMixin):
    """About the returns of one commune, or of the schools of the department's own."""

    @cached_property
    def commune(self):
        if self.kwargs["unit"] == DEPARTMENT:
            return None
        return get_object_or_404(
            Commune.objects.visible_to(self.request.user), code=self.kwargs["unit"]
        )

    @property
    def place(self):
        return self.commune.full_name if self.commune else _("Trường thuộc Sở")

    @property
    def address(self):
        year, kind = self.period.school_year_id, self.period.kind
        return reverse("approval_commune", args=[year, kind, self.kwargs["unit"]])


class ApprovalCommune(CommunePage, TemplateView):
    template_name = "approval/commune.html"

    @cached_property
    def rows(self):
        user, period, _commune = self.request.user, self.period, self.commune
        schools = list(judgement.schools_of(user, self.kwargs["unit"], period))
        filed = judgement.returns_of(user, period, schools)
        figures = judgement.compared(period, schools)
        doubts = doubts_of(period, schools)
        return [
            Judged(row, filed.get(row.pk), figures[row.pk], doubts[row.code])
            for row in schools
        ]

    def recomputing(self):
        code = self.commune.code if self.commune else ""
        return recomputing_of(self.request.user, self.period, code)

    def get_context_data(self, **kwargs):
        rows = self.rows
        return super().get_context_data(**kwargs) | {
            "title": self.place,
            "recomputing": self.recomputing(),
            "typed": recall(self.request),
            "unit": self.kwargs["unit"],
            "commune": self.commune,
            "rows": [(row, row.filed and token(row.filed)) for row in rows],
            "labels": judgement.labels(self.period),
            "totals": judgement.totals(rows),
            "clean": [token(row.filed) for row in rows if row.is_clean],
            "lockable": [token(row.filed) for row in rows if row.is_lockable],
            "waiting": sum(row.state == State.SUBMITTED for row in rows),
            "reasons": RejectionReason.objects.all(),
            "address": self.address,
        }

    def get_breadcrumbs(self):
        return [*_home_crumb(self.period), (self.place, "")]


class ApprovalReturn(ProvinceMixin, DetailView):
    """One school's return beside last year's, with everything said about it."""

    template_name = "approval/return.html"
    context_object_name = "filed"

    def get_queryset(self):
        people = ("submitted_by", "decided_by", "unlock_requested_by")
        return SchoolReturn.objects.visible_to(self.request.user).select_related(
            "institution__kind",
            "institution__managing_commune",
            "period__school_year",
            *people,
        )

    def get_context_data(self, **kwargs):
        filed, user = self.object, self.request.user
        school = filed.institution
        doubts = doubts_of(filed.period, [school])[school.code]
        return super().get_context_data(**kwargs) | {
            "title": school.name,
            "recomputing": recomputing_of(
                user, filed.period, school.managing_commune_id or school.commune_id
            ),
            "typed": recall(self.request),
            "settled": settled(filed),
            "period": filed.period,
            "commune": school.managing_commune,
            "token": token(filed),
            "doubts": doubts,
            "tables": tables_of(filed, user=user, doubts=doubts),
            "steps": steps.of(filed),
            "reasons": RejectionReason.objects.all(),
            "until": timezone.localdate() + timedelta(days=settings.UNLOCK_DAYS),
            "is_own": filed.submitted_by_id == user.pk,
            "next": self.next_waiting(),
        }

    def next_waiting(self):
        """Another return of the same commune that waits, so that work goes on."""
        others = judgement.schools_of(self.request.user, self.unit, self.object.period)
        rows = SchoolReturn.objects.visible_to(self.request.user).filter(
            period=self.object.period, state=State.SUBMITTED, institution__in=others
        )
        return (
            rows.exclude(pk=self.object.pk)
            .select_related("institution")
            .order_by("institution__kind__order", "institution__search_name")
            .first()
        )

    @property
    def unit(self):
        return self.object.institution.managing_commune_id or DEPARTMENT

    def get_breadcrumbs(self):
        filed = self.object
        place = filed.institution.managing_commune
        name = place.full_name if place else _("Trường thuộc Sở")
        year, kind = filed.period.school_year_id, filed.period.kind
        address = reverse("approval_commune", args=[year, kind, self.unit])
        own = (filed.institution.name, "")
        return [*_home_crumb(filed.period), (name, address), own]


def _home_crumb(period):
    query = f"?year={period.school_year_id}&kind={period.kind}"
    return [(_("Duyệt báo cáo"), reverse("approval_home") + query)]
