"""Code lists: a coded name in both languages, kept in the department's order."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes.scoping import ScopedModel, ScopePaths


def name_field():
    """The column that holds a code's name in the page's language."""
    return "name_en" if get_language() == "en" else "name"


class CodeList(ScopedModel):
    scope_paths = ScopePaths(everyone=True)

    code = models.CharField(_("mã"), max_length=20, primary_key=True)
    name = models.CharField(_("tên"), max_length=100)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=100)
    order = models.PositiveSmallIntegerField(_("thứ tự"))

    class Meta:
        abstract = True
        ordering = ["order"]

    def __str__(self):
        return getattr(self, name_field())
