"""What is left to do about a form, for the panel beside its grid."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from communes.entry import grid
from communes.entry.checks import PENDING, Finding
from communes.models import Rule

# More than this and the list is no help; the number above it says the rest.
SHOWN = 25
NAMED = 3


def inside(label):
    """A heading inside a sentence: without its capital, unless it is an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


@dataclass
class Remark:
    """One finding with the names of its place."""

    finding: Finding
    unit: str
    line: str
    is_open: bool = False

    @property
    def anchor(self):
        return grid.address(self.finding.unit, self.finding.line, self.finding.field)


@dataclass
class Question:
    """A remark on a cell that is not settled yet."""

    comment: dict
    unit: str
    line: str
    anchor: str
    place: dict

    @property
    def at(self):
        return datetime.fromisoformat(self.comment["at"])

    @property
    def answer_by(self):
        day = self.comment["answer_by"]
        return date.fromisoformat(day) if day else None


@dataclass
class Gap:
    """Cells of one line that nobody has filled in."""

    unit: str
    line: str
    anchor: str
    fields: list[str]

    @property
    def words(self):
        named = ", ".join(map(inside, self.fields[:NAMED]))
        left = len(self.fields) - NAMED
        if left <= 0:
            return named
        return _("%(named)s và %(number)s cột khác") % {"named": named, "number": left}


@dataclass
class Panel:
    mend: list[Remark] = field(default_factory=list)
    missing: list[Gap] = field(default_factory=list)
    explain: list[Remark] = field(default_factory=list)
    explained: list[Remark] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    missing_cells: int = 0
    form: str = ""
    has_lines: bool = False
    is_complete: bool = False

    @property
    def is_empty(self):
        return self.is_complete and not (
            self.mend or self.missing or self.explain or self.questions
        )

    @property
    def more_missing(self):
        return max(0, len(self.missing) - SHOWN)

    @property
    def shown_missing(self):
        return self.missing[:SHOWN]


def build(grid_shown, findings) -> Panel:
    """The findings about one form in the four piles of the panel."""
    sheet = grid_shown.sheet
    units = {unit["code"]: unit["name"] for unit in sheet["units"]}
    is_open = {unit["code"]: unit["is_open"] for unit in sheet["units"]}
    lines = {
        (unit["code"], line["code"]): line["label"]
        for unit in sheet["units"]
        for line in unit["lines"]
    }
    labels = {one["name"]: one["label"] for one in sheet["fields"]}
    complete = grid_shown.filled >= grid_shown.expected
    panel, gaps = Panel(is_complete=complete), defaultdict(list)
    panel.form, panel.has_lines = sheet["form"], grid_shown.has_lines
    panel.questions = list(_questions(sheet))
    for one in findings:
        if one.unit not in units:
            continue
        if one.severity == Rule.Severity.MISSING:
            gaps[one.unit, one.line].append(one)
            continue
        remark = Remark(one, units[one.unit], lines.get((one.unit, one.line), ""))
        remark.is_open = is_open[one.unit]
        _pile(panel, one).append(remark)
    panel.missing = [
        Gap(
            units[unit],
            lines.get((unit, line), ""),
            grid.address(unit, line, found[0].field),
            [labels.get(one.field, one.field) for one in found],
        )
        for (unit, line), found in gaps.items()
    ]
    panel.missing_cells = sum(len(gap.fields) for gap in panel.missing)
    return panel


def _pile(panel, finding):
    if finding.severity in (Rule.Severity.ERROR, PENDING):
        return panel.mend
    return panel.explained if finding.explanation else panel.explain


def _questions(sheet):
    for unit in sheet["units"]:
        for line in unit["lines"]:
            for name, comments in line["comments"].items():
                place = {"unit": unit["code"], "line": line["code"], "field": name}
                for comment in comments:
                    anchor = grid.address(*place.values())
                    yield Question(comment, unit["name"], line["label"], anchor, place)
