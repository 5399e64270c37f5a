"""Look at the embedded servers of this checkout, or stop them."""

from django.core.management.base import BaseCommand

from edu_lang_son import environment
from edu_lang_son.embedded import local_servers


class Command(BaseCommand):
    help = "Embedded PostgreSQL and Valkey of this checkout: status, or stop."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["status", "stop"])

    def handle(self, *, action, **options):
        if not environment.is_local():
            self.stdout.write("DATABASE_URL or REDIS_URL is set: nothing is embedded.")
            return
        servers = local_servers()
        if action == "stop":
            servers.stop()
        self.stdout.write("running" if servers.is_running() else "stopped")
        self.stdout.write(f"data: {servers.folder}\nsockets: {servers.sockets}")
