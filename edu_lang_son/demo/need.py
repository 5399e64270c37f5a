"""A rough idea of how many teachers each school would like, to spread people believably.

The real norm is computed by the staffing app out of its tables; this only shapes
where the demo's teachers stand, so simple numbers from a data file will do.
"""

from .base import read_json

ROUGH = read_json("rough_need.json")


def teachers_wanted(intake, level):
    """Teachers of `level` in proportion to classes, with more for crowded ones."""
    school = intake.school
    if level == "preschool":
        return preschool_wanted(intake)
    classes, pupils = intake.classes(level), intake.pupils(level)
    ratio = ROUGH["ratio"][level]
    if level == "primary" and not school.two_sessions:
        ratio = ROUGH["one_session"]
    special = ROUGH["special"].get(f"{school.special}/{level}")
    if special:
        return classes * special
    if level == "continuing":
        return classes * ratio
    region = str(school.place.region)
    size, more = ROUGH["size"][level][region], ROUGH["more"][level][region]
    return classes * ratio + max(0, pupils - classes * size) // more


def preschool_wanted(intake):
    wanted = 0.0
    for group in intake.groups.values():
        if group.level != "preschool":
            continue
        ratio = (
            ROUGH["nursery"] if group.grade[0] == "N" else ROUGH["ratio"]["preschool"]
        )
        wanted += group.classes * ratio
        size, more = ROUGH["age_groups"].get(group.grade, (99, 99))
        wanted += max(0, group.pupils - group.classes * size) // more
    return wanted - 0.2 * len(intake.one_class)
