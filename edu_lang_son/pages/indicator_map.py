"""The map of one indicator with the list that stands beside it, in the same order."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communes import indicators, numbers, queries
from communes.map_classes import kind_of
from communes.models import Commune, IndicatorValue
from communes.templatetags.figures import is_gap
from edu_lang_son import captions, cell_map
from edu_lang_son.pages.charts import Chart, Row
from edu_lang_son.pages.overview import drill_scope, place_heading, place_url

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
        return bool(kind_of(self.indicator))


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


def map_chart(page, found, key="map"):
    """The map as a chart of the page: its picture, and the list as its table."""
    indicator = found.indicator
    return Chart(
        key=key,
        title=map_title(indicator),
        caption=found.caption,
        header=[
            place_heading(drill_scope(page)),
            _("Hạng"),
            *value_header(indicator),
        ],
        rows=[
            Row([one.label, one.rank, *cells(indicator, one.row)], one.url)
            for one in found.ranking
        ],
        map=found,
    )


def value_header(indicator):
    """Numerator, denominator and value with their units, or the count alone."""
    unit = indicator.text("unit")
    if indicator.is_count:
        return [f"{indicator.text('name')} ({unit})"]
    return [
        _("Tử số"),
        _("Mẫu số"),
        f"{indicator.text('name')} ({unit})",
    ]


def cells(indicator, row):
    """The cells under `value_header`, percentages as they are read."""
    if indicator.is_count:
        return [row.numerator]
    return [row.numerator, row.denominator, as_read(indicator, row.value)]


def as_read(indicator, value):
    """A value rounded as it is read, a share in per cent."""
    if value is None:
        return None
    scale = 100 if indicator.is_percent else 1
    return round(numbers.exact(value) * scale, indicator.digits)


def shown_value(indicator, row):
    """A value as tables show it: posts of a gap as people, others as they are read."""
    if row is None:
        return None
    return row.numerator if is_gap(indicator) else cells(indicator, row)[-1]


def shown_header(indicator):
    unit = _("giáo viên") if is_gap(indicator) else indicator.text("unit")
    return f"{indicator.text('name')} ({unit})"
