"""Run the whole site with an invented province, on this machine and for this machine."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from edu_lang_son import children, embedded, supervisor
from edu_lang_son.demo.accounts import PASSWORD, accounts_by_role
from edu_lang_son.environment import BASE_DIR


class Command(BaseCommand):
    help = "Start everything with a demo province; Ctrl-C stops everything."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="0: any free one")
        parser.add_argument("--reset", action="store_true", help="begin anew")
        parser.add_argument(
            "--accounts", action="store_true", help="only print the accounts, as JSON"
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="run it all in a temporary place, report in one line of JSON, and end",
        )
        parser.add_argument("--check-here", action="store_true", help="internal")

    def handle(self, *, port, reset, accounts, check, check_here, **options):
        if accounts:
            print(json.dumps(accounts_by_role() | {"password": PASSWORD}))
            return
        if check:
            sys.exit(check_elsewhere())
        try:
            self.run_demo(port, reset, check_here)
        except (
            supervisor.CannotStart,
            children.ChildDied,
            embedded.EmbeddedError,
        ) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.say("Stopped.")

    def run_demo(self, port, reset, check_here):
        if not settings.LOCAL:
            raise supervisor.CannotStart(
                "The demo fills a database with invented schools, so it brings its own: "
                "unset DATABASE_URL and REDIS_URL."
            )
        if reset:
            supervisor.reset()
        with supervisor.Demo(port, self.say) as demo:
            demo.start()
            if check_here:
                sys.exit(self.check(demo))
            self.welcome(demo)
            demo.watch()

    def check(self, demo):
        from edu_lang_son import demo_check  # noqa: PLC0415  only this path needs it

        found = demo_check.report(demo.url)
        print(json.dumps(found, ensure_ascii=False), flush=True)
        return 0 if demo_check.is_right(found) else 1

    def say(self, text):
        self.stderr.write(text, self.style.NOTICE)

    def welcome(self, demo):
        lines = [f"  {role:<18} {name}" for role, name in accounts_by_role().items()]
        self.stdout.write(
            "\n".join(
                [
                    f"Ready: {demo.url}",
                    f"Accounts, all with the password {PASSWORD}:",
                    *lines,
                    "Ctrl-C stops everything.",
                ]
            )
        )


def check_elsewhere():
    """Run the check with another VAR_DIR, which only a new process can have."""
    place = tempfile.mkdtemp(prefix="edu-lang-son-")
    os.chmod(place, 0o711)
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL"}
    }
    me = os.getpid()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--check-here", "--port", "0"],
        cwd=BASE_DIR,
        env=environment | {"VAR_DIR": place},
        preexec_fn=lambda: children.die_with(me),
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        return process.wait()
    finally:
        shutil.rmtree(place, ignore_errors=True)
