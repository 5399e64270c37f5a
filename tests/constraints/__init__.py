"""Cases that break each named constraint of our tables, one module per app."""

from . import (
    communes,
    emulation,
    exports,
    forecasts,
    norms,
    papers,
    redeploy,
    registers,
    reports,
    reviews,
    schools,
    staffing,
    subjects,
    targets,
)
from .registry import CASES

__all__ = [
    "CASES",
    "communes",
    "emulation",
    "exports",
    "forecasts",
    "norms",
    "papers",
    "redeploy",
    "registers",
    "reports",
    "reviews",
    "schools",
    "staffing",
    "subjects",
    "targets",
]
