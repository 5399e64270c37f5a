"""How many teachers and managers the circulars allow one school, step by step.

TT 20/2023/TT-BGDĐT for general schools, TT 19/2023/TT-BGDĐT for preschools,
NĐ 120/2020/NĐ-CP for vice-principals.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
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
    """Levels with figures, each with its grade rows; rows half entered are no figures."""
    by_level = defaultdict(list)
    for grade in grades:
        if grade.classes is not None and grade.pupils is not None:
            by_level[grade.grade.level].append(grade)
    return dict(by_level)


def teachers(institution, region, grades, one_class_sites=(), averages=None):
    """Teachers allowed at each level; a multi-level school is computed level by level.

    Tổng phụ trách Đội is not among them (art. 7.1.c, 12.1.d). `averages` are those
    that the province decided for the school, by level (art. 3.4).
    """
    allowed = {}
    for level, rows in levels_taught(grades).items():
        if level == PRESCHOOL:
            allowed[level] = preschool_teachers(rows, one_class_sites)
        elif level in PUPILS_PER_CLASS:
            allowed[level] = general_teachers(
                institution, level, region, rows, (averages or {}).get(level)
            )
    return allowed


def teachers_by_classes(institution, level, rows):
    """Each class by its ratio: art. 7.1 primary, 12.1 lower, 17.1 upper secondary."""
    kind = institution.special_type
    total = Decimal(0)
    for row in rows:
        if level == PRIMARY:
            # Boarding and disabled primaries are primaries: no ratio of their own.
            with_two = row.two_session_classes
            if with_two is None:
                with_two = row.classes if institution.teaches_two_sessions else 0
            total += with_two * Decimal("1.5")
            total += (row.classes - with_two) * Decimal("1.2")
        elif level == LOWER and kind in ("boarding", "semi_boarding", "disabled"):
            total += row.classes * Decimal("2.20")
        elif level == LOWER:
            total += row.classes * Decimal("1.9")
        elif kind == "boarding":
            total += row.classes * Decimal("2.4")
        elif kind == "gifted":
            specialised = row.specialised_classes or 0
            total += specialised * TEACHERS_PER_SPECIALISED_CLASS
            total += (row.classes - specialised) * Decimal("2.25")
        else:
            total += row.classes * Decimal("2.25")
    return total


def leftovers_count(institution, level):
    """The extra teacher for leftover pupils stands beside the ordinary ratios only."""
    kind = institution.special_type
    if level == LOWER:
        return kind not in ("boarding", "semi_boarding", "disabled")
    if level == UPPER:
        return kind not in ("boarding", "gifted")
    return True


def general_teachers(institution, level, region, rows, average=None):
    classes = sum(row.classes for row in rows)
    pupils = sum(row.pupils for row in rows)
    size = PUPILS_PER_CLASS[level][region]
    if institution.special_type in SCHOOLS_WITH_OWN_CHARTER:
        size = PUPILS_PER_CLASS_BY_CHARTER
    size = average or size
    by_classes = teachers_by_classes(institution, level, rows)

    norm_classes = pupils // size
    # The texts do not say what kind of class a norm class is: as the real ones are.
    by_norm_classes = norm_classes * by_classes / classes if classes else Decimal(0)
    extra_norm = extra_actual = 0
    if leftovers_count(institution, level):
        for_one_more = LEFTOVER_PUPILS[level][region]
        extra_norm = (pupils - norm_classes * size) // for_one_more
        extra_actual = max(0, pupils - classes * size) // for_one_more
    return Required(by_norm_classes + extra_norm, by_classes + extra_actual)


def preschool_teachers(rows, one_class_sites):
    """Each age group by itself; no regions and no sessions (TT 19/2023)."""
    total = NOTHING
    for row in rows:
        code = row.grade_id
        classes, children = row.classes, row.pupils
        inclusive = row.inclusive or 0
        for site in one_class_sites:
            if site.grade_id != code or not is_undersized(site):
                continue
            total += Required(
                TEACHERS_OF_A_ONE_CLASS_SITE, TEACHERS_OF_A_ONE_CLASS_SITE
            )
            classes -= 1
            children -= site.children
            inclusive -= site.inclusive
        total += age_group_teachers(code, classes, children, inclusive)
    return total


def is_undersized(site):
    """Art. 5.1.đ is for groups too small; a mixed group has no size to reach."""
    if site.grade_id in MIXED_GROUPS:
        return True
    places = site.children + FEWER_CHILDREN_PER_INCLUSIVE_CHILD * site.inclusive
    return places < CHILDREN_PER_CLASS[site.grade_id]


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
    classes = sum(row.classes for level in general for row in taught[level])
    return 3 if len(general) > 1 and classes >= 40 else 2


def rounded(number, rounding):
    """The circulars name no rounding: the department chooses one of four."""
    if rounding == "none":
        return number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if rounding == "down":
        return Decimal(floor(number))
    if rounding == "up":
        return Decimal(-floor(-number))
    # Half goes up, as people round by hand; Python's round() would not.
    return Decimal(floor(number + Decimal("0.5")))
