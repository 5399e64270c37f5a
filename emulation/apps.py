"""Name and label of the app `emulation`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmulationConfig(AppConfig):
    name = "emulation"
    verbose_name = _("Thi đua")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Late: what is measured lies in the tables of every app.
        # Workers find the task of measuring here.
        from emulation import report  # noqa: PLC0415
        from emulation.measured import courses as course_measures  # noqa: PLC0415
        from emulation.measured import sources as measure_sources  # noqa: PLC0415

        measure_sources.register_all()
        course_measures.register_all()
        report.register_all()
