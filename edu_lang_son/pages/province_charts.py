"""The charts of the province and of a cluster, from stored values."""

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes import colours, indicators, queries
from communes.levels import Level
from communes.models import Commune, IndicatorValue
from communes.search import fold
from edu_lang_son import captions, figures
from edu_lang_son.pages.charts import Chart, Row
from edu_lang_son.pages.overview import (
    by_place,
    gap_codes,
    place_heading,
    place_url,
)

ScopeKind = IndicatorValue.Scope
TOP = 12
YEARS = 5
COUNTED = ("expected", "reported", "approved")
NORMED = (
    Level.PRESCHOOL,
    Level.PRIMARY,
    Level.LOWER_SECONDARY,
    Level.UPPER_SECONDARY,
)


def language():
    return get_language() or "vi"


def level_name(level):
    """A level by the short name that everybody in the trade uses."""
    short = {Level.LOWER_SECONDARY: _("THCS"), Level.UPPER_SECONDARY: _("THPT")}
    return short.get(level) or str(Level(level).label)


def place_names(kind):
    """Names by key of every place of a kind."""
    communes = Commune.objects.values_list("code", "name", "cluster")
    if kind == ScopeKind.CLUSTER:
        return {cluster: cluster for _code, _name, cluster in communes}
    return {code: name for code, name, _cluster in communes}


def gap_rows(page, names, kind):
    """Places as bars, the largest shortage first."""
    short, over = gap_codes(page)
    values = by_place(page, (short, over), kind)
    bars = [
        figures.Bar(
            label=names[key],
            shortage=amount(found.get(short)),
            surplus=amount(found.get(over)),
            url=place_url(page, kind, key),
        )
        for key, found in values.items()
        if key in names
    ]
    return sorted(bars, key=lambda bar: (-bar.shortage, -bar.surplus, bar.label))


def amount(row):
    return float(row.numerator or 0) if row else 0.0


def gap_chart(page, names, kind, *, everything=False):
    """Who lacks most teachers; the table names all, the figure the first twelve."""
    bars = gap_rows(page, names, kind)
    shown = bars if everything else bars[:TOP]
    words = {
        "shortage": _("Thiếu"),
        "surplus": _("Thừa"),
        "unit": _("giáo viên"),
    }
    places = [(bar.label, bar.shortage, bar.surplus) for bar in bars]
    return Chart(
        key="gaps",
        title=gap_title(kind),
        caption=captions.gaps(page.scope.label, places, _("giáo viên")),
        header=[place_heading(kind), _("Thiếu (giáo viên)"), _("Thừa (giáo viên)")],
        rows=[Row([bar.label, bar.shortage, bar.surplus], bar.url) for bar in bars],
        totals=[
            _("Cộng, không bù trừ"),
            sum(bar.shortage for bar in bars),
            sum(bar.surplus for bar in bars),
        ],
        figure=figures.diverging_bars(shown, words=words, language=language()),
        more={"shown": len(shown), "all": len(bars)},
    )


def gap_title(kind):
    if kind == ScopeKind.CLUSTER:
        return _("Những cụm nào thiếu giáo viên nhiều nhất?")
    return _("Những xã nào thiếu giáo viên nhiều nhất?")


def values_by_level(page, code, *, years=1):
    """Values of the page's scope by (year, level), over `years` up to the page's."""
    until = page.year.start
    rows = IndicatorValue.objects.visible_to(page.user).filter(
        indicator=code,
        scope=page.scope.kind,
        scope_key=page.scope.key,
        basis=page.basis,
        school_year__gt=until - years,
        school_year__lte=until,
    )
    rows = queries.with_value(rows)
    return {(row.school_year_id, row.level): row for row in rows}


def learners_chart(page):
    """Learners of each level over five years, or of the chosen level alone."""
    values = values_by_level(page, "learners", years=YEARS)
    years = sorted({year for year, _level in values})
    levels = [page.level] if page.level else [level.value for level in Level]
    series = [
        figures.Series(
            key=level,
            label=level_name(level),
            values=[numerator(values.get((year, level))) for year in years],
            colour=colours.LEVEL_COLOURS[level],
        )
        for level in levels
        if any((year, level) in values for year in years)
    ]
    names = [f"{year}-{year + 1}" for year in years]
    totals = [numerator(values.get((year, page.level))) for year in years]
    rows = [
        Row([name, *(one.values[place] for one in series), totals[place]])
        for place, name in enumerate(names)
    ]
    return Chart(
        key="learners",
        title=_("Số người học mỗi cấp thay đổi thế nào trong năm năm?"),
        caption=learners_caption(names, totals, series),
        header=[
            _("Năm học"),
            *(one.label for one in series),
            _("Tất cả cấp học") if not page.level else _("Cộng"),
        ],
        rows=rows,
        figure=figures.lines(names, series, unit=_("người học"), language=language()),
    )


