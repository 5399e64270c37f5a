"""The staffing page's figures: gross gaps by post and level, by commune, by reading."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.levels import Level
from communes.models import Commune, IndicatorValue
from communes.search import fold

from . import norms
from .models import Absence, NormSet, Post
from .queries import READINGS, gap_sums

# Families of norms that depend on how classes are counted.
CLASS_FAMILIES = (NormSet.Family.GENERAL, NormSet.Family.PRESCHOOL)
SUMS = ("required", "at_work", "contract", "without_norm", "shortage", "surplus")


def by_post_and_level(gaps, reading):
    """A row per post, teachers per level, in the department's order."""
    posts = Post.objects.in_bulk()
    rows = gap_sums(gaps, reading, "post", "level")
    for row in rows:
        row["post"] = posts[row["post"]]
        row["has_norm"] = row["required"] is not None
        row["level_label"] = Level(row["level"]).label if row["level"] else ""
        row["absent"] = sum(row[f"absent_{kind}"] or 0 for kind in Absence.Kind.values)
    return sorted(rows, key=lambda row: (row["post"].order, level_order(row["level"])))


def level_order(level):
    return Level.values.index(level) if level else -1


def grouped(rows):
    """Rows under their post group with the group's own sums, never netted."""
    groups = defaultdict(list)
    for row in rows:
        groups[row["post"].group].append(row)
    return [
        {"group": group, "label": Post.Group(group).label, "rows": members}
        | summed(members)
        for group, members in sorted(
            groups.items(), key=lambda item: Post.Group.values.index(item[0])
        )
    ]


def summed(rows):
    """Column sums; a column without any value stays empty."""
    return {name: _sum(row[name] for row in rows) for name in (*SUMS, "absent")}


def _sum(values):
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def with_places(groups, places):
    """Group rows with the places given to each group; levels have none of their own."""
    given = given_by(places, "post_group")
    return [group | {"places": given.get(group["group"])} for group in groups]


def given_by(places, key):
    """Sums of biên chế giao by `key`."""
    rows = places.order_by().values(key).annotate(given=Sum("places"))
    return {row[key]: row["given"] for row in rows}


def by_commune(gaps, reading, *, basis, places, query=""):
    """A row per commune; with basis "managed" the department has a row of its own."""
    managed = basis == IndicatorValue.Basis.MANAGED
    key = "institution__managing_commune" if managed else "institution__commune"
    given = given_by(places, key)
    communes = {row.code: row for row in Commune.objects.defer("outline")}
    rows = []
    for row in gap_sums(gaps, reading, key):
        commune = communes.get(row[key])
        rows.append(
            row
            | {
                "name": commune.full_name
                if commune
                else _("Sở GDĐT trực tiếp quản lý"),
                "cluster": commune.cluster if commune else "",
                "url": _address(commune, query),
                "places": given.get(row[key]),
            }
        )
    # Of equal numbers the alphabet decides, whatever the column sorted by.
    return sorted(rows, key=lambda row: fold(row["name"]))


def _address(commune, query):
    return f"{reverse('commune_detail', args=[commune.code])}{query}" if commune else ""


def readings_compared(gaps):
    """Teachers by level under both ways of counting classes, side by side."""
    teachers = gaps.filter(post__group=Post.Group.TEACHER)
    sides = {
        reading: {row["level"]: row for row in gap_sums(teachers, reading, "level")}
        for reading in READINGS
    }
    levels = sorted(sides[READINGS[0]], key=level_order)
    rows = [
        {"level": level, "label": Level(level).label if level else _("Chung")}
        | {reading: sides[reading][level] for reading in READINGS}
        for level in levels
    ]
    return [row | {"difference": _difference(row)} for row in rows]


def _difference(row):
    """Teachers always have a number, so both sides do."""
    actual = row[NormSet.Reading.ACTUAL_CLASSES]["required"]
    return actual - row[NormSet.Reading.NORM_CLASSES]["required"]


def norm_sets_applied(year):
    """Norm sets behind the figures of `year`, named in the language of the page."""
    return [
        {
            "norm": one.norm_set,
            "title": title_of(one.norm_set),
            "retroactive": one.retroactive,
            "counts_classes": one.norm_set.family in CLASS_FAMILIES,
        }
        for one in norms.applied_in(year).values()
    ]


def totals(rows):
    """Sums of the commune table; schools are counted once per row."""
    names = ("schools", "required", "at_work", "places", "shortage", "surplus")
    return {name: _sum(row[name] for row in rows) for name in names}


def choices_in_words(page, group):
    """What the commune table was restricted to, for the file made from it."""
    return [
        (_("Vị trí"), str(Post.Group(group).label)),
        (_("Cấp học"), str(page.level_label)),
        (_("Cách đếm lớp"), str(NormSet.Reading(page.reading).label)),
        (_("Cách cộng"), str(page.basis_label)),
    ]


def sides(gap, reading):
    """One gap under the chosen reading and, beside it, under the other."""
    other = next(name for name in READINGS if name != reading)
    return {"chosen": _side(gap, reading), "other": _side(gap, other)}


def _side(gap, reading):
    return {
        "reading": NormSet.Reading(reading),
        "required": getattr(gap, f"required_{reading}"),
        "shortage": getattr(gap, f"shortage_{reading}"),
        "surplus": getattr(gap, f"surplus_{reading}"),
    }


def post_in_words(gap):
    """The post as it stands inside a sentence: giáo viên tiểu học, primary teacher."""
    level = str(Level(gap.level).label) if gap.level else ""
    words = [str(gap.post), level]
    if get_language() == "en":
        words.reverse()
    return " ".join(filter(None, words)).lower()


def title_of(norm_set):
    return norm_set.title_en if get_language() == "en" else norm_set.title
