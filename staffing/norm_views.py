"""Norm sets for people: which there are, what stands in one, what another changes."""

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from communes.listing import day_of
from communes.page import PageMixin
from staffing import norm_pages
from staffing.models import ClassAverage, NormSet
from staffing.views import crumbs


class NormList(PageMixin, TemplateView):
    """Sets in force beside drafts and earlier ones, and averages of the province."""

    section = "staffing"
    template_name = "staffing/norm_list.html"

    def get_context_data(self, **kwargs):
        day, user = day_of(self.page), self.request.user
        rows = NormSet.objects.visible_to(user).order_by("family", "-valid_from")
        averages = ClassAverage.objects.visible_to(user)
        return super().get_context_data(**kwargs) | {
            "day": day,
            "sets": [
                {
                    "norm": row,
                    "title": norm_pages.title_of(row),
                    "state": state_on(row, day),
                }
                for row in rows
            ],
            "averages": averages.select_related("commune", "institution"),
        }

    def get_breadcrumbs(self):
        return crumbs(self.page, (_("Bộ định mức"), ""))


def state_on(norm_set, day):
    """Whether the set applies on `day`, in one word."""
    if norm_set.status == NormSet.Status.DRAFT:
        return NormSet.Status.DRAFT.label
    if day < norm_set.valid_from:
        return _("Chưa có hiệu lực")
    if norm_set.valid_to and day > norm_set.valid_to:
        return _("Hết hiệu lực")
    return NormSet.Status.IN_FORCE.label


class NormDetail(PageMixin, DetailView):
    """Rows with their articles and marks, and differences to another version."""

    section = "staffing"
    template_name = "staffing/norm_detail.html"
    context_object_name = "norm"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        return NormSet.objects.visible_to(self.request.user)

    @cached_property
    def others(self):
        """Other versions of the same family: earlier, later, drafts."""
        norm = self.object
        return self.get_queryset().filter(Q(family=norm.family) & ~Q(pk=norm.pk))

    def get_context_data(self, **kwargs):
        wanted = self.request.GET.get("compare", "")
        other = next((one for one in self.others if one.code == wanted), None)
        return super().get_context_data(**kwargs) | {
            "title": norm_pages.title_of(self.object),
            "sections": norm_pages.sections(self.object),
            "others": self.others,
            "other": other,
            "changes": other and norm_pages.differences(other, self.object),
        }

    def get_breadcrumbs(self):
        listing = (_("Bộ định mức"), reverse("norm_list") + self.page.query)
        return crumbs(self.page, listing, (self.object.document, ""))
