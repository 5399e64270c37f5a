"""Staff of one institution: each post's norm, presence, absence, places and gap."""

from .models import Absence, PlaceGap, StaffingGap
from .overview import level_order


def gaps_at(institution, *, user, year, reading):
    """Gaps of the institution in the department's order of posts and levels."""
    gaps = StaffingGap.objects.visible_to(user).filter(
        institution=institution, school_year=year
    )
    rows = [gap_row(gap, reading) for gap in gaps.select_related("post")]
    return sorted(rows, key=lambda row: (row["post"].order, level_order(row["level"])))


def places_at(institution, *, user, year):
    """Gaps against assigned places of the institution, one for each group given any."""
    rows = PlaceGap.objects.visible_to(user).filter(
        institution=institution, school_year=year
    )
    return list(rows.order_by("pk"))


def gap_row(gap, reading):
    return {
        "post": gap.post,
        "level": gap.level,
        "level_label": gap.get_level_display() if gap.level else "",
        "has_norm": getattr(gap, f"required_{reading}") is not None,
        "required": getattr(gap, f"required_{reading}"),
        "at_work": gap.present,
        "without_norm": gap.present,
        "contract": gap.present_contract,
        "places": gap.assigned,
        "shortage": getattr(gap, f"shortage_{reading}"),
        "surplus": getattr(gap, f"surplus_{reading}"),
        "absent": sum(gap.absent.values()),
        "absent_words": absent_in_words(gap.absent),
        "level_key": gap.level or "-",
    }


def absent_in_words(absent):
    """ "1 nghỉ thai sản, 2 biệt phái"."""
    labels = dict(Absence.Kind.choices)
    return ", ".join(
        f"{number} {str(labels.get(kind, kind)).lower()}"
        for kind, number in absent.items()
        if number
    )
