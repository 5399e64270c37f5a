"""Make a plan of redeployment for the whole province and tell what it would do."""

import json

from django.core.management.base import BaseCommand, CommandError

from communes.models import SchoolYear
from staffing.redeploy.assembling import NothingToPlan
from staffing.redeploy.summary import told


class Command(BaseCommand):
    help = "Who could move where: solved in memory, nothing stored."

    def add_arguments(self, parser):
        parser.add_argument("--year", required=True, metavar="2025-2026")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, year, as_json, **options):
        start = year.split("-")[0]
        if not start.isdigit() or not SchoolYear.objects.filter(pk=start).exists():
            raise CommandError(f"There is no school year {year}.")
        try:
            found = told(int(start))
        except NothingToPlan as error:
            raise CommandError(str(error)) from error
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for name in ("shortage", "surplus"):
            before, after = found[name]["before"], found[name]["after"]
            self.stdout.write(f"{name}: {before:g} before, {after:g} after")
        self.stdout.write(
            f"{found['moves']} moves and {found['part_loads']} part loads, "
            f"{found['kilometres']:g} km, {found['seconds']:g} s"
        )
        for row in found["unfilled"].values():
            self.stdout.write(f"{row['missing']:8g} missing: {row['why']}")
