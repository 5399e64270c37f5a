"""The workbook as it was sent, given back with its problems marked."""

import io

from communes.models import ImportFile, ImportProblem
from communes.workbooks import marking, opening


def marked(source):
    """(open file, name) of the workbook as it was sent, with its problems marked."""
    sent = ImportFile.objects.get(source=source)
    book = opening.open_workbook(bytes(sent.content), source.file_name)
    file = io.BytesIO()
    marking.marked(book, ImportProblem.objects.filter(source=source), file)
    file.seek(0)
    return (
        file,
        f"{source.file_name.rpartition('.')[0] or source.file_name}-can-sua.xlsx",
    )
