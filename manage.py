#!/usr/bin/env python3
"""Run a management command, with PostgreSQL and the broker at hand."""

import os
import sys

# These read or write source files only; starting servers for them would be waste.
SERVERLESS = {"check", "collectstatic", "embedded", "help", "messages", "version"}
# These start the servers themselves, where and when they need them.
OWN_SERVERS = {"demo"}


def wants_servers(arguments):
    """Whether this command line may touch the database or the broker."""
    if not arguments or {"--help", "-h", "--version"} & set(arguments):
        return False
    if arguments[0] == "check" and "--database" in " ".join(arguments):
        return True
    return arguments[0] not in SERVERLESS | OWN_SERVERS


def stop_without_database():
    """One sentence instead of a trace where DATABASE_URL leads nowhere."""
    from django.db import OperationalError, connection  # noqa: PLC0415

    try:
        connection.ensure_connection()
        # Left open, Django would warn that apps are not ready for a database yet.
        connection.close()
    except OperationalError as error:
        sys.exit(
            "The database that DATABASE_URL names cannot be used. Check that it runs "
            "and that address, name and password are right: "
            + str(error).partition("\n")[0]
        )


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edu_lang_son.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from edu_lang_son import embedded  # noqa: PLC0415

    if wants_servers(sys.argv[1:]):
        try:
            embedded.hold_if_local()
        except (embedded.EmbeddedError, OSError) as error:
            sys.exit(str(error))
        stop_without_database()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