def numerator(row):
    return int(row.numerator) if row and row.numerator is not None else None


def learners_caption(names, totals, series):
    if not names:
        return captions.change_over_years("", "", None, None, [])
    parts = [
        (one.label, one.values[-1] - one.values[0])
        for one in series
        if one.values[0] is not None and one.values[-1] is not None
    ]
    first = totals[0] if len(names) > 1 else None
    return captions.change_over_years(names[0], names[-1], first, totals[-1], parts)


def staffing_chart(page):
    """Teachers present beside the norm, by level."""
    values = values_by_level(page, "teacher_norm_rate")
    found = [
        (level_name(level), values[page.year.start, level])
        for level in NORMED
        if (page.year.start, level) in values and page.level in ("", level)
    ]
    levels = [(name, row.numerator or 0, row.denominator or 0) for name, row in found]
    names = [name for name, _present, _required in levels]
    series = [
        figures.Series("present", _("Có mặt"), [float(row[1]) for row in levels]),
        figures.Series(
            "required",
            _("Định mức tối đa"),
            [float(row[2]) for row in levels],
            colours.REQUIRED,
        ),
    ]
    share = indicators.get("teacher_norm_rate").text("name")
    return Chart(
        key="staffing",
        title=_("Cấp học nào chưa đủ giáo viên theo định mức?"),
        caption=captions.staffing(levels),
        header=[
            _("Cấp học"),
            _("Có mặt (người)"),
            _("Định mức (người)"),
            f"{share} (%)",
        ],
        rows=[Row([*level, per_cent(level[1], level[2])]) for level in levels],
        figure=figures.bars(names, series, unit=_("giáo viên"), language=language()),
    )


def per_cent(part, whole):
    return round(part * 100 / whole, 1) if whole else None


def coverage_chart(page):
    """Who still owes returns, by cluster; a table is all it takes."""
    Basis = IndicatorValue.Basis
    managed = Q(basis=Basis.MANAGED, scope=ScopeKind.COMMUNE, expected__gt=0)
    whole = Q(basis=Basis.LOCATION, scope=ScopeKind.PROVINCE)
    counts = IndicatorValue.objects.filter(
        managed | whole,
        school_year=page.year.start,
        indicator="institutions",
        level="",
    )
    clusters, provinces = {}, []
    for row in counts.select_related("commune").defer("commune__outline"):
        if row.commune is None:
            provinces.append(row)
        else:
            clusters.setdefault(row.commune.cluster, []).append(row)
    table = [
        coverage_row(page, name, found)
        for name, found in sorted(clusters.items(), key=lambda item: fold(item[0]))
    ]
    communes = [sum(row.cells[at] for row in table) for at in range(1, 7)]
    schools = [sum(getattr(row, name) for row in provinces) for name in COUNTED]
    # What no commune manages hands in to the department itself.
    own = [all_ - some for all_, some in zip(schools, communes[3:], strict=True)]
    if any(own):
        table.append(Row([_("Trường do Sở quản lý"), None, None, None, *own]))
    totals = [_("Toàn tỉnh"), *communes[:3], *schools]
    return Chart(
        key="coverage",
        title=_("Cụm nào chưa nộp đủ, chưa được duyệt?"),
        caption=captions.coverage(totals[2], totals[3], totals[1]),
        header=[
            _("Cụm"),
            _("Số xã"),
            _("Xã đã nộp đủ"),
            _("Xã đã duyệt đủ"),
            _("Số trường"),
            _("Trường đã nộp"),
            _("Trường đã duyệt"),
        ],
        rows=table,
        totals=totals,
    )


def coverage_row(page, cluster, rows):
    return Row(
        [
            cluster,
            len(rows),
            sum(row.reported == row.expected for row in rows),
            sum(row.approved == row.expected for row in rows),
            *(sum(getattr(row, name) for row in rows) for name in COUNTED),
        ],
        place_url(page, ScopeKind.CLUSTER, cluster),
    )
