"""Code lists of this app out of its data files."""

from pathlib import Path

from communes.seeding import add_missing, read_csv
from staffing.models import Degree, Post, Subject

DATA = Path(__file__).parent / "data"


def load_reference():
    """Posts, subjects and degrees; returns the number of rows added."""
    return (
        add_missing(Post, read_csv(DATA / "posts.csv"))
        + add_missing(Subject, read_csv(DATA / "subjects.csv"))
        + add_missing(Degree, read_csv(DATA / "degrees.csv"))
    )
