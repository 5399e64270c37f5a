"""Write the annual report of the province or of a commune into a file."""

from django.core.management.base import BaseCommand, CommandError

from communes import failures
from communes.reporting.building import NothingToReport, annual_report
from communes.reporting.files import FORMATS, save
from edu_lang_son.management.commands.recompute import school_year


class Command(BaseCommand):
    help = "Write the annual report of a school year into a file."

    def add_arguments(self, parser):
        parser.add_argument("--year", required=True, help="such as 2025-2026")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument("--commune", default="", help="code, else the province")
        parser.add_argument("--out", required=True)

    def handle(self, **options):
        try:
            document = annual_report(school_year(options["year"]), options["commune"])
            size = save(document, options["format"], options["out"])
        except (NothingToReport, OSError) as error:
            raise CommandError(failures.sentence(error)) from error
        self.stdout.write(f"{options['out']}: {size} bytes")
