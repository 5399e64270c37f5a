"""Appendices of the annual report by commune or school: results and prizes of pupils."""

from django.db.models import F, Sum

from communes.approvable import REPORTED_STATES
from communes.documents.blocks import Column, Kind, Table
from communes.indicators import GENERAL_LEVELS
from communes.reporting import words
from schools.models import Award, GradeResults

COUNTED = ("assessed", "rated_excellent", "rated_good", "promoted", "dropped_out")
RATES = (
    ("Khá trở lên (%)", ("rated_excellent", "rated_good")),
    ("Lên lớp, hoàn thành (%)", ("promoted",)),
    ("Bỏ học (%)", ("dropped_out",)),
)


def _places(facts, rows, institution, *names, **sums):
    """Sums of `rows` by place and `names`; a place is a commune, or a school of one."""
    rows = facts.within(rows, f"{institution}__commune")
    key = "commune" if facts.is_province else "code"
    rows = rows.order_by().annotate(place=F(f"{institution}__{key}"))
    return rows.values("place", *names).annotate(**sums)


def results(facts):
    """Rates of each level side by side; those of a province need a turned page."""
    rows = GradeResults.objects.filter(
        school_return__period__school_year=facts.start,
        school_return__state__in=REPORTED_STATES,
        grade__level__in=GENERAL_LEVELS,
    )
    sums = {f"all_{name}": Sum(name) for name in COUNTED}
    found = {
        (row["place"], row["grade__level"]): row
        for row in _places(
            facts, rows, "school_return__institution", "grade__level", **sums
        )
        if row["all_assessed"]
    }
    levels = [one for one in GENERAL_LEVELS if any(key[1] == one for key in found)]
    if not levels:
        return []
    lines = []
    for place in facts.places:
        cells = [_cells(found.get((place.key, level))) for level in levels]
        if any(one[0] is not None for one in cells):
            lines.append([len(lines) + 1, place.name, *sum(cells, [])])
    columns = [
        Column("TT", Kind.WHOLE, width=0.5),
        Column(facts.places_word, width=2.6),
    ]
    for level in levels:
        group = words.NAMES[level]
        columns.append(Column("Được đánh giá", Kind.WHOLE, group=group))
        columns += [Column(name, Kind.PERCENT, group=group) for name, _of in RATES]
    totals = ["", "Toàn tỉnh" if facts.is_province else "Cả xã"]
    for level in levels:
        totals += _cells(_whole(row for key, row in found.items() if key[1] == level))
    word = facts.places_word.lower()
    title = f"Kết quả giáo dục cuối năm theo {word}"
    notes = ("Tỷ lệ trên số học sinh được đánh giá.",)
    wide = facts.is_province
    return [
        Table("appendix-results", title, columns, lines, totals, notes, is_wide=wide)
    ]


def _cells(row):
    """Assessed pupils and the three rates; nothing of a place without this level."""
    if row is None:
        return [None] * (len(RATES) + 1)
    whole = row["all_assessed"]
    rates = (sum(row[f"all_{one}"] or 0 for one in names) for _name, names in RATES)
    return [whole, *(number / whole for number in rates)]


def _whole(rows):
    rows = list(rows)
    return {
        f"all_{name}": sum(row[f"all_{name}"] or 0 for row in rows) for name in COUNTED
    }


def prizes(facts):
    rows = Award.objects.filter(school_year=facts.start)
    found = {}
    for row in _places(facts, rows, "institution", "prize", number=Sum("count")):
        found.setdefault(row["place"], {})[row["prize"]] = row["number"]
    kinds = list(Award.Prize)
    lines = []
    for place in facts.places:
        if own := found.get(place.key):
            cells = [own.get(one, 0) for one in kinds]
            lines.append([len(lines) + 1, place.name, *cells, sum(cells)])
    if not lines:
        return []
    columns = [
        Column("TT", Kind.WHOLE, width=0.5),
        Column(facts.places_word, width=2.6),
        *(Column(str(one.label), Kind.WHOLE) for one in kinds),
        Column("Cộng", Kind.WHOLE),
    ]
    totals = ["", "Toàn tỉnh" if facts.is_province else "Cả xã"]
    totals += [sum(line[place] for line in lines) for place in range(2, len(columns))]
    title = f"Giải thưởng của học sinh theo {facts.places_word.lower()}"
    notes = ()
    if len(lines) < len(facts.places):
        notes = (f"{facts.places_word} không có tên trong bảng là nơi không có giải.",)
    return [Table("appendix-prizes", title, columns, lines, totals, notes)]
