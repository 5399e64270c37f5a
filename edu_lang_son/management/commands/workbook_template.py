"""Write the filled template of a workbook kind, as one account would download it."""

import io
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from communes.imports import shell, templates
from communes.models import Commune


class Command(BaseCommand):
    help = "Write the filled template of a workbook kind."

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND")
        parser.add_argument("--as", dest="username", required=True, metavar="USERNAME")
        parser.add_argument("--commune", help="code of one commune, such as 06286")
        parser.add_argument("--year", help="2025 or 2025-2026; default: the open one")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *, kind, username, commune, year, out, **options):
        content = io.BytesIO()
        try:
            user, start = shell.account(username), shell.school_year(year)
            shell.kind_of(kind)
            if commune and not Commune.objects.filter(code=commune).exists():
                raise CommandError(f"Không có xã, phường mã {commune}.")
            templates.write(kind, user, content, year=start, commune=commune)
            out.write_bytes(content.getvalue())
        except shell.ShellError as error:
            raise CommandError(error.sentence) from error
        except PermissionDenied as error:
            raise CommandError(shell.not_allowed()) from error
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {out.name}.") from error
