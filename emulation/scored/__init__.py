"""Scores, levels and places with their doubt: pure rules, then reading and writing."""
