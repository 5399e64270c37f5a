"""The parts of a Word file that python-docx has no words for, as markup."""

from xml.sax.saxutils import escape

from communes.documents.blocks import Table, heading_rows, written

# The numbers of python-docx's WD_ALIGN_PARAGRAPH, without loading it.
LEFT, CENTRED, JUSTIFIED = 0, 1, 3
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = f'xmlns:w="{WORDS}"'
# Twentieths of a point: the width between the margins, upright and turned.
UPRIGHT, TURNED = 9240, 14570
# Of a long table, so many at its end stay together.
LAST_ROWS = 4


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


def bookmark(paragraph, number):
    """The mark of a heading, where its line in the table of contents leads."""
    facts = f'{SPACE} w:id="{number}"'
    start = f'<w:bookmarkStart {facts} w:name="_Toc{number:09d}"/>'
    paragraph._p.insert(1, parsed(start))
    paragraph._p.append(parsed(f"<w:bookmarkEnd {facts}/>"))


def contents_style(style, mm, level):
    """Indented by level, dots up to the number of the page on the right."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER  # noqa: PLC0415

    shape = style.paragraph_format
    shape.first_line_indent, shape.left_indent = mm(0), mm(6 * (level - 1))
    shape.space_after, shape.alignment = mm(0.7), LEFT
    shape.right_indent = mm(8)
    shape.tab_stops.add_tab_stop(mm(165), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def contents(paragraphs, listed, depth):
    """A table of contents that is there before anybody asks Word to make it.

    `listed`: (number, heading) of each paragraph. Page numbers are fields of their own.
    """
    first, code, middle, _shown, last = field(f'TOC \\o "1-{depth}" \\h \\z \\u')
    for place, (number, heading) in enumerate(listed):
        runs = [first, code, middle] if place == 0 else []
        runs.append(_entry(number, heading))
        if place == len(listed) - 1:
            runs.append(last)
        for run in runs:
            paragraphs[place]._p.append(parsed(run))


def _entry(number, heading):
    mark = f"_Toc{number:09d}"
    words = escape(heading.text.replace("\n", ". "))
    page = "".join(field(f"PAGEREF {mark} \\h", ""))
    return (
        f'<w:hyperlink {SPACE} w:anchor="{mark}" w:history="1">'
        f"<w:r><w:t>{words}</w:t></w:r><w:r><w:tab/></w:r>{page}</w:hyperlink>"
    )


def ask_to_number_pages(file):
    """Word fills the table of contents in when it opens the file."""
    markup = parsed(f'<w:updateFields {SPACE} w:val="true"/>')
    settings = file.settings.element
    # The order of a file's settings is prescribed: before these, where there are any.
    after = [
        one for one in settings if one.tag.split("}")[-1] in ("footnotePr", "compat")
    ]
    if after:
        after[0].addprevious(markup)
    else:
        settings.append(markup)


def table(content: Table, *, wide, whole=False):
    """A whole table; its heading rows are repeated on every page.

    `whole`: all of it stays on one page. Of a longer one only the last rows keep
    together, so that no page shows the totals alone.
    """
    width = TURNED if wide else UPRIGHT
    total = sum(column.width for column in content.columns)
    widths = [int(width * column.width / total) for column in content.columns]
    rows = [_heading(row) for row in _placed(content.columns)]
    body = [(row, False) for row in content.rows]
    if content.totals is not None:
        body.append((content.totals, True))
    for place, (row, bold) in enumerate(body, start=1):
        kept = place < len(body) and (whole or place > len(body) - LAST_ROWS)
        rows.append(_row(content.columns, row, bold=bold, kept=kept))
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
        cells.append(_cell(text, facts, align="center", bold=True, kept=True))
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    return f"<w:tr>{head}{''.join(cells)}</w:tr>"


def _kept(keep):
    return "<w:keepNext/>" if keep else ""


def _row(columns, row, *, bold=False, kept=False):
    cells = [
        _cell(
            written(column, value),
            align="right" if column.is_number else "left",
            bold=bold,
            kept=kept,
        )
        for column, value in zip(columns, row, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(text, facts="", *, align, bold=False, kept=False):
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f"<w:tc><w:tcPr>{facts}</w:tcPr><w:p><w:pPr>"
        f'<w:pStyle w:val="Cell"/>{_kept(kept)}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


def side_by_side(left, right, ruled=(None, None), *, left_aligned=False):
    """Two columns without borders: head or foot of the paper.

    Lines are (text, size, bold, italic). `ruled`: the number of the line of either
    column that has a rule below.
    """
    sides = [
        "".join(
            _line(*one, ruled=place == rule, align=align)
            for place, one in enumerate(lines)
        )
        for lines, rule, align in (
            (left, ruled[0], "left" if left_aligned else "center"),
            (right, ruled[1], "center"),
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
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1"/></w:pBdr>'
    short = '<w:ind w:left="900" w:right="900" w:firstLine="0"/>'
    shape = "" if ruled else '<w:ind w:firstLine="0"/>'
    line = (
        f'<w:p><w:pPr><w:spacing w:after="20"/>{shape}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{weight}<w:sz w:val="{int(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
    if not ruled:
        return line
    # The rule is shorter than the words, so it is a line of its own below them.
    apart = '<w:spacing w:after="60" w:line="60" w:lineRule="exact"/>'
    below = f"<w:p><w:pPr>{rule}{apart}{short}</w:pPr></w:p>"
    return line.replace("<w:jc", '<w:ind w:firstLine="0"/><w:jc', 1) + below
