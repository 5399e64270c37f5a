"""The parts of a Word file that python-docx has no words for, as markup."""

from xml.sax.saxutils import escape

from communes.documents.blocks import Table, heading_rows, written

# The numbers of python-docx's WD_ALIGN_PARAGRAPH, without loading it.
LEFT, CENTRED, JUSTIFIED = 0, 1, 3
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = f'xmlns:w="{WORDS}"'
# Twentieths of a point: the width between the margins, upright and turned.
UPRIGHT, TURNED = 9240, 14570


def parsed(markup):
    from docx.oxml import parse_xml  # noqa: PLC0415  (slow to import)

    return parse_xml(markup)


def font(style, name, size, *, bold=False, italic=False):
    """The same typeface for every script: Word keeps one for each."""
    from docx.oxml.ns import qn  # noqa: PLC0415  (slow to import)
    from docx.shared import RGBColor  # noqa: PLC0415

    style.font.name, style.font.size = name, size
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def plain(paragraph, align):
    paragraph.paragraph_format.first_line_indent = 0
    if align is not None:
        paragraph.alignment = align


def field(code, shown="1"):
    """A field: Word works it out, and until then `shown` stands there."""
    return (
        f'<w:r {SPACE}><w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r {SPACE}><w:instrText xml:space="preserve">{code}</w:instrText></w:r>',
        f'<w:r {SPACE}><w:fldChar w:fldCharType="separate"/></w:r>',
        f"<w:r {SPACE}><w:t>{escape(shown)}</w:t></w:r>",
        f'<w:r {SPACE}><w:fldChar w:fldCharType="end"/></w:r>',
    )


def add_field(paragraph, code, shown="1"):
    for run in field(code, shown):
        paragraph._p.append(parsed(run))


def page_numbers(section):
    """In the middle of the head, from the second page on; later sections follow."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    plain(paragraph, CENTRED)
    add_field(paragraph, "PAGE")


def caption(paragraph, label, number, text):
    paragraph.add_run(f"{label} ")
    add_field(paragraph, f"SEQ {label} \\* ARABIC", str(number))
    paragraph.add_run(f": {text}")


def contents(paragraph, depth):
    words = "Nhấn chuột phải, chọn “Cập nhật trường” để lập mục lục."
    add_field(paragraph, f'TOC \\o "1-{depth}" \\h \\z \\u', words)


def ask_to_number_pages(file):
    """Word fills the table of contents in when it opens the file."""
    markup = f'<w:updateFields {SPACE} w:val="true"/>'
    file.settings.element.append(parsed(markup))


def table(content: Table, *, wide):
    """A whole table; its heading rows are repeated on every page."""
    width = TURNED if wide else UPRIGHT
    total = sum(column.width for column in content.columns)
    widths = [int(width * column.width / total) for column in content.columns]
    rows = [_heading(row) for row in _placed(content.columns)]
    rows += [_row(content.columns, row) for row in content.rows]
    if content.totals is not None:
        rows.append(_row(content.columns, content.totals, bold=True))
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    return parsed(
        f"<w:tbl {SPACE}><w:tblPr>"
        f'<w:tblW w:w="{width}" w:type="dxa"/>{_borders("single")}'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _borders(kind):
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="{kind}" w:sz="4"/>' for side in sides)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def _placed(columns):
    """Heading rows in full: where a heading reaches down, the cell below continues it."""
    rows = heading_rows(columns)
    if len(rows) == 1:
        return [[(text, 1, "") for text, _span, _rows in rows[0]]]
    below = iter(rows[1])
    first, second = [], []
    for text, span, down in rows[0]:
        first.append((text, span, "restart" if down == 2 else ""))
        if down == 2:
            second.append(("", 1, "continue"))
        else:
            second += [(next(below)[0], 1, "") for _place in range(span)]
    return [first, second]


def _heading(row):
    cells = []
    for text, span, merge in row:
        facts = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        facts += f'<w:vMerge w:val="{merge}"/>' if merge else ""
        facts += '<w:shd w:val="clear" w:fill="E8EEF1"/><w:vAlign w:val="center"/>'
        cells.append(_cell(text, facts, align="center", bold=True))
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    return f"<w:tr>{head}{''.join(cells)}</w:tr>"


def _row(columns, row, *, bold=False):
    cells = [
        _cell(
            written(column, value),
            align="right" if column.is_number else "left",
            bold=bold,
        )
        for column, value in zip(columns, row, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(text, facts="", *, align, bold=False):
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f"<w:tc><w:tcPr>{facts}</w:tcPr><w:p><w:pPr>"
        f'<w:pStyle w:val="Cell"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


def side_by_side(left, right, ruled, *, left_aligned=False):
    """Two columns without borders: head or foot of the paper.

    Lines are (text, size, bold, italic). `ruled`: the number of the line, in both
    columns, that has a rule below; 0 for none.
    """
    sides = [
        "".join(
            _line(*one, ruled=ruled and place == ruled, align=align)
            for place, one in enumerate(lines)
        )
        for lines, align in (
            (left, "left" if left_aligned else "center"),
            (right, "center"),
        )
    ]
    widths = (3700, 5540)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{side}</w:tc>'
        for width, side in zip(widths, sides, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parsed(
        f"<w:tbl {SPACE}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_borders("nil")}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _line(text, size, bold, italic, *, ruled, align):
    weight = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    rule = (
        '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1"/></w:pBdr>'
        '<w:ind w:left="900" w:right="900" w:firstLine="0"/>'
    )
    shape = "" if ruled else '<w:ind w:firstLine="0"/>'
    line = (
        f'<w:p><w:pPr><w:spacing w:after="20"/>{shape}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{weight}<w:sz w:val="{int(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
    if not ruled:
        return line
    # The rule is shorter than the words, so it is a line of its own below them.
    below = f'<w:p><w:pPr>{rule}<w:spacing w:after="60" w:line="60" w:lineRule="exact"/></w:pPr></w:p>'
    return line.replace("<w:jc", '<w:ind w:firstLine="0"/><w:jc', 1) + below
