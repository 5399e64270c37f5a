"""The summit as a Django app: its commands, its template tags, the worker's app."""

from django.apps import AppConfig


class SummitConfig(AppConfig):
    name = "edu_lang_son"
    verbose_name = "Giáo dục Lạng Sơn"

    def ready(self):
        # Late: both need the settings, which are whole only now.
        from edu_lang_son import (  # noqa: PLC0415
            celery,  # noqa: F401  every process that sends a task must know our broker
            translations,
        )

        translations.compile_changed()
