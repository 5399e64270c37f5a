"""Targets of the plan: what a value is asked to be, and how far it has come."""
