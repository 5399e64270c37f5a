"""Heads, youth leader and support of a school, from the words of the circulars.

A number is the most that the text allows (0: nobody); None means that the text gives
no number, so nobody can be missing or too many.
"""

from decimal import Decimal

from .norms import LOWER, PRESCHOOL, PRIMARY, UPPER, levels_taught

# Văn thư, thủ quỹ, kế toán: "cùng" one maximum, whoever of them is there.
OFFICE_PEOPLE = {"clerk": "office", "treasurer": "office", "accountant": "office"}
# Art. 9, 14, 19 and TT 19/2023 art. 7: contract labour, set by the school.
BY_CONTRACT = ("nurse", "cook", "guard", "helper")


class Whole:
    """All levels of the school together, and the highest of them (art. 2.5.c)."""

    def __init__(self, institution, region, grades):
        rows = [row for part in levels_taught(grades).values() for row in part]
        self.highest = institution.kind.highest_level
        self.type = institution.special_type
        self.region = region
        self.taught = bool(rows)
        self.classes = sum(row.classes for row in rows)
        self.pupils = sum(row.pupils for row in rows)
        self.lunch_boarders = sum(row.lunch_boarders or 0 for row in rows)
        self.inclusive = sum(row.inclusive or 0 for row in rows)


def support(institution, region, grades):
    """{post: most allowed, or None} of the posts that a text names for this school."""
    school = Whole(institution, region, grades)
    if not school.taught:
        return {}
    if school.highest == PRESCHOOL:
        return preschool_support(school)
    if school.highest not in (PRIMARY, LOWER, UPPER):
        return {}
    allowed = {
        "librarian": librarians(school),
        "office": office(school),
        "registrar": registrars(school),
        "counsellor": Decimal(1),
        **dict.fromkeys(BY_CONTRACT),
    }
    if school.highest != PRIMARY:
        allowed["equipment"] = equipment(school)
    helpers = inclusion(school)
    if helpers:
        allowed["inclusion"] = helpers
    if has_boarders(school):
        allowed["pupil_manager"] = None
    return allowed


def preschool_support(school):
    """Art. 6 is lost: library and office have a number that nobody knows here."""
    allowed = dict.fromkeys((*BY_CONTRACT, "librarian", "office"))
    if school.inclusive:
        allowed["inclusion"] = Decimal(1 if school.inclusive < 20 else 2)
    return allowed


def librarians(school):
    """Art. 8.1, 13.1, 18."""
    if school.highest == UPPER:
        return Decimal({"boarding": 3, "gifted": 4}.get(school.type, 2))
    if school.highest == PRIMARY and school.type in ("semi_boarding", "disabled"):
        return Decimal(2)
    if school.highest == LOWER and school.type == "boarding":
        return Decimal(2)
    if school.highest == LOWER and school.type == "disabled":
        return Decimal(1)
    large = 28 if school.region == 3 else 19
    return Decimal(2 if school.classes >= large else 1)


def office(school):
    """Văn thư, thủ quỹ, kế toán together: art. 8, 13, 18."""
    if school.highest == PRIMARY:
        return Decimal(3 if school.type == "disabled" else 2)
    if school.highest == LOWER:
        three = (
            school.type in ("boarding", "disabled")
            or school.classes >= 40
            or (school.type == "semi_boarding" and school.lunch_boarders > 200)
        )
        return Decimal(3 if three else 2)
    number = 3 if school.type in ("boarding", "gifted") else 2
    one_more = school.classes >= 40 or (
        school.type == "boarding" and school.pupils > 400
    )
    return Decimal(number + one_more)


def equipment(school):
    """Art. 12 and 17; a primary has no such post."""
    if school.highest == LOWER:
        return Decimal(1)
    return Decimal({"boarding": 2, "gifted": 4}.get(school.type, 1))


def registrars(school):
    two = {
        PRIMARY: ("disabled",),
        LOWER: ("boarding", "disabled"),
        UPPER: ("boarding", "gifted"),
    }
    return Decimal(2 if school.type in two[school.highest] else 1)


def inclusion(school):
    """One for 15 in a school for the disabled; elsewhere only with inclusive pupils."""
    if school.type == "disabled":
        return Decimal(school.pupils) / 15
    if not school.inclusive:
        return None
    return Decimal(1 if school.inclusive < 20 else 2)


def has_boarders(school):
    types = {
        PRIMARY: ("semi_boarding",),
        LOWER: ("semi_boarding", "boarding"),
        UPPER: ("boarding",),
    }
    return school.type in types[school.highest]


def of_a_person(post, highest):
    """What is allowed of a post that the texts do not name for this school.

    Teachers, heads, youth leaders and the support that general schools may have are
    then not allowed at all; support outside the texts is nobody's surplus.
    """
    numbered = {"teacher", "principal", "vice_principal", "youth_leader"}
    if highest == PRESCHOOL:
        numbered |= {"inclusion"}
    else:
        numbered |= {"librarian", "office", "registrar", "counsellor"}
        numbered |= {"equipment", "inclusion"}
    return Decimal(0) if post in numbered else None
