"""Files for whoever enters data in Excel: filled templates, and the workbook marked."""

import io

from django.utils import timezone

from communes.imports import kinds
from communes.models import Commune, ImportFile, ImportProblem
from communes.search import slug
from communes.workbooks import marking, opening
from communes.workbooks.stamps import Stamp
from communes.workbooks.writing import write_template


def template_of(kind, user, year, commune=None):
    """(open file, name) of a template of `kind`, filled with what `user` may change."""
    place = Commune.objects.defer("outline").filter(code=commune or "").first()
    stamp = Stamp(
        kind.code,
        str(kind.title),
        year.name,
        commune=place.code if place else "",
        commune_name=place.full_name if place else "",
        made_at=timezone.localtime(),
    )
    sheets = kind.template(user, year.start, place.code if place else None)
    file = io.BytesIO()
    write_template(stamp, sheets, file)
    file.seek(0)
    parts = [kind.code, year.name, slug(place.name) if place else ""]
    return file, "-".join(filter(None, parts)) + ".xlsx"


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


def kind_or_none(code):
    try:
        return kinds.get(code)
    except LookupError:
        return None
