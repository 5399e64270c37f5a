"""Real servers for every test: PostgreSQL, a Redis-protocol server, a worker, a browser."""

import os

import django
import pytest

from edu_lang_son import environment

# Before the settings are read: the tests' own servers, whose data nobody will miss.
if environment.is_local():
    os.environ.setdefault("VAR_DIR", str(environment.BASE_DIR / "var" / "tests"))
    os.environ["THROWAWAY_SERVERS"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edu_lang_son.settings")

from django.conf import settings  # noqa: E402

from edu_lang_son import embedded  # noqa: E402

settings.STORAGES = settings.STORAGES | {
    # Pages are tested without collecting files first.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Not what is tested, and a fifth of a second each time an account is made.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
embedded.hold_if_local()
django.setup()


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits and cached figures of one test must not reach the next."""
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()
