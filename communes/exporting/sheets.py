"""A table, chart or map of a page as a file: picture, CSV or workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from communes import export
from communes.documents import framed
from communes.documents.blocks import Chart, Map

KINDS = (*framed.TYPES, *export.FORMATS)


@dataclass(frozen=True)
class Sheet:
    """What one file holds; `picture` where the page draws it.

    `filters` are choices that concern this table alone: label and value.
    """

    key: str
    title: str
    header: Sequence[str]
    rows: Iterable[Sequence]
    picture: Chart | Map | None = None
    filters: Sequence[tuple[str, str]] = ()


def respond(kind, sheet, about, name):
    """The file as a download, or None where the sheet has no such form."""
    if kind in export.FORMATS:
        return export.respond(kind, about, sheet.header, sheet.rows, name)
    if kind not in framed.TYPES or sheet.picture is None:
        return None
    content = framed.draw(kind, sheet.picture, facts_below(sheet.picture, about))
    response = HttpResponse(content, content_type=framed.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def facts_below(picture, about):
    """What is printed under a picture: its unit, then what a file says of itself."""
    unit = picture.column.label
    units = [(_("Đơn vị tính"), unit)] if unit else []
    # The title stands above the picture.
    return [*units, *about.lines()[1:]]


class SheetsMixin:
    """A page whose tables are files too: ?table=KEY&export=csv|xlsx|png|svg."""

    export_name = "so-lieu"

    def get_sheets(self):
        """{key: function that gives the Sheet} of every table of the page."""
        return {}

    def about_sheet(self, sheet):
        """What a file of `sheet` says about itself."""
        raise NotImplementedError

    def render_to_response(self, context, **kwargs):
        make = self.get_sheets().get(self.request.GET.get("table"))
        kind = self.request.GET.get("export")
        if make and kind in KINDS:
            sheet = make(context)
            about = self.about_sheet(sheet)
            about.filters.extend(sheet.filters)
            file = respond(kind, sheet, about, f"{self.export_name}-{sheet.key}")
            if file:
                return file
        return super().render_to_response(context, **kwargs)
