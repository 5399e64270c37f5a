"""Targets of the plan, and the margins that call one nearly reached."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from communes.models import Target, TargetMargin

from .accounts import admin
from .places import YEAR, school_year


def target(indicator="national_standard_share", value="0.6", *, year=YEAR, **fields):
    return Target.objects.create(
        school_year=school_year(year),
        indicator=indicator,
        value=Decimal(value),
        set_by=fields.pop("set_by", None) or admin(),
        set_at=timezone.now(),
        **{"document": "12/KH-UBND", "decided_on": date(year, 8, 15), **fields},
    )


def target_margins(*, share="0.02", number="0.05"):
    for kind, value in (("share", share), ("number", number)):
        TargetMargin.objects.update_or_create(kind=kind, defaults={"value": value})
