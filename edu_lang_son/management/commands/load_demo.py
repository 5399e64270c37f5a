"""Load the invented demo province into an empty database."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from edu_lang_son.demo.load import DEFAULT_SEED, NotEmpty, load


class Command(BaseCommand):
    help = "Load the invented demo province (real communes, made-up rest)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale", choices=["province", "small"], default="province"
        )
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *, scale, seed, today, verbosity, **options):
        from tqdm import tqdm  # noqa: PLC0415  slow to import

        with tqdm(unit="bảng", disable=verbosity == 0) as bar:

            def progress(done, total, what):
                bar.total = total
                bar.set_postfix_str(what, refresh=False)
                bar.update(done - bar.n)

            try:
                rows = load(scale, seed=seed, today=today, progress=progress)
            except NotEmpty as error:
                raise CommandError(error) from error
        self.stdout.write(f"{sum(rows.values())} rows in {len(rows)} tables")
