"""The institutions of a year that every indicator is computed over."""

from pathlib import Path

from communes.approvable import APPROVED_STATES, REPORTED_STATES
from communes.levels import Level

SQL = (Path(__file__).parent / "sql" / "universe.sql").read_text(encoding="utf-8")


def rows(year):
    """SQL and parameters: institutions open on the day of the start-of-year return."""
    return SQL, {
        "year": year,
        "level_order": [level.value for level in Level],
        "reported_states": [state.value for state in REPORTED_STATES],
        "approved_states": [state.value for state in APPROVED_STATES],
    }
