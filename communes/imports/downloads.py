"""The workbook as it was sent, given back with its problems marked."""

import io

from communes.imports import kinds
from communes.models import ImportFile, ImportFix, ImportProblem
from communes.workbooks import headings, marking, opening


def marked(source):
    """(open file, name) of the workbook as it was sent, with its problems marked.

    Cells put right in the browser stand in it as they were put right.
    """
    sent = ImportFile.objects.get(source=source)
    book = opening.open_workbook(bytes(sent.content), source.file_name)
    columns = kinds.get(source.kind).columns(source.uploaded_by, source.school_year_id)
    tables, _remarks = headings.tables(book, columns)
    problems = ImportProblem.objects.filter(source=source)
    fixes = ImportFix.objects.filter(source=source)
    file = io.BytesIO()
    marking.marked(
        book,
        problems,
        file,
        tables,
        fixes.values_list("sheet", "row", "column", "value"),
    )
    file.seek(0)
    return (
        file,
        f"{source.file_name.rpartition('.')[0] or source.file_name}-can-sua.xlsx",
    )
