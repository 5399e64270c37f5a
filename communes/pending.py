"""Requests for work that many changes make once, and that outlive a killed worker."""

from contextlib import contextmanager

from django.db import connection
from django.utils import timezone


def renew(model, **key):
    """Note that the work of `key` is to be done; True if that was not known yet."""
    _row, created = model.objects.update_or_create(
        **key, defaults={"requested_at": timezone.now()}
    )
    return created


def serve(pending, work, *, lock):
    """Do `work()` while a request is pending; returns how many times it was done.

    The request goes only after its work, and only if nobody renewed it meanwhile, so a
    killed worker leaves it for the sweeper. `work` returns False where there was nothing
    to do. `lock`: two numbers; nobody else works under the same ones.
    """
    served = 0
    with one_at_a_time(*lock):
        while (request := pending.first()) is not None:
            served += work() is not False
            pending.filter(requested_at=request.requested_at).delete()
    return served


@contextmanager
def one_at_a_time(namespace, number):
    """Wait for a lock of PostgreSQL; a dead session drops it by itself."""
    key = [namespace, number]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
