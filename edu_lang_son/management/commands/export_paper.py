"""Write one paper of any kind into a file."""

from django.core.management.base import BaseCommand, CommandError

from communes.papers import asking, kinds, ordering
from communes.papers.kinds import NothingToReport
from communes.reporting.files import FORMATS, save
from edu_lang_son.management.commands.recompute import school_year


class Command(BaseCommand):
    help = "Write one paper, such as a commune's profile, into a file."

    def add_arguments(self, parser):
        codes = [kind.code for kind in kinds.registered()]
        parser.add_argument("kind", choices=codes)
        parser.add_argument("--year", required=True, help="such as 2025-2026")
        parser.add_argument("--commune", default="", help="code, else the province")
        parser.add_argument("--institution", default="", help="code of a school")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument(
            "--option", action="append", default=[], help="NAME=VALUE, may be repeated"
        )
        parser.add_argument("--out", required=True)

    def handle(self, **options):
        try:
            kind, about = asking.order_of(
                options["kind"],
                school_year(options["year"]),
                commune=options["commune"],
                institution=options["institution"],
                form=options["format"],
                options=options["option"],
            )
            document = ordering.written(kind, about)
            size = save(document, options["format"], options["out"])
        except (NothingToReport, ordering.PaperError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['out']}: {size} bytes")
