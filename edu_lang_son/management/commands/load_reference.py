"""Load code lists, communes, norms and criteria; what was edited stays as it is."""

from django.core.management.base import BaseCommand
from django.db import transaction

from communes import seeding as communes
from emulation import seeding as emulation
from schools import seeding as schools
from staffing import seeding as staffing


class Command(BaseCommand):
    help = "Load code lists, communes, norms and criteria that are missing."

    def handle(self, **options):
        with transaction.atomic():
            apps = (communes, schools, staffing, emulation)
            added = sum(app.load_reference() for app in apps)
        self.stdout.write(f"{added} rows added")
