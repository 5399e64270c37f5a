"""What workers do for evidence: scan what no scanner has looked at yet."""

from celery import shared_task

from . import waiting


@shared_task
def scan_waiting():
    """How many files a scanner has judged; 0 without one."""
    return waiting.scan_all()
