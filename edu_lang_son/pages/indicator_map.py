"""The map of one indicator with the list that stands beside it, in the same order."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communes import indicators, queries
from communes.models import Commune, IndicatorValue
from edu_lang_son import captions, cell_map
from edu_lang_son.pages.overview import drill_scope, place_url

ScopeKind = IndicatorValue.Scope
FIRST = "teacher_shortage"


@dataclass(frozen=True)
class Ranked:
    """One line of the list: rank shared by ties, None where there is no value."""

    key: str
    label: str
    row: IndicatorValue
    url: str

    @property
    def rank(self):
        return self.row.rank


@dataclass(frozen=True)
class IndicatorMap:
    indicator: object
    drawing: cell_map.CellMap
    ranking: list
    caption: str
    is_official: bool

    @property
    def is_gap(self):
        return bool(cell_map.kind_of(self.indicator))


def chosen_indicator(params):
    """The indicator that the address names, else the teacher shortage."""
    known = {indicator.code for indicator in indicators.all()}
    code = params.get("indicator")
    return indicators.get(code if code in known else FIRST)


def ranking(page, indicator, kind):
    """Places of a kind by value, best first where less is better."""
    rows = queries.ranked(
        queries.values_of(
            page.user,
            page.year.start,
            indicators=[indicator.code],
            scope=kind,
            level=page.level,
            basis=page.basis,
        )
    )
    return list(rows)


def indicator_map(page, indicator):
    kind = drill_scope(page)
    communes = list(Commune.objects.visible_to(page.user))
    if page.scope.kind == ScopeKind.CLUSTER:
        communes = [c for c in communes if c.cluster == page.scope.key]
    rows = {row.scope_key: row for row in ranking(page, indicator, kind)}
    key_of = (lambda c: c.cluster) if kind == ScopeKind.CLUSTER else (lambda c: c.code)
    label_of = key_of if kind == ScopeKind.CLUSTER else (lambda c: c.name)
    names = {key_of(commune): label_of(commune) for commune in communes}
    places = [
        cell_map.Place(
            key=commune.code,
            label=label_of(commune),
            rings=commune.outline,
            value=getattr(rows.get(key_of(commune)), "value", None),
            url=place_url(page, kind, key_of(commune)),
        )
        for commune in communes
    ]
    listed = [
        Ranked(key, names[key], row, place_url(page, kind, key))
        for key, row in rows.items()
        if key in names
    ]
    return IndicatorMap(
        indicator=indicator,
        drawing=cell_map.draw(places, indicator),
        ranking=listed,
        caption=map_caption(page, indicator, listed),
        is_official=bool(communes) and all(c.outline_is_official for c in communes),
    )


def map_caption(page, indicator, listed):
    known = [(one.label, one.row.value) for one in listed if one.row.value is not None]
    whole = queries.one_value(
        page.user,
        page.year.start,
        indicator.code,
        page.scope.kind,
        page.scope.key,
        level=page.level,
        basis=page.basis,
    )
    value = whole.value if whole else None
    return captions.places(indicator, known, page.scope.label, value)


def map_title(indicator):
    if indicator.code.startswith("teacher_shortage"):
        return _("Nơi nào thiếu giáo viên nhất so với định mức?")
    return _("%(indicator)s: nơi nào cao, nơi nào thấp?") % {
        "indicator": indicator.text("name")
    }
