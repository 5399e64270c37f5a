"""Name and label of the app `communes`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunesConfig(AppConfig):
    name = "communes"
    verbose_name = _("Tài khoản, năm học, địa bàn")
    default_auto_field = "django.db.models.BigAutoField"
