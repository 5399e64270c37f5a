"""A document as an editable Word file: real styles, contents, captions, repeated heads.

Format of NĐ 30/2020/NĐ-CP, Phụ lục I. Tables are written as markup at once:
python-docx looks a cell up by counting all cells before it, again and again.
"""

import io
import zipfile

from communes.documents import pictures, word_markup
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
)

FONT = "Times New Roman"
BODY = 14
# Millimetres: left for binding; wide tables turn the page.
PORTRAIT = {"top": 20, "bottom": 20, "left": 30, "right": 15}
LANDSCAPE = {"top": 30, "bottom": 17, "left": 20, "right": 20}


def write(document: Document) -> bytes:
    """The bytes of the .docx file."""
    paper = _Paper(document.is_compact)
    paper.letterhead(document)
    if document.kind:
        paper.title(document)
    else:
        paper.addressees(document)
    for block in document.blocks:
        paper.block(block, document)
    if document.signs_at_end:
        paper.foot(document.foot)
    return paper.bytes(document)


class _Paper:
    """The file while it is written; python-docx is loaded with the first one."""

    def __init__(self, is_compact=False):
        import docx  # noqa: PLC0415  (slow to import, needed by documents alone)
        from docx.enum.section import WD_ORIENT, WD_SECTION  # noqa: PLC0415
        from docx.shared import Mm, Pt  # noqa: PLC0415

        self.mm, self.pt = Mm, Pt
        self.orient, self.new_page = WD_ORIENT, WD_SECTION.NEW_PAGE
        self.file = docx.Document()
        self.captions, self.headings = {"Bảng": 0, "Hình": 0}, 0
        self.is_wide, self.is_compact = False, is_compact
        self._styles()
        self._page(self.file.sections[0], PORTRAIT)
        word_markup.page_numbers(self.file.sections[0])

    # --- what it looks like

    def _styles(self):
        styles = self.file.styles
        normal = styles["Normal"]
        word_markup.font(normal, FONT, self.pt(11.5 if self.is_compact else BODY))
        shape = normal.paragraph_format
        shape.first_line_indent, shape.space_after = (
            self.mm(12.7),
            self.pt(2 if self.is_compact else 6),
        )
        shape.alignment = word_markup.JUSTIFIED
        small, head = (9.5, 12) if self.is_compact else (11, 13.5)
        for level, size in ((1, 14), (2, head), (3, head), (4, head)):
            style = styles[f"Heading {level}"]
            word_markup.font(style, FONT, self.pt(size), bold=True, italic=level > 3)
            style.paragraph_format.first_line_indent = self.mm(0)
            style.paragraph_format.keep_with_next = True
            if self.is_compact:
                style.paragraph_format.space_before = self.pt(4)
            style.paragraph_format.alignment = (
                word_markup.CENTRED if level == 1 else word_markup.LEFT
            )
        for name, bold, italic, size in (
            ("Caption", True, False, 10.5 if self.is_compact else 12),
            ("Note", False, True, small),
            ("Cell", False, False, small),
        ):
            style = styles[name] if name in styles else styles.add_style(name, 1)
            style.base_style = normal
            word_markup.font(style, FONT, self.pt(size), bold=bold, italic=italic)
            style.paragraph_format.first_line_indent = self.mm(0)
            style.paragraph_format.space_after = self.pt(0 if name == "Cell" else 4)
            style.paragraph_format.alignment = word_markup.LEFT
        for level in (1, 2, 3):
            style = styles.add_style(f"toc {level}", 1)
            style.base_style = normal
            word_markup.contents_style(style, self.mm, level)
        styles["Caption"].paragraph_format.keep_with_next = True
        above = self.pt(3 if self.is_compact else 8)
        styles["Caption"].paragraph_format.space_before = above
        styles["Caption"].paragraph_format.alignment = word_markup.CENTRED

    def _page(self, section, margins, *, landscape=False):
        short, long = self.mm(210), self.mm(297)
        section.orientation = (
            self.orient.LANDSCAPE if landscape else self.orient.PORTRAIT
        )
        section.page_width, section.page_height = (
            (long, short) if landscape else (short, long)
        )
        for side, width in margins.items():
            setattr(section, f"{side}_margin", self.mm(width))

    def turn(self, *, wide):
        """Wide tables stand on pages of their own, turned."""
        if wide != self.is_wide:
            section = self.file.add_section(self.new_page)
            self._page(section, LANDSCAPE if wide else PORTRAIT, landscape=wide)
            self.is_wide = wide

    # --- what stands in it

    def line(
        self, text, *, size=BODY, bold=False, italic=False, align=None, style=None
    ):
        paragraph = self.file.add_paragraph(style=style)
        word_markup.plain(paragraph, align)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, self.pt(size)
        return paragraph

    def letterhead(self, document):
        head = document.letterhead
        # A people's committee stands under nobody.
        above = [(head.superior.upper(), 12.5, False, False)] if head.superior else []
        agency = [(line, 12.5, True, False) for line in head.agency.upper().split("\n")]
        left = [*above, *agency, (head.number, 13, False, False)]
        if not document.kind:
            left.append((f"V/v {document.name}", 12, False, False))
        right = [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12.5, True, False),
            ("Độc lập - Tự do - Hạnh phúc", 13.5, True, False),
            (head.place_and_date, 13.5, False, True),
        ]
        self.file.element.body.insert(
            -1, word_markup.side_by_side(left, right, (len(left) - 2, 1))
        )

    def title(self, document):
        self.gap()
        centred = word_markup.CENTRED
        self.line(document.kind.upper(), size=14, bold=True, align=centred)
        for line in document.title.split("\n"):
            self.line(line, size=14, bold=True, align=centred)
        if document.mark:
            self.line(document.mark, size=12, italic=True, align=centred)
        self.gap()

    def gap(self):
        """An empty line, where there is room."""
        if not self.is_compact:
            self.line("")

    def addressees(self, document):
        """A letter (công văn) has them in the place of a title."""
        self.line("")
        if len(document.addressees) == 1:
            words = f"Kính gửi: {document.addressees[0]}"
            self.line(words, align=word_markup.CENTRED)
        else:
            for words in ("Kính gửi:", *(f"- {one}" for one in document.addressees)):
                self.line(words).paragraph_format.left_indent = self.mm(30)
        if document.mark:
            centred = word_markup.CENTRED
            self.line(document.mark, size=12, italic=True, align=centred)
        self.line("")

    def block(self, block, document):
        self.turn(wide=isinstance(block, Table) and block.is_wide)
        match block:
            case Heading():
                self.heading(block)
            case Paragraph():
                self.file.add_paragraph(
                    f"- {block.text}" if block.is_point else block.text
                )
            case Note():
                self.file.add_paragraph(block.text, style="Note")
            case Table():
                self.table(block)
            case Chart() | Map():
                self.picture(block)
            case Contents():
                self.contents(block, document)
            case Break():
                self.file.add_page_break()
            case Signing():
                self.foot(document.foot)

    def heading(self, heading):
        """With a mark that the table of contents leads to."""
        self.headings += 1
        paragraph = self.file.add_heading(heading.text, heading.level)
        word_markup.bookmark(paragraph, self.headings)

    def caption(self, label, text):
        self.captions[label] += 1
        paragraph = self.file.add_paragraph(style="Caption")
        word_markup.caption(paragraph, label, self.captions[label], text)

    def table(self, table):
        self.caption("Bảng", table.title)
        whole = len(table.rows) + (table.totals is not None) <= FEW_ROWS
        markup = word_markup.table(table, wide=self.is_wide, whole=whole)
        self.file.element.body.insert(-1, markup)
        # What follows a table needs a line between; a compact paper's captions keep off.
        for note in table.notes or (() if self.is_compact else ("",)):
            self.file.add_paragraph(note, style="Note")

    def picture(self, picture):
        paragraph = self.file.add_paragraph(style="Cell")
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run()
        stream = io.BytesIO(pictures.png(picture))
        drawn = run.add_picture(stream, width=self.mm(88 if self.is_compact else 160))
        drawn._inline.docPr.set("descr", picture.sentence)
        self.caption("Hình", picture.title)
        self.file.add_paragraph(picture.sentence, style="Note")

    def contents(self, block, document):
        self.line("MỤC LỤC", size=14, bold=True, align=word_markup.CENTRED)
        listed = [
            (number, one)
            for number, one in enumerate(document.of(Heading), start=1)
            if one.level <= block.depth
        ]
        paragraphs = [
            self.file.add_paragraph(style=f"toc {one.level}") for _number, one in listed
        ]
        word_markup.contents(paragraphs, listed, block.depth)
        self.file.add_page_break()

    def foot(self, foot):
        self.turn(wide=False)
        room = 2 if self.is_compact else 4
        self.gap()
        left = [("Nơi nhận:", 12, True, True)]
        left += [(f"- {one}", 11, False, False) for one in foot.recipients]
        if foot.beside:
            left = _signature(foot.beside, room)
        markup = word_markup.side_by_side(
            left, _signature(foot.signer, room), left_aligned=not foot.beside
        )
        self.file.element.body.insert(-1, markup)

    def bytes(self, document):
        facts = self.file.core_properties
        facts.title, facts.author = document.name, document.author
        facts.language = "vi"
        facts.created = facts.modified = document.moment
        word_markup.ask_to_number_pages(self.file)
        stream = io.BytesIO()
        self.file.save(stream)
        return _undated(stream)


def _undated(stream):
    """The same package, its parts bearing no time: same paper, same bytes."""
    still = io.BytesIO()
    with zipfile.ZipFile(stream) as parts, zipfile.ZipFile(still, "w") as package:
        for part in parts.infolist():
            name = zipfile.ZipInfo(part.filename)
            package.writestr(name, parts.read(part), zipfile.ZIP_DEFLATED)
    return still.getvalue()


def _signature(signer, lines=4):
    """The signer's office, room to sign, the name."""
    room = [("", 13.5, False, False)] * lines
    office = [(line, 13.5, True, False) for line in signer.role.upper().split("\n")]
    return [*office, *room, (signer.name, 13.5, True, False)]
