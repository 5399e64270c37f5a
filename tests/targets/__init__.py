"""Targets of indicators: judging, pages, papers."""
