"""Reads a workbook in a process of its own, which may be killed without harm.

A few bytes can make the library that reads workbooks ask for a hundred gigabytes, and
the system then ends the whole process. Called with the limits as arguments; the file
comes on standard input, the cells leave pickled on standard output.
"""

import io
import pickle
import resource
import sys

ROWS_AT_A_TIME = 1000
OUT_OF_MEMORY = 3


def main(memory, seconds, sheets, rows, columns, cells):
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    memory = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    content = sys.stdin.buffer.read()
    import python_calamine  # noqa: PLC0415  (within the limits, not before)

    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
    except python_calamine.PasswordError:
        return send("refused", "encrypted", {})
    except (python_calamine.CalamineError, OSError):
        return send("refused", "damaged", {})
    return read(book, python_calamine, sheets, rows, columns, cells)


def send(*message):
    pickle.dump(message, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def read(book, library, sheets, rows, columns, cells):
    types, total = library.SheetTypeEnum, 0
    if len(book.sheets_metadata) > sheets:
        words = {"count": len(book.sheets_metadata), "limit": sheets}
        return send("refused", "too_many_sheets", words)
    for index, facts in enumerate(book.sheets_metadata):
        if facts.typ in (types.MacroSheet, types.Vba):
            return send("refused", "macros", {})
        if facts.typ != types.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        bottom, right = (n + 1 for n in sheet.end or (-1, -1))
        total += bottom * right
        for code, count, limit in (
            ("too_many_rows", bottom, rows),
            ("too_many_columns", right, columns),
            ("too_many_cells", total, cells),
        ):
            if count > limit:
                words = {"name": facts.name, "count": count, "limit": limit}
                return send("refused", code, words)
        hidden = facts.visible != library.SheetVisibleEnum.Visible
        send("sheet", facts.name, hidden, sheet.merged_cell_ranges or [])
        send_rows(sheet)
    return send("end")


def send_rows(sheet):
    # Rows come from the first of the sheet on, columns only from the first used one.
    batch = []
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        while row and row[-1] == "":
            row.pop()
        batch.append(left + row if row else row)
        if len(batch) == ROWS_AT_A_TIME:
            send("rows", batch)
            batch = []
    send("rows", batch)


if __name__ == "__main__":
    try:
        main(*map(int, sys.argv[1:]))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
