"""The guide: what each role does step by step, every column explained, every rule in words."""

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.entry import forms
from communes.models import Rule
from communes.page import PageMixin
from communes.scoping import COMMUNE_ROLES, Role

# The reader's own chapter comes first.
CHAPTERS = {
    "commune": "guide/commune.html",
    "clerk": "guide/clerk.html",
    "official": "guide/official.html",
    "admin": "guide/admin.html",
}


def chapter_of(role):
    if role in COMMUNE_ROLES:
        return "commune"
    return {Role.SCHOOL_CLERK: "clerk", Role.ADMIN: "admin"}.get(role, "official")


class Guide(PageMixin, TemplateView):
    section = "guide"
    template_name = "guide/guide.html"

    def get_context_data(self, **kwargs):
        own = chapter_of(self.request.user.role)
        rules = {}
        for rule in Rule.objects.visible_to(self.request.user).filter(is_active=True):
            rules.setdefault(rule.form, []).append(rule)
        return super().get_context_data(**kwargs) | {
            "title": _("Hướng dẫn"),
            "chapters": [CHAPTERS[own], *(c for k, c in CHAPTERS.items() if k != own)],
            "forms": [(form, rules.pop(form.code, [])) for form in forms.registered()],
            # Rules of workbooks that have no grid, such as the list of staff.
            "other_rules": [rule for found in rules.values() for rule in found],
        }
