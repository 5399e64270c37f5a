"""One of the four figures by school, commune, cluster, level, post, subject or year."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.levels import Level
from communes.models import Commune, IndicatorValue
from communes.search import fold
from staffing.models import Post, Subject

NOBODY = gettext_lazy("Sở GDĐT trực tiếp quản lý")


@dataclass(frozen=True)
class Grouping:
    """Rows under one kind of name; `keys` are looked up on the figure's own rows."""

    code: str
    label: str

    def keys(self, figure, basis):
        """Fields to group by, or None where the figure knows nothing of the kind."""
        managed = basis == IndicatorValue.Basis.MANAGED
        place = "managing_commune" if managed else "commune"
        fields = {
            "commune": [f"institution__{place}"],
            "school": ["institution__code", "institution__name"],
            "cluster": ["institution__commune__cluster"],
            "level": figure.level and [figure.level],
            "post": (figure.post or figure.group) and [figure.post or figure.group],
            "subject": figure.subject and [figure.subject],
            "year": ["school_year"],
        }
        return fields[self.code] or None


GROUPINGS = {
    code: Grouping(code, label)
    for code, label in (
        ("commune", gettext_lazy("Xã, phường")),
        ("school", gettext_lazy("Trường")),
        ("cluster", gettext_lazy("Cụm")),
        ("level", gettext_lazy("Cấp học")),
        ("post", gettext_lazy("Vị trí")),
        ("subject", gettext_lazy("Môn")),
        ("year", gettext_lazy("Năm học")),
    )
}


def offered(figure):
    """Groupings that the figure can be shown by."""
    return [one for one in GROUPINGS.values() if one.keys(figure, "")]


def table_rows(figure, grouping, rows, page):
    """Sums of the figure's `rows` with the name and address of what they are about."""
    keys = grouping.keys(figure, page.basis)
    names = NAMES[grouping.code]()
    found = []
    for row in figure.sums(rows, page.reading, *keys):
        key = row[keys[0]]
        found.append(
            {
                "name": row.get("institution__name") or named(names, key),
                "url": address(grouping.code, key, page),
                "schools": row["schools"],
                "shortage": row["shortage"],
                "surplus": row["surplus"],
            }
        )
    return sorted(found, key=lambda row: fold(row["name"]))


def named(names, key):
    if key is None:
        return str(NOBODY)
    return str(names.get(key, key)) or _("Chung")


def address(code, key, page):
    routes = {"commune": "commune_detail", "school": "school_detail"}
    if key is None or code not in routes:
        return ""
    return reverse(routes[code], args=[key]) + page.query


def _communes():
    return {row.code: row.full_name for row in Commune.objects.defer("outline")}


def _posts():
    posts = {code: str(post) for code, post in Post.objects.in_bulk().items()}
    groups = {value: str(label) for value, label in Post.Group.choices}
    return groups | posts


def _levels():
    return {"": _("Chung")} | {value: str(label) for value, label in Level.choices}


class _Years(dict):
    """A school year is named by itself: 2025 is 2025-2026."""

    def get(self, key, default=None):
        return f"{key}-{key + 1}"


NAMES = {
    "commune": _communes,
    "school": dict,
    "cluster": dict,
    "level": _levels,
    "post": _posts,
    "subject": lambda: {k: str(v) for k, v in Subject.objects.in_bulk().items()},
    "year": _Years,
}
