"""Load code lists, communes and norms; what the department edited stays as it is."""

from django.core.management.base import BaseCommand
from django.db import transaction

from communes import seeding as communes
from schools import seeding as schools
from staffing import seeding as staffing


class Command(BaseCommand):
    help = "Load code lists, communes and norms that are missing."

    def handle(self, **options):
        with transaction.atomic():
            added = sum(app.load_reference() for app in (communes, schools, staffing))
        self.stdout.write(f"{added} rows added")
