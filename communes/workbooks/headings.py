"""Finds a table in a sheet by its headings, wherever they stand and however they look.

Titles above, two or three lines of merged headings, moved and additional columns,
other spellings: all are taken. Our own templates carry a hidden row of codes below
the headings, which decides if it is there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from communes.workbooks import table_rows
from communes.workbooks.cells import ERROR, LONGEST_WORD, folded, letters, tidy
from communes.workbooks.columns import Column
from communes.workbooks.sheets import SheetData, Workbook, WorkbookRefused
from communes.workbooks.tables import WARNING, Remark, Table

# Headings stand near the top; below that the search would only find data.
DEEPEST_ROW = 40
MOST_LINES = 3
# The running number, which every list has and nobody misses.
NUMBERING = frozenset(["tt", "stt", "so tt", "so thu tu"])
CODE = re.compile(r"\[([a-z0-9_]+)\]")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBERING = re.compile(r"^\(?\d{1,2}[.)]\s*")


@dataclass(frozen=True)
class _Match:
    """Columns found by one way of reading the headings."""

    first: int
    last: int
    # Every place of a column, by its name: more than one if a heading is repeated.
    places: dict[str, list[int]]
    titles: dict[int, str]
    by_codes: bool = False


def find(sheet: SheetData, columns: Sequence[Column]) -> Table | None:
    """The table of `columns` in `sheet`, or None if it has no such headings.

    A table is found when at least two of its columns are (one, if it has no more);
    required columns that are missing are errors among the table's `remarks`.
    """
    match = _by_codes(sheet, columns) or _by_labels(sheet, columns)
    if match is None:
        return None
    table = Table(
        sheet=sheet,
        columns=columns,
        places={name: places[0] for name, places in match.places.items()},
        heading_rows=(sheet.number(match.first), sheet.number(match.last)),
        by_codes=match.by_codes,
    )
    table_rows.fill(table, match.last + 1)
    table.remarks[:0] = [
        *_missing(table),
        *_repeated(table, match),
        *_unknown(table, match),
    ]
    return table


def tables(book: Workbook, columns: Sequence[Column]) -> tuple[list[Table], list]:
    """Every table of `columns` in the visible sheets, and remarks about the others.

    Returns (tables, [(sheet name, Remark)]). A hidden sheet is read only if no visible
    one has the headings; otherwise it is left out and said so. Without any table the
    workbook is refused with the headings it should have.
    """
    found = [table for sheet in book.sheets if (table := find(sheet, columns))]
    seen = [table for table in found if not table.sheet.hidden]
    if not found:
        wanted = [column.label for column in columns if column.required] or [
            column.label for column in columns
        ]
        raise WorkbookRefused(
            "no_headings",
            _(
                "Không tìm thấy hàng tiêu đề trong tệp. Tệp phải có các cột: "
                "%(columns)s. Hãy tải mẫu từ hệ thống rồi nhập số liệu vào đó."
            )
            % {"columns": ", ".join(wanted[:12])},
        )
    chosen = seen or found
    taken = {id(table.sheet) for table in chosen}
    remarks = [
        (sheet.name, _about_left_out(sheet))
        for sheet in book.sheets
        if id(sheet) not in taken and sheet.rows
    ]
    for table in [] if seen else chosen:
        message = _("Trang tính này đang ẩn nhưng là trang duy nhất có bảng cần nhập.")
        table.remarks.append(Remark("hidden_sheet_used", message))
    return chosen, remarks


def _about_left_out(sheet):
    if sheet.hidden:
        message = _("Trang tính “%(name)s” đang ẩn nên không được đọc.")
        return Remark("hidden_sheet", message % {"name": sheet.name})
    message = _("Trang tính “%(name)s” không có bảng cần nhập nên không được đọc.")
    return Remark("sheet_without_table", message % {"name": sheet.name})


# --- by the hidden codes of our templates


def _by_codes(sheet, columns):
    by_name = {column.name: column for column in columns}
    for index, row in enumerate(sheet.rows[:DEEPEST_ROW]):
        codes = [_code(cell) for cell in row]
        places: dict[str, list[int]] = {}
        for place, name in enumerate(codes):
            if name in by_name:
                places.setdefault(name, []).append(place)
        if places and len(places) >= min(2, len(by_name)):
            last = _line_below(sheet, index, places, by_name)
            taken = {place for some in places.values() for place in some}
            titles = {
                place: _title(cell)
                for place, cell in enumerate(sheet.rows[last] if last > index else [])
                if place not in taken and _title(cell)
            }
            return _Match(index, last, places, titles, by_codes=True)
    return None


def _line_below(sheet, index, places, by_name):
    """The row of visible headings below the codes, or the codes' own if there is none."""
    best, most = index, 0
    for last in range(index + 1, min(index + MOST_LINES, len(sheet.rows) - 1) + 1):
        row = sheet.rows[last]
        alike = sum(
            folded(_title(row[place])) == folded(by_name[name].label)
            for name, (place, *_others) in places.items()
            if place < len(row)
        )
        if alike > most:
            best, most = last, alike
    return best


