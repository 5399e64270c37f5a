"""Institutions, their sites and changes, and the returns they file each period."""
