"""Which rows below the headings are data, and which are not and why."""

import re

from django.utils.translation import gettext as _

from communes.workbooks.cells import folded, is_empty, tidy
from communes.workbooks.tables import WARNING, Remark, Table

TOTALS = frozenset(
    ["tong", "tong cong", "tong so", "cong", "cong chung", "toan xa", "toan tinh"]
    + ["toan truong", "tong toan xa", "tong hop"]
)
# What stands under a table: who made it, who signs.
FOOT = re.compile(
    r"^(nguoi lap|nguoi nhap|thu truong|hieu truong|ky ten|\(ky|truong phong|chu tich"
    r"|ghi chu|noi nhan|.{0,40}, ngay .{0,4} thang )"
)


def fill(table: Table, start: int):
    """Set the table's data rows, from `sheet.rows[start]` on, and say what is left out."""
    sheet, known = table.sheet, sorted(table.places.values())
    required = [
        table.places[column.name] for column in table.present if column.required
    ] or known
    totals = []
    if start < len(sheet.rows) and _is_numbering(sheet.rows[start]):
        start += 1
    for index in range(start, len(sheet.rows)):
        row = sheet.rows[index]
        if all(_empty(row, place) for place in known):
            continue
        word = _first_word(row)
        if word and _is_total(word):
            totals.append(sheet.number(index))
        elif word and any(_empty(row, place) for place in required) and _is_foot(word):
            break
        else:
            table.row_numbers.append(sheet.number(index))
    table.remarks += [*_about_totals(totals), *_about_hidden(table)]


def _empty(row, place):
    if place >= len(row):
        return True
    # Most cells say something; only short ones need a closer look.
    cell = row[place]
    return cell == "" or (isinstance(cell, str) and len(cell) < 4 and is_empty(cell))


def _first_word(row):
    """The first text of a row, behind a running number; "" if there is none."""
    for cell in row[:4]:
        if isinstance(cell, str) and cell.strip():
            if cell.strip().isdecimal():
                return ""
            return cell
    return ""


def _is_total(word):
    # "Tống Văn An" is a person: only the marks tell "Tổng" from the name.
    return tidy(word).lower().startswith("tổng ") or folded(word) in TOTALS


def _is_foot(word):
    return FOOT.match(folded(word)) is not None


def _is_numbering(row):
    """(1) (2) (3) or A B 1 2 under the headings, as in official forms."""
    marks = [_mark(cell) for cell in row if not is_empty(cell)]
    first = next((i for i, mark in enumerate(marks) if isinstance(mark, int)), 0)
    expected = [chr(ord("A") + i) for i in range(first)]
    expected += range(1, len(marks) - first + 1)
    return len(marks) >= 3 and marks == expected


def _mark(cell):
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else cell
    text = str(text).strip().strip("()[]")
    return int(text) if text.isdecimal() and len(text) < 4 else text


def same_cells(table: Table, first: int, second: int) -> bool:
    """Whether two columns hold the same in every data row, or the second nothing."""
    for row in table.rows():
        one = row[first] if first < len(row) else ""
        other = row[second] if second < len(row) else ""
        if other != "" and one != other:
            return False
    return True


def _about_totals(numbers):
    for number in numbers:
        message = _("Dòng %(row)s là dòng tổng nên được bỏ qua.") % {"row": number}
        yield Remark("total_row", message, WARNING, number)


def _about_hidden(table):
    hidden = [n for n in table.row_numbers if n in table.sheet.hidden_rows]
    if hidden:
        shown = ", ".join(map(str, hidden[:20])) + ("…" if len(hidden) > 20 else "")
        message = _("Các dòng đang ẩn vẫn được đọc: %(rows)s.") % {"rows": shown}
        yield Remark("hidden_rows", message, WARNING, hidden[0])
