"""The school network as it might be: two schools merged, or a site closed.

Classes, posts and the way of the pupils before and after; nothing is written. Posts
come from the same computation as every gap, over the changed schools.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from django.utils.translation import gettext as _

from communes.levels import Level
from communes.models import ReportingPeriod
from schools.models import (
    GradeFigures,
    Institution,
    InstitutionKind,
    OneClassSite,
    SchoolReturn,
)
from staffing import gaps, norms
from staffing.models import AssignedPlaces, Assignment, ClassSizeNorm, NormSet
from staffing.redeploy.problem import distance
from staffing.simulate.overlay import Overlay, replaced


class CannotSimulate(Exception):
    """The change makes no sense, with a sentence that says why."""


def no_return(school):
    words = _("%(school)s chưa nộp báo cáo đầu năm của năm học này nên chưa tính được.")
    return CannotSimulate(words % {"school": school})


def no_kind(school):
    words = _("Chưa có loại trường nào dạy các cấp học của cả hai trường (%(school)s).")
    return CannotSimulate(words % {"school": school})


@dataclass(frozen=True)
class Change:
    """`stays` takes in `goes` (a school), or closes `site` and teaches its pupils.

    regroup: pupils of a grade sit together, as many to a class as the region allows;
    otherwise every class stays as it is. closed: {grade: classes} of a closed site.
    """

    stays: Institution
    goes: Institution | None = None
    site: object = None
    regroup: bool = False
    closed: dict = field(default_factory=dict)

    @property
    def schools(self):
        return [self.stays, self.goes] if self.goes else [self.stays]


def simulate(year, change, reading):
    """Grades, posts and distances before and after; raises CannotSimulate."""
    returns = _returns(year, change)
    before = _figures(returns)
    classes = classes_after(before, change, _sizes(year, change))
    communes = sorted({one.commune_id for one in change.schools})
    ids = {one.pk for one in change.schools}
    now = gaps.compute(year, communes=communes)
    then = gaps.compute(
        year, communes=communes, overlay=overlay(change, returns, classes)
    )
    return {
        "grades": _grades(before, classes),
        "posts": _posts(now, then, ids, reading),
        "distances": distances(change),
        "pupils_moved": _pupils_moved(before, change),
    }


def _returns(year, change):
    """{institution: its return} of the start of `year`; both must be handed in."""
    period = ReportingPeriod.objects.filter(
        school_year=year, kind=ReportingPeriod.Kind.START
    ).first()
    found = SchoolReturn.objects.filter(period=period, institution__in=change.schools)
    by_school = {row.institution_id: row for row in found}
    for school in change.schools:
        if school.pk not in by_school:
            raise no_return(school)
    return by_school


def _figures(returns):
    """{grade: {institution: (classes, pupils)}} in the order of grades."""
    rows = GradeFigures.objects.filter(
        school_return__in=returns.values(), classes__isnull=False, pupils__isnull=False
    ).select_related("grade", "school_return")
    found = defaultdict(dict)
    for row in sorted(rows, key=lambda one: one.grade.order):
        school = row.school_return.institution_id
        found[row.grade][school] = (row.classes, row.pupils)
    return dict(found)


def _sizes(year, change):
    """{grade code or level: pupils per class} for the region of the school that stays."""
    applied = norms.applied_in(year)
    region = change.stays.commune.regions.order_by("-valid_from").first()
    number = region.staffing_region if region else 0
    found = {}
    rows = ClassSizeNorm.objects.filter(
        norm_set__in=[one.norm_set for one in applied.values()],
        region__in=(0, number),
        special_type__in=("", change.stays.special_type),
    ).order_by("special_type", "region")
    # Later rows say more and win.
    for row in rows:
        found[row.grade_id or row.level] = row.pupils_per_class
    return found


def classes_after(before, change, sizes):
    """{grade code: classes}; regrouped classes never outnumber those there are."""
    found = {}
    for grade, by_school in before.items():
        classes = sum(one[0] for one in by_school.values())
        pupils = sum(one[1] for one in by_school.values())
        size = sizes.get(grade.code) or sizes.get(grade.level)
        if change.regroup and size and pupils:
            found[grade.code] = min(classes, max(ceil(pupils / size), 1))
        else:
            closed = change.closed.get(grade.code, 0)
            found[grade.code] = max(classes - closed, 1 if pupils else 0)
    return found


def overlay(change, returns, classes):
    """The tables of the computation as they would be after the change."""
    stays = returns[change.stays.pk]
    goes = returns.get(change.goes.pk) if change.goes else None
    params = {
        "stays": change.stays.pk,
        "goes": change.goes.pk if change.goes else None,
        "stays_return": stays.pk,
        "goes_return": goes.pk if goes else None,
        "kind_after": kind_after(change).pk,
        "classes_after": json.dumps(classes),
        "site_closed": change.site.pk if change.site else None,
    }
    return Overlay(_tables(), params)


def kind_after(change):
    """The kind of school that teaches the levels of both."""
    if change.goes is None:
        return change.stays.kind
    order = Level.values.index
    kinds = [change.stays.kind, change.goes.kind]
    lowest = min((one.lowest_level for one in kinds), key=order)
    highest = max((one.highest_level for one in kinds), key=order)
    found = InstitutionKind.objects.filter(lowest_level=lowest, highest_level=highest)
    if change.stays.kind in found:
        return change.stays.kind
    kind = found.order_by("order").first()
    if kind is None:
        raise no_kind(change.goes)
    return kind


def _tables():
    moved = (
        "CASE WHEN t.institution_id = %(goes)s THEN %(stays)s ELSE t.institution_id END"
    )
    filed = (
        "CASE WHEN t.school_return_id = %(goes_return)s THEN %(stays_return)s "
        "ELSE t.school_return_id END"
    )
    return {
        "schools_institution": replaced(
            Institution,
            kind_id="CASE WHEN t.id = %(stays)s THEN %(kind_after)s ELSE t.kind_id END",
            where="t.id IS DISTINCT FROM %(goes)s",
        ),
        "schools_gradefigures": _grade_rows(),
        "schools_oneclasssite": replaced(
            OneClassSite,
            school_return_id=filed,
            where="t.site_id IS DISTINCT FROM %(site_closed)s",
        ),
        "staffing_assignment": replaced(Assignment, institution_id=moved),
        "staffing_assignedplaces": _places(moved),
    }


def _grade_rows():
    """The school's grades with those it takes in added, classes as they would be."""
    own = "t.school_return_id IN (%(stays_return)s, %(goes_return)s)"
    columns = []
    for column in (one.column for one in GradeFigures._meta.concrete_fields):
        if column == "id":
            columns.append("min(t.id) AS id")
        elif column == "school_return_id":
            columns.append("%(stays_return)s::bigint AS school_return_id")
        elif column == "grade_id":
            columns.append("t.grade_id")
        elif column == "classes":
            columns.append(
                "COALESCE((%(classes_after)s::jsonb ->> t.grade_id)::int, "
                "sum(t.classes)::int) AS classes"
            )
        elif column == "two_session_classes":
            columns.append(
                "LEAST(sum(t.two_session_classes)::int, COALESCE((%(classes_after)s"
                "::jsonb ->> t.grade_id)::int, sum(t.classes)::int)) AS two_session_classes"
            )
        else:
            columns.append(f"sum(t.{column})::int AS {column}")
    merged = ", ".join(columns)
    return (
        f"{replaced(GradeFigures, where=f'({own}) IS NOT TRUE')} UNION ALL "
        f"SELECT {merged} FROM schools_gradefigures t WHERE {own} GROUP BY t.grade_id"
    )


