"""Name and label of the app `schools`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = _("Trường học")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Late: the registries need every app loaded.
        from schools import indicators, papers, report, return_forms  # noqa: PLC0415

        indicators.register_all()
        return_forms.register_all()
        report.register_all()
        papers.register_all()
