"""Tables and charts of indicators that parts of every app make in the same way."""

from communes.colours import LEVEL_COLOURS, REQUIRED, TARGET
from communes.documents.blocks import Chart, Column, Kind, Series, Table
from communes.reporting import words
from communes.reporting.facts import YEARS, indicator

TOP = 15
ALL = "Tất cả cấp học"
BRAND = "#0b4f6c"


def column_of(code, *, label="", group="", width=1.0):
    """A column of the values of an indicator, written as the indicator says."""
    found = indicator(code)
    kind = Kind.DECIMAL
    if found.is_percent:
        kind = Kind.PERCENT
    elif found.is_count:
        kind = Kind.WHOLE
    unit = "%" if found.is_percent else str(found.unit)
    name = label or f"{found.name} ({unit})"
    return Column(name, kind, found.digits, group, width)


def by_level(facts, code, title, codes, *, notes=(), levels=None):
    """A row per level, a column per indicator; the last row is all levels together."""
    chosen = levels or [
        level
        for level in words.NAMES
        if any(facts.value(one, level) is not None for one in codes)
    ]
    if not chosen:
        return []
    rows = [
        [words.NAMES[level], *(facts.value(one, level) for one in codes)]
        for level in chosen
    ]
    totals = [ALL, *(facts.value(one) for one in codes)]
    columns = [Column("Cấp học", width=2.2), *(column_of(one) for one in codes)]
    return [Table(code, title, columns, rows, totals, notes)]


def by_place(facts, code, title, codes, *, level="", notes=(), is_wide=False):
    """A row per commune (of a commune: per school), with the scope's own values last."""
    known = [
        (one, [facts.at(name, one, level) for name in codes]) for one in facts.places
    ]
    # A place without this level has no line.
    known = [row for row in known if any(value is not None for value in row[1])]
    rows = [
        [number, one.name, *row] for number, (one, row) in enumerate(known, start=1)
    ]
    if not rows:
        return []
    if len(rows) < len(facts.places):
        left_out = (
            f"{facts.places_word} không có tên trong bảng là nơi không có cấp này."
        )
        notes = (*notes, left_out)
    whole = "Toàn tỉnh" if facts.is_province else "Cả xã"
    totals = ["", whole, *(facts.value(name, level) for name in codes)]
    columns = [
        Column("TT", Kind.WHOLE, width=0.5),
        Column(facts.places_word, width=2.6),
        *(column_of(name) for name in codes),
    ]
    return [Table(code, title, columns, rows, totals, notes, is_wide)]


def over_years(facts, code, title, indicator_code, levels):
    """Lines over five years, one for each level; none where only one year is known.

    Where a level has targets, a grey line beside its own says them.
    """
    names = [name for name, _value in facts.years(indicator_code)]
    if len(names) < 2:
        return []
    series = []
    for level in levels:
        known = dict(facts.years(indicator_code, level))
        if known:
            values = [known.get(name) for name in names]
            colour = LEVEL_COLOURS.get(level, BRAND)
            series.append(Series(words.NAMES.get(level, ALL), values, colour))
            series += _target_line(facts, indicator_code, level, names)
    if not series:
        return []
    sentence = trend(facts, indicator_code)
    column = column_of(indicator_code)
    return [Chart(code, title, sentence, "lines", names, series, column)]


def _target_line(facts, code, level, names):
    back = {f"{facts.start - n}-{facts.start - n + 1}": n for n in range(YEARS)}
    values = [facts.standing(code, level, back=back[name]).aim for name in names]
    if all(value is None for value in values):
        return []
    label = words.joined("Chỉ tiêu", words.LEVELS[level] if level else "")
    return [Series(label, values, TARGET)]


def trend(facts, code, level=""):
    """First and last of five years in a sentence."""
    known = facts.years(code, level)
    found = indicator(code)
    (first, before), (last, now) = known[0], known[-1]
    unit = "" if found.is_percent else f" {found.unit}"
    return (
        f"{found.name}: {words.measured(code, now)}{unit} năm học {last}, "
        f"{words.measured(code, before)}{unit} năm học {first}."
    )


def ranked(facts, code, title, indicator_code, places, *, level="", top=TOP):
    """Bars of places by value, the best first; of many, both ends."""
    known = [(one, facts.at(indicator_code, one, level)) for one in places]
    known = [(one, value) for one, value in known if value is not None]
    if len(known) < 2:
        return []
    known.sort(key=lambda one: (-one[1], one[0].name))
    shown = known if len(known) <= top else [*known[:5], *known[5 - top :]]
    sentence = words.extremes(indicator_code, facts, places, level)
    if len(known) > len(shown):
        rest = len(shown) - 5
        sentence += f" Hình vẽ 5 nơi cao nhất và {rest} nơi thấp nhất."
    column = column_of(indicator_code)
    found = indicator(indicator_code)
    return [
        Chart(
            code,
            title,
            sentence.strip() or f"{found.name}.",
            "bars",
            [one.name for one, _value in shown],
            [Series(str(found.name), [value for _one, value in shown])],
            column,
        )
    ]


def levels_chart(facts, code, title, indicator_code, levels=None):
    """Bars of the levels, this year beside the last."""
    chosen = levels or facts.levels(indicator_code)
    if len(chosen) < 2:
        return []
    now = [facts.value(indicator_code, level) for level in chosen]
    before = [facts.value(indicator_code, level, back=1) for level in chosen]
    last_year = f"{facts.start - 1}-{facts.start}"
    series = [Series(facts.name, now, BRAND)]
    if any(value is not None for value in before):
        series = [Series(last_year, before, REQUIRED), *series]
    parts = [
        f"{words.LEVELS[level]} {words.measured(indicator_code, value)}"
        for level, value in zip(chosen, now, strict=True)
    ]
    sentence = f"{indicator(indicator_code).name}: {words.listed(parts)}."
    return [
        Chart(
            code,
            title,
            sentence,
            "bars",
            [words.NAMES[level] for level in chosen],
            series,
            column_of(indicator_code),
        )
    ]
