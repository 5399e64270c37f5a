"""How many teachers and managers the circulars allow one school, step by step.

TT 20/2023/TT-BGDĐT for general schools, TT 19/2023/TT-BGDĐT for preschools,
NĐ 120/2020/NĐ-CP for vice-principals.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from math import floor

PRESCHOOL = "preschool"
PRIMARY = "primary"
LOWER = "lower_secondary"
UPPER = "upper_secondary"

# TT 20/2023 art. 3.2: pupils per class in vùng 1, 2, 3.
PUPILS_PER_CLASS = {
    PRIMARY: {1: 25, 2: 30, 3: 35},
    LOWER: {1: 35, 2: 40, 3: 45},
    UPPER: {1: 35, 2: 40, 3: 45},
}
# Art. 3.2.d leaves boarding and gifted schools to their own charters: at most 35.
PUPILS_PER_CLASS_BY_CHARTER = 35
SCHOOLS_WITH_OWN_CHARTER = ("boarding", "gifted")
# Art. 17.1.c: the specialised classes of a gifted school, and no others.
TEACHERS_PER_SPECIALISED_CLASS = Decimal("3.1")

# Art. 7.1, 12.1, 17.1: leftover pupils that earn one more teacher in vùng 1, 2, 3.
LEFTOVER_PUPILS = {
    PRIMARY: {1: 12, 2: 15, 3: 17},
    LOWER: {1: 17, 2: 20, 3: 22},
    UPPER: {1: 17, 2: 20, 3: 22},
}

# TT 19/2023 art. 5.1: children per group or class, and leftover children per teacher.
CHILDREN_PER_CLASS = {"N1": 15, "N2": 20, "N3": 25, "M3": 25, "M4": 30, "M5": 35}
LEFTOVER_CHILDREN = {"N1": 6, "N2": 8, "N3": 10, "M3": 11, "M4": 14, "M5": 16}
NURSERY_GROUPS = ("N1", "N2", "N3", "NX")
MIXED_GROUPS = ("NX", "MX")
FEWER_CHILDREN_PER_INCLUSIVE_CHILD = 5
TEACHERS_OF_A_ONE_CLASS_SITE = Decimal("2.0")


@dataclass(frozen=True)
class Required:
    """The same norm under both readings of the word "lớp"."""

    norm_classes: Decimal
    actual_classes: Decimal

    def __add__(self, other):
        return Required(
            self.norm_classes + other.norm_classes,
            self.actual_classes + other.actual_classes,
        )


NOTHING = Required(Decimal(0), Decimal(0))


def levels_taught(grades):
    """Levels with figures, each with the grade rows that belong to it."""
    by_level = defaultdict(list)
    for grade in grades:
        by_level[grade.grade.level].append(grade)
    return dict(by_level)


def teachers(institution, region, grades, one_class_sites=()):
    """Teachers allowed at each level; a multi-level school is computed level by level.

    Tổng phụ trách Đội is not among them (art. 7.1.c, 12.1.d).
    """
    allowed = {}
    for level, rows in levels_taught(grades).items():
        if level == PRESCHOOL:
            allowed[level] = preschool_teachers(rows, one_class_sites)
        elif level in PUPILS_PER_CLASS:
            allowed[level] = general_teachers(institution, level, region, rows)
    return allowed


def teachers_per_class(institution, level):
    """Art. 7.1 primary, 12.1 lower secondary, 17.1 upper secondary."""
    kind = institution.special_type
    if level == PRIMARY:
        # Boarding and disabled primaries are primaries: no ratio of their own.
        return Decimal("1.5") if institution.teaches_two_sessions else Decimal("1.2")
    if level == LOWER:
        if kind in ("boarding", "semi_boarding", "disabled"):
            return Decimal("2.20")
        return Decimal("1.9")
    if kind == "boarding":
        return Decimal("2.4")
    return Decimal("2.25")


def leftovers_count(institution, level):
    """The extra teacher for leftover pupils stands beside the ordinary ratios only."""
    kind = institution.special_type
    if level == LOWER:
        return kind not in ("boarding", "semi_boarding", "disabled")
    if level == UPPER:
        return kind != "boarding"
    return True


def general_teachers(institution, level, region, rows):
    classes = sum(row.classes or 0 for row in rows)
    pupils = sum(row.pupils or 0 for row in rows)
    size = PUPILS_PER_CLASS[level][region]
    if institution.special_type in SCHOOLS_WITH_OWN_CHARTER:
        size = PUPILS_PER_CLASS_BY_CHARTER
    specialised = NOTHING
    if institution.special_type == "gifted" and level == UPPER:
        their_classes = sum(row.specialised_classes or 0 for row in rows)
        their_pupils = sum(row.specialised_pupils or 0 for row in rows)
        specialised = Required(
            their_pupils // size * TEACHERS_PER_SPECIALISED_CLASS,
            their_classes * TEACHERS_PER_SPECIALISED_CLASS,
        )
        classes -= their_classes
        pupils -= their_pupils
    ratio = teachers_per_class(institution, level)

    norm_classes = pupils // size
    extra_norm = extra_actual = 0
    if leftovers_count(institution, level):
        for_one_more = LEFTOVER_PUPILS[level][region]
        extra_norm = (pupils - norm_classes * size) // for_one_more
        extra_actual = max(0, pupils - classes * size) // for_one_more
    return specialised + Required(
        norm_classes * ratio + extra_norm, classes * ratio + extra_actual
    )


def preschool_teachers(rows, one_class_sites):
    """Each age group by itself; no regions and no sessions (TT 19/2023)."""
    total = NOTHING
    for row in rows:
        code = row.grade_id
        classes, children = row.classes or 0, row.pupils or 0
        inclusive = row.inclusive or 0
        for site in one_class_sites:
            if site.grade_id != code:
                continue
            total += Required(
                TEACHERS_OF_A_ONE_CLASS_SITE, TEACHERS_OF_A_ONE_CLASS_SITE
            )
            classes -= 1
            children -= site.children
            inclusive -= site.inclusive
        total += age_group_teachers(code, classes, children, inclusive)
    return total


def age_group_teachers(code, classes, children, inclusive):
    ratio = Decimal("2.5") if code in NURSERY_GROUPS else Decimal("2.2")
    if code in MIXED_GROUPS:
        # Art. 5.1.d gives the ratio of a mixed group and no size to divide by.
        return Required(classes * ratio, classes * ratio)
    size, for_one_more = CHILDREN_PER_CLASS[code], LEFTOVER_CHILDREN[code]
    # A class with an inclusive child holds five fewer: the child takes their places.
    places = children + FEWER_CHILDREN_PER_INCLUSIVE_CHILD * inclusive
    norm_classes = places // size
    return Required(
        norm_classes * ratio + (places % size) // for_one_more,
        classes * ratio + max(0, places - classes * size) // for_one_more,
    )


def youth_leaders(grades):
    """One per school that teaches primary or lower secondary, outside the ratio."""
    taught = levels_taught(grades)
    return 1 if PRIMARY in taught or LOWER in taught else 0


def principals():
    return 1


def vice_principals(grades):
    """At most 2; at most 3 in a multi-level general school of 40 classes or more."""
    taught = levels_taught(grades)
    general = [level for level in taught if level in PUPILS_PER_CLASS]
    classes = sum(row.classes or 0 for level in general for row in taught[level])
    return 3 if len(general) > 1 and classes >= 40 else 2


def rounded(number, rounding):
    """The circulars name no rounding: the department chooses one of four."""
    if rounding == "none":
        return number.quantize(Decimal("0.01"))
    if rounding == "down":
        return Decimal(floor(number))
    if rounding == "up":
        return Decimal(-floor(-number))
    # Half goes up, as people round by hand; Python's round() would not.
    return Decimal(floor(number + Decimal("0.5")))
