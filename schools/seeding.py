"""Code lists of this app out of its data files."""

from pathlib import Path

from communes.seeding import add_missing, add_rules, read_csv
from schools.models import Grade, InstitutionKind, RejectionReason

DATA = Path(__file__).parent / "data"


FILES = (
    (InstitutionKind, "kinds.csv"),
    (Grade, "grades.csv"),
    (RejectionReason, "rejection_reasons.csv"),
)


def load_reference():
    """Kinds of school, grades, reasons, rules; returns the number of rows added."""
    added = sum(add_missing(model, read_csv(DATA / name)) for model, name in FILES)
    return added + add_rules(DATA / "rules.json")
