"""Name and label of the app `emulation`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmulationConfig(AppConfig):
    name = "emulation"
    verbose_name = _("Thi đua")
    default_auto_field = "django.db.models.BigAutoField"