def _places(moved):
    return (
        f"SELECT min(t.id) AS id, {moved} AS institution_id, t.school_year_id, "
        "t.post_group, sum(t.places)::int AS places, max(t.decision) AS decision "
        f"FROM {AssignedPlaces._meta.db_table} t "
        f"GROUP BY {moved}, t.school_year_id, t.post_group"
    )


def _grades(before, classes):
    rows = []
    for grade, by_school in before.items():
        had = sum(one[0] for one in by_school.values())
        pupils = sum(one[1] for one in by_school.values())
        after = classes[grade.code]
        rows.append(
            {
                "grade": grade,
                "pupils": pupils,
                "before": had,
                "after": after,
                "size_before": Decimal(pupils) / had if had else None,
                "size_after": Decimal(pupils) / after if after else None,
            }
        )
    return rows


def _posts(now, then, ids, reading):
    """A row per post and level of the schools concerned, before and after."""
    side = "norm" if reading == NormSet.Reading.NORM_CLASSES else "actual"
    names = ("required", "shortage", "surplus")
    found = {}
    for when, rows in (("before", now), ("after", then)):
        for row in rows:
            if row.institution_id not in ids:
                continue
            line = found.setdefault(
                (row.post_id, row.level),
                {"post": row.post_id, "level": row.level, "before": {}, "after": {}},
            )
            own = line[when]
            own["present"] = own.get("present", 0) + row.present
            # Where the text gives no number nobody is missing and nobody too many.
            if getattr(row, f"required_{side}") is not None:
                for name in names:
                    own[name] = own.get(name, 0) + getattr(row, f"{name}_{side}")
    return list(found.values())


def distances(change):
    """Kilometres, as the crow flies, from each site that pupils would leave."""
    target = _main_site(change.stays)
    if target is None:
        return []
    if change.site is not None:
        leaving = [change.site]
    elif change.goes is not None:
        leaving = list(change.goes.sites.filter(closed_on__isnull=True))
    else:
        leaving = []
    # Hundreds of metres to kilometres.
    rows = [(one, distance(one, target) / 10) for one in leaving if one.pk != target.pk]
    return sorted(rows, key=lambda row: -row[1])


def _main_site(school):
    return school.sites.filter(is_main=True, closed_on__isnull=True).first()


def _pupils_moved(before, change):
    """Pupils whose school or place would change; of a site only where it is known."""
    if change.goes is not None:
        return sum(by.get(change.goes.pk, (0, 0))[1] for by in before.values())
    if change.site is None:
        return None
    sites = OneClassSite.objects.filter(site=change.site, children__isnull=False)
    newest = sites.order_by("-school_return__period__as_of").first()
    return newest.children if newest else None
