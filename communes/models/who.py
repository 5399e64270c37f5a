"""Columns that say who did something and when, and the condition that keeps them whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q


def person(label="", **options):
    """A person who did something, or nobody yet; she is never deleted from under it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label or None,
        **options,
    )


def together(*names):
    """A condition: all of these columns are empty, or all are filled."""
    empty = Q(**{f"{name}__isnull": True for name in names})
    return empty | Q(**{f"{name}__isnull": False for name in names})
