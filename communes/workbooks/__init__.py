"""Workbooks from and to people: opened safely, read with patience, written with care.

    book = opening.open_workbook(content, file_name)      # or WorkbookRefused
    tables, remarks = headings.tables(book, columns)      # or headings.find(sheet, ...)
    for column in columns:
        found, problems = values.column(tables[0].cells(column.name), column)
    writing.write_template(stamp, sheets, stream)
    marking.marked(book, problems, stream, tables, fixes)

Nothing here knows a model: what a column means is said by `columns.Column`.
"""
