"""Pages of subscriptions: which papers order themselves, a new one, an end to one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from communes.models import PaperSchedule
from communes.page import PageMixin
from communes.papers import kinds, reach
from communes.papers.forms import ScheduleForm
from communes.papers.views import OfKind, named
from communes.scoping import Role
from communes.views import LENGTH, Post

# The department's administrator, and a head of office for the own commune.
SUBSCRIBERS = frozenset({Role.ADMIN, Role.COMMUNE_HEAD})


def may_subscribe(user, kind):
    """Not to what is about a single school: there is no such schedule."""
    if user.role not in SUBSCRIBERS:
        return False
    whole = reach.reaches_province(user, kind)
    return whole or reach.communes_for(user, kind).exists()


def refuse_others(user):
    if user.role not in SUBSCRIBERS:
        raise PermissionDenied(
            _("Chỉ quản trị viên và trưởng phòng Văn hóa - Xã hội đặt lịch.")
        )


class ScheduleList(PageMixin, ListView):
    section = "reports"
    template_name = "papers/schedules.html"
    context_object_name = "schedules"
    paginate_by = LENGTH

    def get_queryset(self):
        refuse_others(self.request.user)
        found = PaperSchedule.objects.visible_to(self.request.user)
        return (
            found.filter(is_active=True)
            .select_related("commune", "created_by")
            .defer("commune__outline")
        )

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(**kwargs)
        found = [one for one in kinds.registered() if may_subscribe(user, one)]
        return context | {
            "title": _("Lịch lập văn bản"),
            "kinds": found,
            "schedules": named(context["schedules"]),
        }

    def get_breadcrumbs(self):
        return [(_("Văn bản"), reverse("paper_list")), (_("Lịch lập văn bản"), "")]


class ScheduleNew(OfKind, FormView):
    template_name = "papers/schedule_new.html"
    form_class = ScheduleForm

    def refuse(self):
        refuse_others(self.request.user)
        if not may_subscribe(self.request.user, self.kind):
            raise PermissionDenied(_("Loại văn bản này không đặt lịch được."))

    def form_valid(self, form):
        found = form.cleaned_data
        PaperSchedule.objects.update_or_create(
            created_by=self.request.user,
            **form.asked,
            defaults={
                "day": found["day"],
                "formats": found["formats"],
                "is_active": True,
            },
        )
        messages.success(
            self.request, _("Đã đặt lịch. Văn bản lập xong sẽ có thông báo.")
        )
        return redirect("paper_schedule_list")


class ScheduleEnd(Post):
    def post(self, request, pk):
        refuse_others(request.user)
        rows = PaperSchedule.objects.editable_by(request.user)
        schedule = get_object_or_404(rows, pk=pk)
        PaperSchedule.objects.filter(pk=schedule.pk).update(is_active=False)
        messages.success(request, _("Đã dừng lịch. Văn bản đã lập vẫn còn."))
        return redirect("paper_schedule_list")
