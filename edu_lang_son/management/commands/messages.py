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
    help = "Compare the English catalogue with the texts of templates and Python files."
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
        path = messages.catalogue_path()
        if update:
            messages.update(settings.BASE_DIR, path)
        report = messages.check(settings.BASE_DIR, path)
        for name, words in PROBLEMS.items():
            for msgid in getattr(report, name):
                self.stdout.write(f"{words}: {msgid!r}")
        if check and not report.is_clean:
            raise CommandError("The English catalogue is not complete.")
