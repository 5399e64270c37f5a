"""Check a workbook, and apply it where nothing is wrong: the same path as the page."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from communes.imports import shell


class Command(BaseCommand):
    help = "Check (and with --apply write) a workbook; prints one line of JSON."

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--as", dest="username", required=True, metavar="USERNAME")
        parser.add_argument("--year", help="2025 or 2025-2026; default: the open one")
        parser.add_argument("--apply", action="store_true")

    def handle(self, *, kind, file, username, year, apply, **options):
        outcome = shell.import_file(kind, file, username, year, apply)
        self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        if outcome.refused:
            sys.exit(1)
