"""Registers that are kept through the year: initiatives, press, teams."""
