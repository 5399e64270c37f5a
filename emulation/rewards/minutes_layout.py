"""A sheet of paper as Nghị định 30/2020/NĐ-CP wants it, over python-docx.

Imported only when a document is made: python-docx is slow to load.
"""

from copy import deepcopy
from datetime import datetime, time

import docx  # noqa: TID253  (this module is imported by a function alone)
from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: TID253
from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: TID253
from docx.oxml import OxmlElement  # noqa: TID253
from docx.oxml.ns import qn  # noqa: TID253
from docx.shared import Cm, Mm, Pt, RGBColor  # noqa: TID253

LEFT, CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY

# Texts longer than any number stand on the left of their cell.
LONG_TEXT = 16


class Paper:
    """Takes the parts of a document in their order."""

    def __init__(self, *, font, size, written_on):
        self.file = docx.Document()
        self.font, self.size = font, size
        self._sheet()
        self._style()
        facts = self.file.core_properties
        facts.author, facts.title, facts.comments = "", "", ""
        facts.created = facts.modified = datetime.combine(written_on, time())

    def _sheet(self):
        """A4; left 30 mm, right 15, top and bottom 20; no number on the first page."""
        sheet = self.file.sections[0]
        sheet.page_width, sheet.page_height = Mm(210), Mm(297)
        sheet.top_margin = sheet.bottom_margin = Mm(20)
        sheet.left_margin, sheet.right_margin = Mm(30), Mm(15)
        sheet.different_first_page_header_footer = True
        number = sheet.header.paragraphs[0]
        number.alignment = CENTER
        _field(number, "PAGE")

    def _style(self):
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = self.font, Pt(self.size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        # Letters of Vietnamese come from the same typeface in every script.
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            style.element.rPr.rFonts.set(qn(script), self.font)
        style.paragraph_format.space_after = Pt(6)

    def _paragraph(self, text, *, align=JUSTIFY, size=None, bold=False, italic=False):
        paragraph = self.file.add_paragraph()
        paragraph.alignment = align
        return _run(paragraph, text, size or self.size, bold, italic)

    def letterhead(self, office, number, country, place):
        """Who writes on the left, the country and its motto on the right."""
        cells = self._two_columns((7.0, 9.5))
        left, right = cells
        self._stack(left, [(office[0], 12, False), (office[1], 12, True)])
        self._stack(right, [(country[0], 12, True), (country[1], 13, True)])
        _rule(left.paragraphs[-1])
        _rule(right.paragraphs[-1])
        self._stack(left, [(number, 13, False)])
        line = right.add_paragraph()
        line.alignment = CENTER
        _run(line, place, 13, italic=True)

    def _two_columns(self, widths):
        table = self.file.add_table(rows=1, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        cells = table.rows[0].cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Cm(width)
        return cells

    def _stack(self, cell, lines):
        for text, size, bold in lines:
            first = cell.paragraphs[0]
            empty = len(cell.paragraphs) == 1 and not first.text
            paragraph = first if empty else cell.add_paragraph()
            paragraph.alignment = CENTER
            paragraph.paragraph_format.space_after = Pt(0)
            _run(paragraph, text, size, bold)

    def title(self, text):
        paragraph = self._paragraph(text, align=CENTER, bold=True)
        paragraph.paragraph_format.space_before = Pt(6)

    def section(self, text):
        paragraph = self._paragraph(text, bold=True)
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text):
        paragraph = self._paragraph(text)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)

    def note(self, text):
        self._paragraph(text, align=LEFT, size=11, italic=True)

    def table(self, header, widths, rows):
        """Rows are copies of one row, filled in: looking cells up would be quadratic."""
        table = self.file.add_table(rows=1, cols=len(header), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        first = table.rows[0]._tr
        _fill(table.rows[0].cells, header, widths, bold=True)
        pattern = deepcopy(first)
        _repeats(first)
        for row in rows:
            line = deepcopy(pattern)
            for cell, text in zip(line.tc_lst, row, strict=True):
                _write(cell, text)
            table._tbl.append(line)
        self.file.add_paragraph().paragraph_format.space_after = Pt(0)

    def signatures(self, *people):
        cells = self._two_columns((8.2, 8.2))
        for cell, (title, name) in zip(cells, people, strict=True):
            self._stack(cell, [(title, 13, True)])
            for _line in range(4):
                self._stack_empty(cell)
            self._stack(cell, [(name, 13, True)])

    def _stack_empty(self, cell):
        cell.add_paragraph().paragraph_format.space_after = Pt(0)

    def save(self, file):
        self.file.save(file)


def _run(paragraph, text, size, bold=False, italic=False):
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _fill(cells, texts, widths, *, bold):
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph, text, 12, bold)


def _write(cell, text):
    """Put `text` into a copied cell, not bold; long texts stand on the left."""
    run = cell.p_lst[0].r_lst[0]
    run.text = text
    for bold in run.rPr.findall(qn("w:b")):
        run.rPr.remove(bold)
    if len(text) > LONG_TEXT:
        cell.p_lst[0].pPr.jc_val = LEFT


def _repeats(row):
    """The heading of a table stands on top of each of its pages."""
    properties = row.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _rule(paragraph):
    """A thin line under a paragraph."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    facts = {"val": "single", "sz": "6", "space": "1", "color": "000000"}
    for name, value in facts.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    # Before spacing and alignment: Word insists on the order of these parts.
    paragraph._p.get_or_add_pPr().insert(0, borders)
    paragraph.paragraph_format.left_indent = Cm(1.8)
    paragraph.paragraph_format.right_indent = Cm(1.8)


def _field(paragraph, instruction):
    """A field that Word computes: the number of the page."""
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = instruction
        run._r.append(part)
