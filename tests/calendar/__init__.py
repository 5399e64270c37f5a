"""Deadlines, windows, reminders, notices, the board, jobs and worklists."""
