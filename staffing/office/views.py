"""Which office has fewest specialists for its schools, ranked."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from communes import export
from communes.listing import OwnScope, about
from communes.page import PageMixin

from . import figures

HEADER = (
    gettext_lazy("Xã, phường"),
    gettext_lazy("Cụm"),
    gettext_lazy("Biên chế có mặt"),
    gettext_lazy("Có chuyên môn giáo dục"),
    gettext_lazy("Số trường quản lý"),
    gettext_lazy("Số người học"),
    gettext_lazy("Trường/người"),
    gettext_lazy("Người học/người"),
)


class OfficePage(OwnScope, PageMixin, TemplateView):
    section = "staffing"
    template_name = "staffing/offices.html"
    title = gettext_lazy("Người có chuyên môn giáo dục ở Phòng Văn hóa - Xã hội")

    @cached_property
    def offices(self):
        found = figures.visible(self.request.user, self.page.year)
        commune = self.page.scope.commune
        return [one for one in found if commune is None or one.code == commune.code]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "offices": self.offices,
            "whole": figures.whole(self.offices),
            "without": sum(one.specialists == 0 for one in self.offices),
            "export_kinds": export.FORMATS,
        }

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS:
            return super().render_to_response(context, **kwargs)
        described = about(self.page, self.title)
        header = [str(label) for label in HEADER]
        rows = [cells(one) for one in self.offices]
        return export.respond(kind, described, header, rows, "phong-van-hoa-xa-hoi")

    def get_breadcrumbs(self):
        staffing = reverse("staffing") + self.page.query
        return [(_("Đội ngũ"), staffing), (self.title, "")]


def cells(office):
    return [
        office.name,
        office.cluster,
        office.staff,
        office.specialists,
        office.schools,
        office.learners,
        office.schools_each,
        office.learners_each,
    ]
