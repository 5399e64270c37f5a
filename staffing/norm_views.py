"""Norm sets for people: which there are, what stands in one, what another changes."""

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from communes.exporting.sheets import SheetsMixin
from communes.listing import about, day_of
from communes.page import PageMixin
from staffing import norm_pages, norm_sheets
from staffing.models import ClassAverage, NormSet
from staffing.views import crumbs


class NormList(SheetsMixin, PageMixin, TemplateView):
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

    export_name = "dinh-muc"

    def get_sheets(self):
        return {
            "norms": lambda context: norm_sheets.of_sets(context["sets"]),
            "averages": lambda context: norm_sheets.of_averages(context["averages"]),
        }

    def about_sheet(self, sheet):
        described = about(self.page, sheet.title)
        described.filters.append((_("Xét ngày"), f"{day_of(self.page):%d/%m/%Y}"))
        return described

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


class NormDetail(SheetsMixin, PageMixin, DetailView):
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

    @cached_property
    def other(self):
        """The version that the address compares with, or None."""
        wanted = self.request.GET.get("compare", "")
        return next((one for one in self.others if one.code == wanted), None)

    def get_context_data(self, **kwargs):
        other = self.other
        return super().get_context_data(**kwargs) | {
            "title": norm_pages.title_of(self.object),
            "sections": norm_pages.sections(self.object),
            "others": self.others,
            "other": other,
            "changes": other and norm_pages.differences(other, self.object),
        }

    export_name = "dinh-muc"

    def get_sheets(self):
        sections = norm_pages.sections(self.object)
        found = {
            one.key: lambda context, one=one: norm_sheets.of_section(one)
            for one in sections
        }
        return found | ({"changes": self.changes_sheet} if self.other else {})

    def changes_sheet(self, context):
        return norm_sheets.of_changes(self.other, self.object, context["changes"])

    def about_sheet(self, sheet):
        norm = self.object
        described = about(self.page, f"{norm_pages.title_of(norm)}: {sheet.title}")
        described.filters.extend(
            [
                (_("Văn bản"), norm.document),
                (_("Từ ngày"), f"{norm.valid_from:%d/%m/%Y}"),
                (_("Tình trạng"), str(norm.get_status_display())),
            ]
        )
        return described

    def get_breadcrumbs(self):
        listing = (_("Bộ định mức"), reverse("norm_list") + self.page.query)
        return crumbs(self.page, listing, (self.object.document, ""))
