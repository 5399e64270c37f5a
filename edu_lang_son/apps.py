"""The summit as a Django app: its commands, its template tags, the worker's app."""

from django.apps import AppConfig


class SummitConfig(AppConfig):
    name = "edu_lang_son"
    verbose_name = "Giáo dục Lạng Sơn"

    def ready(self):
        # Every process that sends a task must know our broker, not only the workers.
        from edu_lang_son import celery  # noqa: F401, PLC0415
