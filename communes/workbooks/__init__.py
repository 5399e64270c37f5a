"""Workbooks from and to people: opened safely, read with patience, written with care.

    book = opening.open_workbook(content, file_name)      # or WorkbookRefused
    sheet, table = headings.choose(book, columns)         # or headings.find(sheet, ...)
    for column in table.columns:
        found, problems = values.column(table.cells(column.name), column)

Nothing here knows a model: what a column means is said by `columns.Column`.
"""
