"""Code lists of this app out of its data files."""

from pathlib import Path

from communes.seeding import add_missing, read_csv
from schools.models import Grade, InstitutionKind

DATA = Path(__file__).parent / "data"


def load_reference():
    """Kinds of institution and grades; returns the number of rows added."""
    return add_missing(InstitutionKind, read_csv(DATA / "kinds.csv")) + add_missing(
        Grade, read_csv(DATA / "grades.csv")
    )
