"""What a province, cluster or commune comes to: headline figures and rows by place."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes import indicators, numbers, queries
from communes.levels import Level
from communes.models import IndicatorValue
from communes.scoping import PROVINCE_ROLES
from communes.search import slug
from communes.templatetags.shell import address

ScopeKind = IndicatorValue.Scope
HEADLINES = (
    "institutions",
    "learners",
    "ethnic_share",
    "staff",
    "teachers_per_class",
    "national_standard_share",
)


@dataclass(frozen=True)
class Headline:
    """One big figure: a label, the figure with its page, a sentence below."""

    label: str
    figure: str
    url: str
    note: str = ""
    shortage: object = None
    surplus: object = None
    is_gap: bool = False
    surplus_url: str = ""


def gap_codes(page):
    """Codes of teachers short and over, by the reading of "classes" that is chosen."""
    tail = "_norm_classes" if page.reading == "norm_classes" else ""
    return f"teacher_shortage{tail}", f"teacher_surplus{tail}"


def indicator_url(page, code):
    return address("indicator_detail", code) + page.query


def place_url(page, kind, key):
    if kind == ScopeKind.PROVINCE:
        return address("dashboard") + page.query
    if kind == ScopeKind.CLUSTER:
        return address("cluster_detail", slug(key)) + page.query
    return address("commune_detail", key) + page.query


def at_scope(page, codes, *, years_back=0, levels=None):
    """Values of the page's scope by (code, level)."""
    wanted = {page.level, *(levels or ())}
    rows = queries.values_of(
        page.user,
        page.year.start - years_back,
        indicators=codes,
        scope=page.scope.kind,
        keys=[page.scope.key],
        level=None,
        basis=page.basis,
    ).filter(level__in=wanted)
    return {(row.indicator, row.level): row for row in rows}


def headlines(page):
    """The five figures that a meeting opens with."""
    codes = (*HEADLINES, *gap_codes(page))
    normed = (Level.PRIMARY, Level.LOWER_SECONDARY)
    now = at_scope(page, codes, levels=normed)
    before = at_scope(page, ("institutions", "learners", "staff"), years_back=1)
    read = Reading(page, now, before)
    return [
        read.count("institutions", read.change("institutions")),
        read.count("learners", joined(read.change("learners"), read.ethnic())),
        read.count("staff", read.teachers_per_class(normed)),
        read.gap(),
        read.standard(),
    ]


def joined(*parts):
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Reading:
    """The values of one scope, this year's and last year's, put into words."""

    page: object
    now: dict
    before: dict

    def row(self, code, level=None):
        return self.now.get((code, self.page.level if level is None else level))

    def number(self, code):
        row = self.row(code)
        return row.numerator if row else numbers.UNKNOWN

    def count(self, code, note):
        indicator = indicators.get(code)
        figure = numbers.shown(self.number(code), 0)
        return Headline(
            indicator.text("name"), figure, indicator_url(self.page, code), note
        )

    def change(self, code):
        old = self.before.get((code, self.page.level))
        new = self.row(code)
        if not (old and new and old.numerator and new.numerator is not None):
            return ""
        difference = new.numerator - old.numerator
        share = numbers.signed(difference * 100 / old.numerator, 1)
        return _("%(difference)s (%(share)s%%) so với năm trước") % {
            "difference": numbers.signed(difference, 0) if difference else "0",
            "share": share,
        }

    def ethnic(self):
        row = self.row("ethnic_share")
        if not row:
            return ""
        share = numbers.measured(indicators.get("ethnic_share"), row.value)
        return _("%(share)s dân tộc thiểu số") % {"share": share}

    def teachers_per_class(self, levels):
        indicator = indicators.get("teachers_per_class")
        found = [(level, self.row(indicator.code, level)) for level in levels]
        parts = [
            f"{numbers.measured(indicator, row.value)} {short_level(level)}"
            for level, row in found
            if row
        ]
        return _("GV/lớp: %(parts)s") % {"parts": ", ".join(parts)} if parts else ""

    def gap(self):
        shortage, surplus = gap_codes(self.page)
        return Headline(
            label=_("Giáo viên so với định mức tối đa"),
            figure="",
            url=indicator_url(self.page, shortage),
            note=_("Thiếu (−) và thừa (+) không bù trừ cho nhau"),
            is_gap=True,
            shortage=self.number(shortage),
            surplus=self.number(surplus),
            surplus_url=indicator_url(self.page, surplus),
        )

    def standard(self):
        indicator = indicators.get("national_standard_share")
        row = self.row(indicator.code)
        figure = numbers.measured(indicator, row.value if row else numbers.UNKNOWN)
        note = ""
        if row:
            note = _("%(part)s/%(whole)s trường công lập thuộc diện xét") % {
                "part": numbers.shown(row.numerator, 0),
                "whole": numbers.shown(row.denominator, 0),
            }
        url = indicator_url(self.page, indicator.code)
        return Headline(indicator.text("name"), figure, url, note)


def short_level(level):
    """The name of a level inside a sentence."""
    short = {Level.PRIMARY: _("tiểu học"), Level.LOWER_SECONDARY: _("THCS")}
    name = short.get(level) or str(Level(level).label)
    return name.lower() if get_language() == "en" else name


def drill_scope(page):
    """What the reader may compare: communes, or clusters outside the department."""
    if page.user.role in PROVINCE_ROLES or page.scope.kind == ScopeKind.CLUSTER:
        return ScopeKind.COMMUNE
    return ScopeKind.CLUSTER


def place_heading(kind):
    return _("Cụm") if kind == ScopeKind.CLUSTER else _("Xã, phường")


def by_place(page, codes, kind, keys=None):
    """Values of every place of a kind: {key: {code: row}}."""
    rows = queries.values_of(
        page.user,
        page.year.start,
        indicators=codes,
        scope=kind,
        keys=keys,
        level=page.level,
        basis=page.basis,
    )
    places = {}
    for row in rows:
        places.setdefault(row.scope_key, {})[row.indicator] = row
    return places


BESIDE = (
    "learners",
    "pupils_per_class",
    "teachers",
    "pupils_per_teacher",
    "teachers_per_class",
    "teacher_shortage",
    "teacher_surplus",
    "ethnic_share",
    "two_session_share",
    "solid_room_share",
    "national_standard_share",
    "qualified_teacher_share",
)


def beside_province(page):
    """Rows (indicator, own value, province's value, page of it) of the page's scope."""
    province = page.province
    whole = queries.values_of(
        page.user,
        page.year.start,
        indicators=BESIDE,
        scope=ScopeKind.PROVINCE,
        keys=[province.code] if province else [],
        level=page.level,
        basis=page.basis,
    )
    of_province = {row.indicator: row for row in whole}
    own = at_scope(page, BESIDE)
    return [
        {
            "indicator": indicators.get(code),
            "own": own.get((code, page.level)),
            "province": of_province.get(code),
            "url": indicator_url(page, code),
        }
        for code in BESIDE
    ]
