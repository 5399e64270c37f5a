"""Pages of imports: sending, mending, applying and taking back a workbook."""
