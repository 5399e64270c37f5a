"""What every school lacks and has too much of, with norms, articles and inputs."""

import json

from django.core.management.base import BaseCommand, CommandError

from communes.models import Commune, SchoolYear
from edu_lang_son.management.commands.recompute import school_year
from staffing import gap_rows


class Command(BaseCommand):
    help = "Show staffing gaps of a school year, school by school and post by post."

    def add_arguments(self, parser):
        parser.add_argument("--year", required=True, help="2025 or 2025-2026")
        parser.add_argument("--commune", help="code of one commune, such as 06286")
        parser.add_argument("--json", action="store_true", help="everything, as JSON")

    def handle(self, *, year, commune, json: bool, **options):
        start = school_year(year)
        if not SchoolYear.objects.filter(start=start).exists():
            raise CommandError(f"There is no school year {start}-{start + 1}.")
        if commune and not Commune.objects.filter(code=commune).exists():
            raise CommandError(f"There is no commune {commune}.")
        try:
            found = gap_rows.of_year(start, commune=commune)
        except gap_rows.NothingComputed as error:
            raise CommandError(
                f"No gaps are computed for {start}-{start + 1}"
                f"{f' in commune {commune}' if commune else ''}; run "
                f"manage.py recompute --year {start}-{start + 1} first."
            ) from error
        self.stdout.write(as_json(found) if json else in_lines(found))


def as_json(found):
    return json.dumps(found, ensure_ascii=False, indent=2)


def in_lines(found):
    """The gaps against the norm's maximum, one line each, both readings."""
    lines = [f"{found['school_year']}, {found['commune'] or 'province'}"]
    for row in found["gaps"]:
        required, short, over = row["required"], row["shortage"], row["surplus"]
        sides = "; ".join(
            f"{reading}: required {_shown(required[reading])}, "
            f"short {_shown(short[reading])}, over {_shown(over[reading])}"
            for reading in gap_rows.READINGS
        )
        lines.append(
            f"{row['school']} {row['post']} {row['level'] or '-'}: "
            f"present {_shown(row['present'])}; {sides} ({row['norm_set']['code']})"
        )
    return "\n".join(lines)


def _shown(number):
    return "-" if number is None else f"{number:g}"
