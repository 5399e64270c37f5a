"""Slow second versions of the computations, written from the words of the regulation.

They loop over rows in Python and carry the regulation's numbers themselves, so that
neither a wrong query nor a wrongly seeded norm can agree with them by accident.
"""
