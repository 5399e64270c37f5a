"""The Celery application of the workers, and their schedule."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, celeryd_init, setup_logging

from edu_lang_son import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edu_lang_son.settings")

app = Celery("edu_lang_son")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Packages of their own within their apps.
app.autodiscover_tasks(
    [
        "communes.exporting",
        "communes.imports",
        "communes.reporting",
        "emulation.evidence_files",
        "staffing.forecast",
        "communes.papers",
        "staffing.redeploy",
    ]
)
app.conf.beat_schedule = {
    "recompute every year at night": {
        "task": "communes.tasks.recompute_every_year",
        "schedule": crontab(hour=1, minute=30),
    },
    "forecast teachers from the night's values": {
        "task": "staffing.forecast.tasks.refresh_main",
        "schedule": crontab(hour=3, minute=30),
    },
    "measure what campaigns ask for, after the night's values": {
        "task": "emulation.measured.measuring.refresh_open",
        "schedule": crontab(hour=4, minute=0),
    },
    "remind of deadlines each morning": {
        "task": "schools.tasks.remind",
        "schedule": crontab(hour=7, minute=0),
    },
    "scan evidence that no scanner has seen yet": {
        "task": "emulation.evidence_files.tasks.scan_waiting",
        "schedule": crontab(minute="*/10"),
    },
    "clear away exported files whose day has come": {
        "task": "communes.exporting.tasks.sweep_exports",
        "schedule": crontab(hour=3, minute=30),
    },
    "remind of campaigns each morning": {
        "task": "emulation.tasks.remind",
        "schedule": crontab(hour=7, minute=5),
    },
    "make the papers that are due": {
        "task": "communes.papers.tasks.make_due_papers",
        "schedule": crontab(minute=20),
    },
    "send lost requests for recomputation again": {
        "task": "communes.tasks.sweep_recompute_requests",
        "schedule": crontab(minute="*"),
    },
    "send lost requests for scores again": {
        "task": "emulation.tasks.sweep_score_requests",
        "schedule": crontab(minute="*"),
    },
}


@celeryd_init.connect
@beat_init.connect
def hold_servers(**kwargs):
    embedded.hold_if_local()


@setup_logging.connect
def keep_our_logging(**kwargs):
    """Being connected is enough: Celery then leaves Django's LOGGING alone."""
