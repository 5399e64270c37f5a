"""What workers do for this app: the reminders of each day."""

from celery import shared_task

from . import reminders


@shared_task
def remind():
    """Safe to run more than once a day: nobody is told the same twice."""
    return reminders.remind()
