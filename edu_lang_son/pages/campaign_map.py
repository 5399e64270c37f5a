"""The map of a campaign by commune: share handed in, mean score, share at the top level."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.indicators import Indicator
from edu_lang_son import captions, cell_map
from edu_lang_son.pages.indicator_map import IndicatorMap, Ranked


def no_facts(_year):
    """Counted by the board itself, never by the computation of indicators."""
    return "", {}


def measure(code, attribute, name, numerator, denominator, **fields):
    """A figure of a Part, dressed as the map's indicators are."""
    indicator = Indicator(
        code=code,
        name=name[0],
        name_en=name[1],
        numerator=numerator,
        numerator_en=attribute,
        denominator=denominator,
        denominator_en=attribute,
        facts=no_facts,
        **fields,
    )
    return code, (attribute, indicator)


# Not registered: these are figures of one campaign, not of a school year.
MEASURES = dict(
    [
        measure(
            "handed_in",
            "handed_in_share",
            (gettext_lazy("Tỷ lệ hồ sơ đã nộp"), "Share of entries submitted"),
            gettext_lazy("hồ sơ đã nộp"),
            gettext_lazy("hồ sơ của đợt"),
            is_percent=True,
        ),
        measure(
            "score",
            "mean",
            (gettext_lazy("Điểm bình quân"), "Mean score"),
            gettext_lazy("tổng điểm"),
            gettext_lazy("hồ sơ đã nộp"),
            unit=gettext_lazy("điểm"),
            unit_en="points",
        ),
        measure(
            "top_level",
            "top_share",
            (gettext_lazy("Tỷ lệ đạt mức cao nhất"), "Share at the highest level"),
            gettext_lazy("hồ sơ đạt mức cao nhất"),
            gettext_lazy("hồ sơ đã nộp và có mức"),
            is_percent=True,
        ),
    ]
)


@dataclass(frozen=True)
class Row:
    """What the list beside the map shows of a place."""

    rank: int | None
    value: Decimal | None
    numerator: Decimal | None = None


def measures():
    return [indicator for _attribute, indicator in MEASURES.values()]


def ranking_url(campaign, **chosen):
    return f"{reverse('campaign_ranking', args=[campaign.code])}?{urlencode(chosen)}"


def draw(communes, places, whole, chosen, default="handed_in"):
    """The map and its list, the highest first; ties share a rank, nothing has none."""
    attribute, indicator = MEASURES.get(chosen, MEASURES[default])
    found = {place.key: place for place in places if place.key}
    values = {key: getattr(place.part, attribute) for key, place in found.items()}
    drawing = cell_map.draw(
        [
            cell_map.Place(
                key=code,
                label=commune.name,
                rings=commune.outline,
                value=values.get(code),
                url=found[code].url if code in found else "#places",
            )
            for code, commune in communes.items()
        ],
        indicator,
    )
    listed = [
        Ranked(key, found[key].label, Row(rank, value), found[key].url)
        for key, rank, value in ranked(values)
    ]
    known = [(one.label, one.row.value) for one in listed if one.row.value is not None]
    return IndicatorMap(
        indicator=indicator,
        drawing=drawing,
        ranking=listed,
        caption=captions.places(
            indicator, known, _("Toàn tỉnh"), getattr(whole, attribute)
        ),
        is_official=bool(communes)
        and all(one.outline_is_official for one in communes.values()),
    )


def ranked(values):
    """(key, rank, value), the highest first and those without a value last."""
    known = sorted(
        (item for item in values.items() if item[1] is not None),
        key=lambda item: -item[1],
    )
    ordered = [value for _key, value in known]
    for key, value in known:
        yield key, ordered.index(value) + 1, value
    for key, value in values.items():
        if value is None:
            yield key, None, None
