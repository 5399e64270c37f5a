"""Measures of courses: people who completed their first course, of those there are.

A school is measured by the sessions it held itself, a commune by all of its own and
its schools'. Where nobody has said how many people there are, nothing is measured and
the item stays to be answered.
"""

from dataclasses import dataclass
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import numbers
from communes.models import SchoolYear
from emulation.literacy import totals
from emulation.measured.measures import (
    PLACES,
    SCHOOLS,
    Fact,
    Measure,
    address_of,
    register,
    year_name,
)
from emulation.models import LearnerGroup

NAMES = {
    LearnerGroup.OFFICIAL: (
        gettext_lazy("Cán bộ, công chức, viên chức hoàn thành khóa học số"),
        "Officials who completed a digital course",
    ),
    LearnerGroup.TEACHER: (
        gettext_lazy("Giáo viên, nhân viên hoàn thành khóa học số"),
        "School staff who completed a digital course",
    ),
    LearnerGroup.PUPIL: (
        gettext_lazy("Học sinh, học viên hoàn thành khóa học số"),
        "Pupils who completed a digital course",
    ),
    LearnerGroup.PARENT: (
        gettext_lazy("Phụ huynh hoàn thành khóa học số"),
        "Parents who completed a digital course",
    ),
    LearnerGroup.VILLAGER: (
        gettext_lazy("Người dân hoàn thành khóa học số"),
        "Villagers who completed a digital course",
    ),
}
# Groups that a school teaches.
OF_SCHOOLS = (LearnerGroup.TEACHER, LearnerGroup.PUPIL, LearnerGroup.PARENT)


@dataclass(frozen=True)
class Side:
    """Schools or places: which key of an entry, which paths lead to it."""

    key: str
    of_school: str
    of_session: str


SCHOOL_SIDE = Side("institution_id", "institution", "session__institution")
PLACE_SIDE = Side("commune_id", "institution__managing_commune", "session__commune")


def facts(group, entries, year):
    """entry.pk -> Fact, in at most four queries however many entries there are."""
    schools = [entry for entry in entries if entry.institution_id]
    places = [entry for entry in entries if not entry.institution_id]
    return _of_side(SCHOOL_SIDE, group, schools, year) | _of_side(
        PLACE_SIDE, group, places, year
    )


def _of_side(side, group, entries, year):
    keys = {getattr(entry, side.key) for entry in entries} - {None}
    if not keys:
        return {}
    found = _totals(side, group, keys, year)
    people = totals.reached(
        side.of_session,
        **{
            f"{side.of_session}__in": keys,
            "session__school_year": year,
            "group": group.value,
        },
    )
    return {
        entry.pk: _fact(group, people.get((key, group.value), 0), found[key], year)
        for entry in entries
        for key in [getattr(entry, side.key)]
        if key in found
    }


def _totals(side, group, keys, year):
    day = min(SchoolYear.objects.get(start=year).ends_on, timezone.localdate())
    only = {f"{side.of_school}__in": keys}
    if group == LearnerGroup.TEACHER:
        return totals.staff(day, side.of_school, **only)
    if group == LearnerGroup.PUPIL:
        return totals.pupils(day, side.of_school, **only)
    if side is SCHOOL_SIDE:
        # No school says how many parents it has.
        return {}
    known = totals.declared(year) | totals.residents(year)
    return {unit: total for (unit, of), total in known.items() if of == group.value}


def _fact(group, people, total, year):
    words = _(
        "Số người hoàn thành khóa học số đầu tiên trong các lớp của năm học %(year)s, "
        "trên tổng số: %(total)s"
    ) % {"year": year_name(year), "total": total.words}
    return Fact(
        amount=people,
        out_of=total.number,
        words=words,
        inputs=(
            (str(NAMES[group][0]), numbers.shown(people)),
            (_("Tổng số người"), numbers.shown(total.number)),
        ),
        address=address_of("course_session_list", query=f"?group={group.value}"),
    )


def register_all():
    register(
        *(
            Measure(
                code=f"course:{group.value}:completed",
                name=name,
                name_en=name_en,
                unit=gettext_lazy("người"),
                participants=(SCHOOLS if group in OF_SCHOOLS else ()) + PLACES,
                facts=partial(facts, group),
            )
            for group, (name, name_en) in NAMES.items()
        )
    )
