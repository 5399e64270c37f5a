"""The first page, by role."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from communes.page import PageMixin


class Home(PageMixin, TemplateView):
    template_name = "home/start.html"
    section = "home"
    extra_context = {"title": _("Việc cần làm")}
