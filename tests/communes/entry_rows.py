"""Rows about entry and imports of the commune's school, for the table of who reaches what."""

from communes.models import (
    CellComment,
    Explanation,
    Import,
    ImportChange,
    ImportFile,
    ImportFix,
    ImportProblem,
    PendingCell,
    Rule,
)
from tests.constraints import communes as rows


def cell(make_row):
    """A cell of the school, which its commune manages."""

    def at_the_school(world):
        code = world.school.code
        return make_row(unit=code, institution_code=code, commune=world.commune)

    return at_the_school


def sent(world):
    return rows.sent(commune=world.commune, institution_code=world.school.code)


def part(model, **fields):
    return lambda world: model.objects.create(source=sent(world), **fields)


OF_SCHOOLS = {
    PendingCell: cell(rows.pending),
    Explanation: cell(rows.explanation),
    CellComment: cell(rows.comment),
    Import: sent,
    ImportFile: part(ImportFile, content=b"x"),
    ImportFix: part(ImportFix, sheet="Nhân sự", row=2, column="B"),
    ImportProblem: part(ImportProblem, sheet="Nhân sự", row=2, code="twice"),
    ImportChange: part(ImportChange, sheet="Nhân sự", row=2, action="new"),
}
OF_EVERYBODY = {Rule: lambda world: rows.rule()}
