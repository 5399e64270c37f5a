"""The summit as a Django app: its commands, its template tags, the worker's app."""

from django.apps import AppConfig

from edu_lang_son import translations


class SummitConfig(AppConfig):
    name = "edu_lang_son"
    verbose_name = "Giáo dục Lạng Sơn"

    def __init__(self, *args):
        super().__init__(*args)
        # Before any app's models: whoever translates first loads the catalogues for
        # good, and on a fresh checkout there would be none yet.
        translations.compile_changed()

    def ready(self):
        # Late: it needs the settings, which are whole only now.
        from edu_lang_son import (  # noqa: PLC0415
            celery,  # noqa: F401  every process that sends a task must know our broker
        )
        from edu_lang_son.papers import kinds  # noqa: PLC0415

        kinds.register_all()
