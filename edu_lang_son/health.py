"""Is the process alive, and is everything it stands on there?"""

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse

from edu_lang_son.celery import app


def alive(request):
    return JsonResponse({"alive": True})


def ready(request):
    """200 when requests and tasks can be served, 503 with what is missing otherwise."""
    redis_is_there = passes(redis_answers)
    checks = {
        "database": passes(database_answers),
        "migrations": passes(migrations_are_applied),
        "redis": redis_is_there,
        # Without a broker the question would only wait for nothing.
        "worker": redis_is_there and passes(worker_answers),
    }
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def passes(check):
    # Whatever goes wrong, the answer is "not ready", never an error page.
    try:
        return bool(check())
    except Exception:
        return False


def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_are_applied():
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def redis_answers():
    cache.set("readyz", 1, 5)
    return cache.get("readyz") == 1


def worker_answers():
    return bool(app.control.ping(timeout=1.0, limit=1))
