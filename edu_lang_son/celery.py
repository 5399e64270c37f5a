"""The Celery application of the workers, and their schedule."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging

from edu_lang_son import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edu_lang_son.settings")

app = Celery("edu_lang_son")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def hold_servers(**kwargs):
    embedded.hold_if_local()


@setup_logging.connect
def keep_our_logging(**kwargs):
    """Being connected is enough: Celery then leaves Django's LOGGING alone."""
