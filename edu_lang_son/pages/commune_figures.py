"""What the commune page shows, assembled from stored values, schools and the office."""

from collections import defaultdict

from django.utils.translation import gettext as _

from communes import indicators
from communes import queries as values
from communes.approvable import State
from communes.listing import sums
from communes.models import (
    CultureSocietyOffice,
    IndicatorValue,
    Population,
)
from communes.numbers import NONE, percent, shown
from communes.targets.plan import plan_for
from schools import queries as school_queries
from schools.models import Institution
from staffing import four, overview
from staffing import queries as staff_queries

Scope, Basis = IndicatorValue.Scope, IndicatorValue.Basis
SCHOOL_SUMS = school_queries.FIGURES

# Ages by the level they belong to, for the table of residents.
AGE_BANDS = ((0, 2), (3, 4), (5, 5), (6, 10), (11, 14), (15, 17))


def schools_of(commune, *, user, page, day):
    """Schools on the commune's ground, or managed by it, with their figures."""
    managed = page.basis == Basis.MANAGED
    place = {"managing_commune" if managed else "commune": commune}
    rows = Institution.objects.visible_to(user).open_on(day).filter(**place)
    rows = rows.select_related("kind", "commune", "managing_commune")
    rows = school_queries.with_figures(
        rows, user=user, year=page.year, level=page.level, reading=page.reading
    )
    rows = school_queries.with_return(rows, user=user, period=page.period)
    rows = school_queries.with_sites(rows, day)
    rows = school_queries.with_standard(rows, day)
    if page.level:
        rows = rows.filter(kind__in=school_queries.kinds_teaching(page.level))
    return rows.order_by("kind__order", "search_name")


def school_sums(rows):
    return sums(rows, (*SCHOOL_SUMS, "sites_beside_main"))


def return_states(rows):
    """How many schools stand in each state of the return, in the order of the work."""
    counts = defaultdict(int)
    for row in rows:
        counts[row.report_state or ""] += 1
    known = [(state, State(state).label, counts[state]) for state in State.values]
    missing = [("missing", _("Chưa lập"), counts[""])]
    return [entry for entry in known + missing if entry[2]]


def gaps_by_post(commune, *, user, page):
    place = "managing_commune" if page.basis == Basis.MANAGED else "commune"
    gaps = staff_queries.gaps_of(user, page.year, level=page.level)
    gaps = gaps.filter(**{f"institution__{place}": commune})
    groups = overview.grouped(overview.by_post_and_level(gaps, page.reading))
    places = staff_queries.places_of(user, page.year)
    places = places.filter(**{f"institution__{place}": commune})
    return overview.with_places(groups, places.none() if page.level else places)


def four_figures(commune, *, user, page):
    """Against norm, places, subjects and places nobody holds, as the page adds up."""
    place = "managing_commune" if page.basis == Basis.MANAGED else "commune"
    return four.side_by_side(
        user,
        page.year,
        page.reading,
        place={f"institution__{place}": commune},
        level=page.level,
    )


def indicator_rows(commune, *, user, page):
    """Each indicator of the commune beside the province's, with its rank among peers."""
    found = values.values_of(
        user, page.year, level=page.level, basis=page.basis
    ).filter(scope__in=[Scope.COMMUNE, Scope.PROVINCE])
    plan = plan_for(user, [page.year.start], communes=[commune.code])
    peers, province = defaultdict(dict), {}
    for row in found:
        if row.scope == Scope.PROVINCE:
            province[row.indicator] = row
        else:
            peers[row.indicator][row.scope_key] = row
    return [
        indicator_row(
            indicator,
            commune.code,
            peers[indicator.code],
            province.get(indicator.code),
        )
        | {"standing": standing(plan, indicator, commune, page, peers[indicator.code])}
        for indicator in indicators.all()
    ]


def standing(plan, indicator, commune, page, peers):
    """The commune's value beside its target, or the province's for want of its own."""
    return plan.standing(
        indicator.code,
        page.level,
        page.year.start,
        Scope.COMMUNE,
        commune=commune.code,
        row=peers.get(commune.code),
    )


def indicator_row(indicator, key, peers, province):
    own = peers.get(key)
    return {
        "indicator": indicator,
        "name": indicator.text("name"),
        "own": own,
        "own_words": in_words(indicator, own),
        "province": province,
        "province_words": in_words(indicator, province),
        "rank": rank_of(key, peers, indicator.better),
        "peers": len(peers),
    }


def in_words(indicator, row):
    """The value with its unit, as a person would write it."""
    if row is None or row.value is None:
        return NONE
    if indicator.is_percent:
        return f"{shown(row.value * 100, indicator.digits)}%"
    return f"{shown(row.value, indicator.digits)} {indicator.text('unit')}".strip()


def rank_of(key, rows, better):
    """Place of `key` among `rows` (1, 2, 2, 4); None where nothing is better or worse."""
    own = rows.get(key)
    if own is None or own.value is None or not better or len(rows) < 2:
        return None
    known = [row.value for row in rows.values() if row.value is not None]
    ahead = [v for v in known if (v > own.value if better == "high" else v < own.value)]
    return len(ahead) + 1


def headline(rows, reading):
    """The same rows by what the cards on top show, gaps under the chosen reading."""
    by_code = {row["indicator"].code: row for row in rows}
    codes = school_queries.codes_of(reading)
    return by_code | {name: by_code.get(code) for name, code in codes.items()}


def office_of(commune, *, user, year):
    return (
        CultureSocietyOffice.objects.visible_to(user)
        .filter(commune=commune, school_year=year)
        .first()
    )


def office_in_words(office, schools, learners):
    """One specialist for eleven schools: the sentence that a leader should hear."""
    if office is None:
        return ""
    words = {
        "specialists": shown(office.education_specialists),
        "schools": shown(schools),
        "learners": shown(learners, 0),
    }
    if not office.education_specialists:
        return (
            _(
                "Không có người có chuyên môn giáo dục nào cho %(schools)s trường, "
                "%(learners)s người học."
            )
            % words
        )
    return (
        _(
            "%(specialists)s người có chuyên môn giáo dục cho %(schools)s trường, "
            "%(learners)s người học."
        )
        % words
    )


def region_of(commune, day):
    regions = commune.regions.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    return regions.order_by("-valid_from").first()


def residents(commune, *, user, year):
    """Residents by age band of the levels, and all ages together."""
    rows = list(
        Population.objects.visible_to(user).filter(commune=commune, school_year=year)
    )
    bands = [
        {"label": _age_label(low, high)} | _people(rows, low, high)
        for low, high in AGE_BANDS
    ]
    return {"bands": bands, "all": _people(rows, 0, 200)} if rows else None


def _age_label(low, high):
    if low == high:
        return _("%(age)s tuổi") % {"age": low}
    return _("%(low)s–%(high)s tuổi") % {"low": low, "high": high}


def _people(rows, low, high):
    inside = [row for row in rows if low <= row.age_from and row.age_to <= high]
    total = sum(row.total for row in inside)
    return {
        "total": total,
        "female": sum(row.female for row in inside),
        "ethnic": sum(row.ethnic for row in inside),
        "ethnic_share": percent(sum(row.ethnic for row in inside), total),
    }
