"""Why a gap is what it is, in five steps that a person can read aloud."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Explanation:
    """The five steps behind one gap, ready for a page, the API or a file.

    Every text is in the language of the page, numbers written in its format.
    """

    # 1. The norm: document, articles, and what is unconfirmed about it.
    basis: tuple[str, ...]
    # 2. The arithmetic, one line per step, under each reading of "classes".
    actual_classes: tuple[str, ...]
    norm_classes: tuple[str, ...]
    headline: str  # "actual_classes" or "norm_classes"
    # 3. Who is present, absent and assigned.
    present: tuple[str, ...]
    # 4. The return the figures come from.
    return_id: int | None
    submitted_by: str
    submitted_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    # 5. When, where and by which run it was computed.
    run_id: int
    computed_at: datetime | None
    host: str


def explain(gap):
    """The Explanation of a StaffingGap."""
    raise NotImplementedError
