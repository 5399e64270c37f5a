"""A document as PDF: tagged, fonts embedded, set by Typst from data and one template."""

import json
from pathlib import Path

from communes.documents import pictures
from communes.documents.blocks import (
    FEW_ROWS,
    Break,
    Chart,
    Contents,
    Document,
    Heading,
    Map,
    Note,
    Paragraph,
    Signing,
    Table,
    heading_rows,
    written,
)

TEMPLATE = Path(__file__).with_name("paper.typ")
# The first that the machine has; the last comes with the typesetter and has every
# Vietnamese letter (Debian's Liberation Serif lacks most of them).
FONTS = ("Times New Roman", "Tinos", "Libertinus Serif")


def write(document: Document) -> bytes:
    """The bytes of the PDF."""
    import typst  # noqa: PLC0415  (slow to import, needed by documents alone)

    return typst.compile(TEMPLATE, sys_inputs={"paper": json.dumps(paper(document))})


def paper(document: Document) -> dict:
    """The document as the template reads it."""
    head, foot = document.letterhead, document.foot
    return {
        "kind": document.kind,
        "title": document.title.split("\n"),
        "moment": [document.moment.year, document.moment.month, document.moment.day],
        "signs-at-end": document.signs_at_end,
        "mark": document.mark,
        "addressees": list(document.addressees),
        "compact": document.is_compact,
        "fonts": FONTS,
        "letterhead": {
            "superior": head.superior,
            "agency": head.agency.split("\n"),
            "number": head.number,
            "place-and-date": head.place_and_date,
        },
        "blocks": [_block(block) for block in document.blocks],
        "foot": foot
        and {
            "recipients": list(foot.recipients),
            "signer": _signer(foot.signer),
            "beside": foot.beside and _signer(foot.beside),
        },
    }


def _signer(signer):
    return {"role": signer.role.split("\n"), "name": signer.name}


def _block(block):
    match block:
        case Heading():
            lines = block.text.split("\n")
            return {"kind": "heading", "level": block.level, "lines": lines}
        case Paragraph():
            kind = "bullet" if block.is_point else "paragraph"
            return {"kind": kind, "text": block.text}
        case Note():
            return {"kind": "note", "text": block.text}
        case Table():
            return _table(block)
        case Chart() | Map():
            return _chart(block)
        case Contents():
            return {"kind": "contents", "depth": block.depth}
        case Break():
            return {"kind": "break"}
        case Signing():
            return {"kind": "signing"}
    raise TypeError(type(block).__name__)


def _table(table):
    header = [
        [{"text": text, "span": span, "rows": rows} for text, span, rows in row]
        for row in heading_rows(table.columns)
    ]
    rows = [_row(table.columns, row) for row in table.rows]
    if table.totals is not None:
        rows.append(_row(table.columns, table.totals, bold=True))
    return {
        "kind": "table",
        "caption": table.title,
        "wide": table.is_wide,
        "whole": len(rows) <= FEW_ROWS,
        "widths": [column.width for column in table.columns],
        "header": header,
        "rows": rows,
        "notes": list(table.notes),
    }


def _row(columns, row, *, bold=False):
    return [
        {"text": written(column, value), "right": column.is_number, "bold": bold}
        for column, value in zip(columns, row, strict=True)
    ]


def _chart(chart):
    return {
        "kind": "chart",
        "caption": chart.title,
        "svg": pictures.svg(chart),
        "width": 100,
        "alt": chart.sentence,
        "notes": [chart.sentence],
    }
