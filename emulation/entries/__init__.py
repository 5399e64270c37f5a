"""Entries: answering, handing in, the sheet of self-assessment and what came of it."""
