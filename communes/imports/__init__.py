"""Workbooks on their way in: sent, checked whole, mended, applied at once, undone.

source = start("staff", content, "can-bo.xlsx", year=2026, by=user)
fix(source, "Nhân sự", 12, "C", "02/09/2026", user); recheck(source, by=user)
apply(source.pk, user); undo(source.pk, user)
"""

from .applying import apply, undo
from .checking import check
from .sending import (
    Refused,
    cancel,
    fix,
    may_import,
    own,
    recheck,
    request_apply,
    request_undo,
    start,
    unfix,
)

__all__ = [
    "Refused",
    "apply",
    "cancel",
    "check",
    "fix",
    "may_import",
    "own",
    "recheck",
    "request_apply",
    "request_undo",
    "start",
    "unfix",
    "undo",
]
