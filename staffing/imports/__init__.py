"""The staff workbook: one row a person, with the main post and the highest degree."""
