"""The limits of what is read, all of them settings."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    bytes: int
    expanded_bytes: int
    ratio: int
    parts: int
    sheets: int
    rows: int
    columns: int
    cells: int
    memory_bytes: int
    seconds: int

    @property
    def broken_cells(self) -> int:
        """More cells with errors than that are the work of a program, not of people."""
        return self.cells // 10


def limits() -> Limits:
    return Limits(**{name.lower(): n for name, n in settings.WORKBOOK_LIMITS.items()})
