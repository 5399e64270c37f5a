"""Handing in, judging and unlocking, as people do it on the pages."""
