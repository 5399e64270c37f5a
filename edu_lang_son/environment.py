"""What the environment variables say, and a helpful sentence when they say it badly."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A variable is missing or wrong; the message says which one and what to write."""


def var_folder():
    return Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()


def is_local():
    """Whether this checkout brings its own servers."""
    return not (os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"))


def required(name, hint):
    value = os.environ.get(name, "").strip()
    if not value:
        raise SettingError(f"{name} is not set: {hint}")
    return value


def flag(name, default=False):
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "0", "false", "no", "off"}:
        return default if value == "" else False
    if value in {"1", "true", "yes", "on"}:
        return True
    raise SettingError(f"{name} is {value!r}: write 1 or 0.")


def words(name):
    return [
        word.strip() for word in os.environ.get(name, "").split(",") if word.strip()
    ]


def number(name, default):
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        raise SettingError(f"{name} is {value!r}: write a whole number.")
    return int(value)


def one_of(name, choices, default):
    value = os.environ.get(name, "").strip() or default
    if value not in choices:
        raise SettingError(f"{name} is {value!r}: write {', '.join(choices)}.")
    return value


def database(url):
    """Django's connection settings out of postgres://user:password@host:5432/name."""
    hint = "write it as postgres://user:password@host:5432/name."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SettingError(f"DATABASE_URL cannot be read: {hint}") from None
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.removeprefix("/"))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if parts.scheme not in {"postgres", "postgresql"} or not (name and host):
        raise SettingError(f"DATABASE_URL cannot be read: {hint}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def redis_urls(url):
    """One server, three numbered databases: broker, cache, results of tasks."""
    parts = urlsplit(url)
    hint = "write it as redis://:password@host:6379, without a database number."
    if parts.scheme == "unix" and parts.path:
        return socket_urls(unquote(parts.path))
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise SettingError(f"REDIS_URL cannot be read: {hint}")
    if parts.path.strip("/") or parts.query:
        raise SettingError(f"REDIS_URL names a database or an option: {hint}")
    base = url.rstrip("/")
    return {"broker": f"{base}/0", "cache": f"{base}/1", "results": f"{base}/2"}


def mail(url):
    """Django's mail settings out of smtp://user:password@host:587 (or smtps, port 465).

    smtp asks the server for encryption; `?tls=0` does without, inside one machine.
    """
    hint = (
        "write it as smtp://user:password@host:587 or smtps://user:password@host:465."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SettingError(f"EMAIL_URL cannot be read: {hint}") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingError(f"EMAIL_URL cannot be read: {hint}")
    at_once = parts.scheme == "smtps"
    return {
        "host": parts.hostname,
        "port": port or (465 if at_once else 587),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "ssl": at_once,
        "tls": not at_once and dict(parse_qsl(parts.query)).get("tls") != "0",
    }


def clamd(address):
    """Where the virus scanner listens: the path of a socket, or (host, port); or ""."""
    address = address.strip().removeprefix("unix://")
    if not address or address.startswith("/"):
        return address
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    if not host or not port.isdecimal():
        raise SettingError(
            f"CLAMD_ADDRESS is {address!r}: write host:3310 or /path/of/its.socket."
        )
    return host, int(port)


def socket_urls(socket):
    """The same on a unix socket, which each library writes in its own way."""
    socket = quote(str(socket))
    return {
        "broker": f"redis+socket://{socket}?virtual_host=0",
        "cache": f"unix://{socket}?db=1",
        "results": f"redis+socket://{socket}?virtual_host=2",
    }


def local_secret_key():
    """A key of this checkout alone, made on first use."""
    path = var_folder() / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with open(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(60))
    return path.read_text()
