""" "Vì sao?" of a school's places: against who is at work, and against who holds one."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communes.listing import day_of
from communes.page import PageMixin, Scope
from schools.models import Institution
from staffing import place_explain
from staffing.models import PlaceGap
from staffing.views import crumbs


class PlaceWhy(PageMixin, DetailView):
    section = "staffing"
    template_name = "staffing/place_why.html"
    context_object_name = "gap"

    @cached_property
    def school(self):
        visible = Institution.objects.visible_to(self.request.user)
        return get_object_or_404(
            visible.select_related("commune"), code=self.kwargs["code"]
        )

    def get_scope(self):
        return Scope.of_commune(self.school.commune)

    def get_object(self, queryset=None):
        gaps = PlaceGap.objects.visible_to(self.request.user)
        return get_object_or_404(
            gaps.select_related("institution", "run", "school_year"),
            institution=self.school,
            group=self.kwargs["group"],
            school_year=self.page.year,
        )

    def get_context_data(self, **kwargs):
        gap = self.object
        at_work, held = place_explain.lines(gap)
        people = place_explain.people_at(gap, self.request.user, day_of(self.page))
        return super().get_context_data(**kwargs) | {
            "basis": tuple(place_explain.basis(gap)),
            "at_work": at_work,
            "held": held,
            "people": people,
        }

    def get_breadcrumbs(self):
        school, query = self.school, self.page.query
        address = reverse("school_detail", args=[school.code]) + query
        return crumbs(self.page, (school.name, address), (_("Vì sao?"), ""))
