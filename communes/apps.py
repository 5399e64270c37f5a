"""Name and label of the app `communes`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunesConfig(AppConfig):
    name = "communes"
    verbose_name = _("Tài khoản, năm học, địa bàn")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Late: the registries need every app loaded.
        from communes.entry import commune_forms  # noqa: PLC0415
        from communes.imports import forms  # noqa: PLC0415
        from communes.reporting import coverage, targets  # noqa: PLC0415

        commune_forms.register_all()
        coverage.register_all()
        targets.register_all()
        # The apps above are ready by now: this one stands last in INSTALLED_APPS.
        forms.register_all()
