"""The mark that our templates carry: what kind, which year, whose, written when.

It is kept in a hidden sheet of words, which survives being saved as xls or ods.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from communes.workbooks.cells import shown, tidy
from communes.workbooks.refusals import refusal
from communes.workbooks.sheets import SheetData, Workbook

SHEET = "_mau"
# Other sheets of ours that hold nothing to read: drop-downs, guide, list of problems.
LISTS, GUIDE, PROBLEMS = "_danh_sach", "Hướng dẫn", "Cần sửa"
OURS = frozenset([SHEET, LISTS, GUIDE, PROBLEMS])
# Raised when the reader could no longer take an older template for what it is.
FORMAT = 1


@dataclass(frozen=True)
class Stamp:
    """`kind` is the code of a kind of workbook, `school_year` its name ("2026-2027").

    `commune` is a code, "" for the whole province; `made_at` a local time.
    """

    kind: str
    title: str
    school_year: str
    commune: str = ""
    commune_name: str = ""
    made_at: datetime | None = None
    format: int = FORMAT

    def lines(self) -> list[tuple[str, str]]:
        """Name and text of each fact, as they are written into the hidden sheet."""
        facts = asdict(self) | {
            "made_at": f"{self.made_at:%Y-%m-%d %H:%M}" if self.made_at else ""
        }
        return [(name, str(text)) for name, text in facts.items()]


def take(sheets: list[SheetData]) -> tuple[Mapping[str, str], list[SheetData]]:
    """The stamp among `sheets` ({} if none), and the sheets that people fill in."""
    stamp = {
        tidy(shown(row[0])): tidy(shown(row[1]))
        for sheet in sheets
        if sheet.name == SHEET
        for row in sheet.rows
        if len(row) > 1
    }
    ours = OURS if stamp else {SHEET}
    return stamp, [sheet for sheet in sheets if sheet.name not in ours]


def check(
    book: Workbook, wanted: Stamp, titles: Mapping[str, str] | None = None
) -> None:
    """Refuse a template of another kind, year or commune; others carry no stamp.

    `titles` names the kinds by code, for the sentence. An empty commune in `wanted`
    (the whole province) takes the template of any commune.
    """
    stamp = book.stamp
    if not stamp:
        return
    number = stamp.get("format", "")
    if number.isdecimal() and int(number) > FORMAT:
        raise refusal("newer_format")
    if stamp.get("kind", wanted.kind) != wanted.kind:
        found = (titles or {}).get(stamp["kind"]) or stamp.get("title") or stamp["kind"]
        raise refusal("wrong_kind", found=found, wanted=wanted.title)
    year = stamp.get("school_year", wanted.school_year)
    if year != wanted.school_year:
        raise refusal("wrong_year", found=year, wanted=wanted.school_year)
    commune = stamp.get("commune", "")
    if commune and wanted.commune and commune != wanted.commune:
        found = stamp.get("commune_name") or commune
        raise refusal("wrong_commune", found=found, wanted=wanted.commune_name)
