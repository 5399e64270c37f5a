"""`manage.py messages`: is every text of the screens there in English too?"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from edu_lang_son import messages

PROBLEMS = {
    "missing": "without English",
    "stale": "no longer used",
    "duplicates": "written twice",
    "mismatched": "with other placeholders than the Vietnamese",
}


class Command(BaseCommand):
    help = (
        "Compare the English catalogues with the texts of templates and Python files."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="end with an error if anything is off"
        )
        parser.add_argument(
            "--update",
            action="store_true",
            help="add what is missing with an empty translation, drop what is stale",
        )

    def handle(self, *, check, update, **options):
        paths = messages.catalogues()
        used = messages.used_messages(settings.BASE_DIR, list(paths))
        if update:
            known = messages.translations(paths.values())
            for app, path in paths.items():
                messages.update(used[app], path, known)
        reports = {app: messages.check(used[app], path) for app, path in paths.items()}
        for app, report in reports.items():
            for name, words in PROBLEMS.items():
                for msgid in getattr(report, name):
                    self.stdout.write(f"{app}, {words}: {msgid!r}")
        if check and not all(report.is_clean for report in reports.values()):
            raise CommandError("The English catalogues are not complete.")
