"""Measure our work against plain measures, as ratios that any machine may repeat."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Print benchmarks as ratios; --json FILE also writes them to a file."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="which ones; all by default")
        parser.add_argument("--json", type=Path, metavar="FILE")

    def handle(self, *, names, **options):
        # Late: benchmarks import pandas, which no other command should pay for.
        from edu_lang_son.bench import (  # noqa: PLC0415
            BENCHMARKS,
            NothingToMeasure,
            imports,  # noqa: F401, PLC0415
            recompute,  # noqa: F401, PLC0415
            redeploy,  # noqa: F401, PLC0415
            report,  # noqa: F401, PLC0415
        )

        unknown = sorted(set(names) - BENCHMARKS.keys())
        if unknown:
            raise CommandError(
                f"There is no benchmark {unknown[0]}; there is {', '.join(BENCHMARKS)}."
            )
        try:
            measures = [
                one for name in names or BENCHMARKS for one in BENCHMARKS[name]()
            ]
        except NothingToMeasure as error:
            raise CommandError(str(error)) from error
        for one in measures:
            self.stdout.write(line(one))
        if options["json"]:
            options["json"].write_text(as_json(measures), encoding="utf-8")


def line(one):
    verdict = "met" if one.met else "NOT met"
    return (
        f"{one.ratio:9.2f} x (target {one.target:g}, {verdict})  "
        f"{one.work} / {one.against}\n{'':14}{one.scale}"
    )


def as_json(measures):
    return json.dumps([one.as_json() for one in measures], indent=2) + "\n"
