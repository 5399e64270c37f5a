"""What the environment may say, and what is said back when it is wrong."""

import os
import re
import subprocess
import sys

import pytest

from edu_lang_son.environment import BASE_DIR, mail

# What a shell has; the settings of this test run must not reach the one under test.
SHELL = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


def production():
    """The settings that the README tells an operator to write."""
    readme = (BASE_DIR / "README.md").read_text()
    return dict(re.findall(r"^([A-Z_]+)=(\S+)$", readme, re.MULTILINE))


def manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=BASE_DIR,
        env=SHELL | environment,
        capture_output=True,
        text=True,
    )


def test_deployment_check_is_silent_with_the_settings_of_the_readme():
    done = manage("check", "--deploy", "--fail-level", "DEBUG", **production())
    assert done.stderr == ""
    assert done.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "DATABASE_URL",
            "DATABASE_URL is not set: write postgres://user:password@host:5432/name.\n",
        ),
        ("REDIS_URL", "REDIS_URL is not set: write redis://:password@host:6379.\n"),
        (
            "SECRET_KEY",
            "SECRET_KEY is not set: give it 50 or more random characters.\n",
        ),
        (
            "ALLOWED_HOSTS",
            "ALLOWED_HOSTS is not set: list the host names of the site, with commas.\n",
        ),
    ],
)
def test_a_missing_setting_stops_the_start_with_one_sentence(name, sentence):
    settings = production()
    del settings[name]
    done = manage("migrate", **settings)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "DATABASE_URL",
            "mysql://user@host/name",
            (
                "DATABASE_URL cannot be read: "
                "write it as postgres://user:password@host:5432/name.\n"
            ),
        ),
        (
            "DATABASE_URL",
            "postgres://user:password@host:many/name",
            (
                "DATABASE_URL cannot be read: "
                "write it as postgres://user:password@host:5432/name.\n"
            ),
        ),
        (
            "REDIS_URL",
            "localhost:6379",
            (
                "REDIS_URL cannot be read: "
                "write it as redis://:password@host:6379, without a database number.\n"
            ),
        ),
        (
            "REDIS_URL",
            "redis://host/3",
            (
                "REDIS_URL names a database or an option: "
                "write it as redis://:password@host:6379, without a database number.\n"
            ),
        ),
        (
            "EMAIL_URL",
            "mail.internal:25",
            (
                "EMAIL_URL cannot be read: write it as smtp://user:password@host:587 "
                "or smtps://user:password@host:465.\n"
            ),
        ),
        ("DEBUG", "maybe", "DEBUG is 'maybe': write 1 or 0.\n"),
        ("HSTS_SECONDS", "-1", "HSTS_SECONDS is '-1': write a whole number.\n"),
        (
            "LOG_LEVEL",
            "LOUD",
            "LOG_LEVEL is 'LOUD': write DEBUG, INFO, WARNING, ERROR.\n",
        ),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(name, value, sentence):
    done = manage("migrate", **production() | {name: value})
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


def test_a_database_out_of_reach_stops_a_command_with_one_sentence():
    settings = production() | {"DATABASE_URL": "postgres://u:p@127.0.0.1:1/nowhere"}
    done = manage("migrate", **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "The database that DATABASE_URL names cannot be used. Check that it runs and "
        'that address, name and password are right: connection to server at "127.0.0.1",'
        " port 1 failed: Connection refused\n"
    )


@pytest.mark.parametrize(
    ("url", "read"),
    [
        (
            "smtp://thu%40x:m%C3%A3@mail.internal:2525",
            ("mail.internal", 2525, "thu@x", "mã", False, True),
        ),
        ("smtps://mail.internal", ("mail.internal", 465, "", "", True, False)),
        ("smtp://localhost:25?tls=0", ("localhost", 25, "", "", False, False)),
    ],
)
def test_a_mail_server_is_one_address(url, read):
    assert tuple(mail(url).values()) == read


def test_production_starts_nothing_embedded_and_debugs_nothing(tmp_path):
    program = """
from django.conf import settings
database = settings.DATABASES["default"]
print(settings.LOCAL, settings.DEBUG, settings.SECURE_SSL_REDIRECT)
print(database["HOST"], database["PORT"], database["NAME"], database["USER"])
print(settings.CELERY_BROKER_URL, settings.CACHES["default"]["LOCATION"])
print(settings.MAIL_IS_SENT, settings.SITE_URL, settings.DEFAULT_FROM_EMAIL)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env=SHELL
        | production()
        | {
            "VAR_DIR": str(tmp_path / "var"),
            "DJANGO_SETTINGS_MODULE": "edu_lang_son.settings",
        },
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "False False True",
        "db.internal 5432 edu_lang_son edu_lang_son",
        "redis://:password@redis.internal:6379/0 redis://:password@redis.internal:6379/1",
        ("False https://giaoduc.langson.gov.vn khong-tra-loi@giaoduc.langson.gov.vn"),
    ]
    assert not (tmp_path / "var").exists()


def test_local_settings_keep_one_secret_key_and_do_not_debug(tmp_path):
    program = (
        "from django.conf import settings; print(settings.SECRET_KEY, settings.DEBUG)"
    )
    environment = SHELL | {
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "edu_lang_son.settings",
    }
    first, second = (
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        ).stdout.split()
        for _ in range(2)
    )
    assert first == second
    assert len(first[0]) >= 50
    assert first[1] == "False"
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
