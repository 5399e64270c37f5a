"""Recompute the indicators and gaps of a school year, here and now."""

from django.core.management.base import BaseCommand, CommandError

from communes.models import Commune
from communes.recompute import UnknownYear, recompute_year


def school_year(text):
    """2025 or 2025-2026 as the year it starts in."""
    start, _dash, end = text.partition("-")
    if not start.isdecimal() or (end and end != str(int(start) + 1)):
        raise CommandError(f"{text} is no school year; write 2025-2026.")
    return int(start)


class Command(BaseCommand):
    help = "Recompute indicators and staffing gaps of a school year."

    def add_arguments(self, parser):
        parser.add_argument("--year", required=True, help="2025 or 2025-2026")
        parser.add_argument("--commune", help="code of one commune, such as 06286")

    def handle(self, *, year, commune, **options):
        start = school_year(year)
        if commune and not Commune.objects.filter(code=commune).exists():
            raise CommandError(f"There is no commune {commune}.")
        try:
            outcome = recompute_year(start, commune=commune)
        except UnknownYear as error:
            raise CommandError(
                f"{start}-{start + 1} has no start-of-year reporting period."
            ) from error
        prepared = ", ".join(f"{n} {code}" for code, n in outcome.prepared.items())
        self.stdout.write(
            f"{start}-{start + 1}: {outcome.indicators} indicators, "
            f"{outcome.run.values_written} values, {prepared or 'no gaps'}, "
            f"{outcome.seconds:.2f} s, run {outcome.run.pk} on {outcome.run.host}"
        )
