"""Documents that leave the system: one content, written as Word, PDF and Excel.

    sections of the apps -> blocks -> letterhead and foot -> Word | PDF | workbook

The writers know nothing of schools; the apps know nothing of the writers.
"""