def _code(cell):
    found = CODE.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found.group(1) if found else None


# --- by the words people see


def _by_labels(sheet, columns):
    words = _words(columns)
    best, fewest = None, min(2, len(columns))
    for last in range(min(DEEPEST_ROW, len(sheet.rows))):
        if not _may_be_headings(sheet.rows[last]):
            continue
        for lines in range(1, min(MOST_LINES, last + 1) + 1):
            match = _read(sheet, last - lines + 1, last, words)
            if len(match.places) >= fewest and (
                best is None or _worth(match) > _worth(best)
            ):
                best = match
    return best


def _worth(match):
    """More columns are better, then fewer of them twice."""
    return len(match.places), -sum(map(len, match.places.values()))


def _may_be_headings(row):
    return any(isinstance(cell, str) and cell for cell in row)


def _words(columns) -> dict[str, str | None]:
    """Column name by folded heading; None where the heading alone fits several."""
    words: dict[str, str | None] = {}
    for column in columns:
        spellings = {folded(word) for word in (column.label, *column.aliases)}
        if column.group:
            spellings |= {f"{folded(column.group)} {word}" for word in spellings}
        for word in spellings:
            words[word] = column.name if word not in words else None
    return words


def _read(sheet, first, last, words):
    """Reads rows first to last as headings, upper lines spread over what they span."""
    upper = [_spread(sheet, index, last) for index in range(first, last)]
    bottom = sheet.rows[last]
    width = max(len(line) for line in [*upper, bottom])
    places, titles = {}, {}
    for place in range(width):
        parts = [line.get(place, "") for line in upper]
        parts.append(_title(bottom[place]) if place < len(bottom) else "")
        own = upper and _own(sheet, first, last, place)
        parts = own if own and not parts[-1] else parts
        if not parts[-1] and not own:
            continue
        name = next(filter(None, map(words.get, _spellings(parts))), None)
        if name is None:
            titles[place] = " ".join(dict.fromkeys(filter(None, parts)))
        else:
            places.setdefault(name, []).append(place)
    return _Match(first, last, places, titles)


def _own(sheet, first, last, place):
    """Headings above an empty cell of the last line: merged downwards."""
    cells = [sheet.rows[index][place : place + 1] for index in range(first, last)]
    return [title for cell in cells if cell and (title := _title(cell[0]))]


def _spread(sheet, index, last):
    """Heading texts of an upper line, each over the columns that it spans."""
    row, number = sheet.rows[index], sheet.number(index)
    spans = {
        (top, left): right
        for top, left, _bottom, right in sheet.merged
        if top == number and right > left
    }
    line, text = {}, ""
    until = -1
    for place in range(max(len(row), len(sheet.rows[last]))):
        own = _title(row[place]) if place < len(row) else ""
        if own:
            # Without word of merged cells a heading reaches to the next one.
            text, until = own, spans.get((number, place), 10**6 if not spans else place)
        if text and place <= until:
            line[place] = text
    return line


def _title(cell) -> str:
    return tidy(cell[:LONGEST_WORD]) if isinstance(cell, str) else ""


def _spellings(parts: list[str]) -> Iterator[str]:
    """Ways to read a heading of several lines, the most telling first."""
    parts = list(dict.fromkeys(filter(None, parts)))
    for count in range(len(parts), 0, -1):
        # "Dân tộc thiểu số" over "Nữ" is also "Nữ dân tộc thiểu số".
        for text in (" ".join(parts[-count:]), " ".join(parts[-count:][::-1])):
            yield folded(text)
            yield folded(_NUMBERING.sub("", _BRACKETS.sub(" ", text)))


# --- what to say


def _missing(table):
    for column in table.columns:
        if column.required and column.name not in table.places:
            message = _(
                "Thiếu cột bắt buộc “%(label)s”. Hãy thêm cột này vào hàng tiêu đề "
                "(dòng %(row)s) hoặc dùng mẫu tải từ hệ thống."
            )
            row = table.heading_rows[1]
            words = {"label": column.label, "row": row}
            yield Remark("missing_column", message % words, ERROR, row)


def _repeated(table, match):
    labels = {column.name: column.label for column in table.columns}
    for name, places in match.places.items():
        for place in places[1:]:
            if table_rows.same_cells(table, places[0], place):
                continue
            message = _(
                "Tiêu đề “%(label)s” có ở cả cột %(first)s và cột %(second)s với số "
                "liệu khác nhau. Hãy xóa một cột."
            )
            words = {
                "label": labels[name],
                "first": letters(places[0]),
                "second": letters(place),
            }
            row = table.heading_rows[1]
            yield Remark("repeated_column", message % words, ERROR, row, letters(place))


def _unknown(table, match):
    for place, title in match.titles.items():
        if folded(title) in NUMBERING:
            continue
        message = _("Cột “%(title)s” không thuộc mẫu nên được bỏ qua.")
        yield Remark(
            "unknown_column",
            message % {"title": title[:100]},
            WARNING,
            table.heading_rows[1],
            letters(place),
        )
