"""Results and prizes of the year in the annual report."""

from django.db.models import Sum

from communes.approvable import REPORTED_STATES
from communes.documents.blocks import Chart, Column, Kind, Paragraph, Series, Table
from communes.levels import Level
from communes.reporting import words
from schools.models import Award, GradeResults

RATINGS = (
    ("rated_excellent", "Tốt"),
    ("rated_good", "Khá"),
    ("rated_pass", "Đạt"),
    ("rated_fail", "Chưa đạt"),
)
OUTCOMES = (
    ("promoted", "Lên lớp, hoàn thành"),
    ("held_back", "Ở lại lớp"),
    ("dropped_out", "Bỏ học"),
)


def _results(facts):
    """{level: sums} of the end-of-year returns."""
    rows = facts.within(
        GradeResults.objects.filter(
            school_return__period__school_year=facts.start,
            school_return__state__in=REPORTED_STATES,
        ),
        "school_return__institution__commune",
    )
    names = ["assessed", "exam_candidates", "graduated"]
    names += [name for name, _label in (*RATINGS, *OUTCOMES)]
    counted = (
        rows.order_by()
        .values("grade__level")
        .annotate(**{f"all_{name}": Sum(name) for name in names})
    )
    return {
        row["grade__level"]: {name: row[f"all_{name}"] for name in names}
        for row in counted
    }


def share(part, whole):
    return None if part is None or not whole else part / whole


def quality(facts):
    found = _results(facts)
    # Children of preschools are not rated (TT 27/2020, TT 22/2021 begin at grade 1).
    levels = [
        level
        for level in words.NAMES
        if level != Level.PRESCHOOL and found.get(level, {}).get("assessed")
    ]
    if not levels:
        return []
    blocks = [_rated(level, found[level]) for level in levels]
    columns = [Column("Cấp học", width=2.4), Column("Được đánh giá", Kind.WHOLE)]
    columns += [
        Column(name, Kind.PERCENT, group="Xếp loại (%)") for _c, name in RATINGS
    ]
    columns += [
        Column(name, Kind.PERCENT, group="Kết quả (%)") for _code, name in OUTCOMES
    ]
    columns.append(Column("Tốt nghiệp (%)", Kind.PERCENT))
    rows = [[words.NAMES[level], *_shares(found[level])] for level in levels]
    blocks.append(
        Table(
            "quality",
            "Kết quả giáo dục cuối năm theo cấp học",
            columns,
            rows,
            notes=("Tỷ lệ trên số học sinh được đánh giá; tốt nghiệp trên số dự xét.",),
        )
    )
    sentence = "Học sinh xếp loại Khá trở lên: " + words.listed(
        f"{words.LEVELS[level]} {words.per_cent(_good(found[level]))}"
        for level in levels
    )
    series = [
        Series(
            label, [share(found[one][code], found[one]["assessed"]) for one in levels]
        )
        for code, label in RATINGS
    ]
    blocks.append(
        Chart(
            "ratings",
            "Kết quả xếp loại của học sinh các cấp ra sao?",
            f"{sentence}.",
            "bars",
            [words.NAMES[level] for level in levels],
            series,
            Column("", Kind.PERCENT),
        )
    )
    return blocks


def _good(sums):
    good = (sums["rated_excellent"] or 0) + (sums["rated_good"] or 0)
    return share(good, sums["assessed"])


def _rated(level, sums):
    good = _good(sums)
    promoted = share(sums["promoted"], sums["assessed"])
    return Paragraph(
        f"quality.{level}",
        f"{words.capital(words.LEVELS[level])}: {words.per_cent(good)} học sinh xếp "
        f"loại Khá trở lên, {words.per_cent(promoted)} lên lớp hoặc hoàn thành chương "
        "trình.",
        is_point=True,
    )


def _shares(sums):
    whole = sums["assessed"]
    cells = [whole]
    cells += [share(sums[name], whole) for name, _label in (*RATINGS, *OUTCOMES)]
    return [*cells, share(sums["graduated"], sums["exam_candidates"])]


def prizes(facts):
    rows = facts.within(
        Award.objects.filter(school_year=facts.start), "institution__commune"
    )
    counted = rows.order_by().values("contest", "prize").annotate(number=Sum("count"))
    table = {}
    for row in counted:
        table.setdefault(row["contest"], {})[row["prize"]] = row["number"]
    if not table:
        return [
            Paragraph("prizes.none", "Chưa ghi nhận giải thưởng nào trong năm học.")
        ]
    prizes_ = list(Award.Prize)
    lines = [
        [str(contest.label), *(table[contest].get(one, 0) for one in prizes_)]
        for contest in Award.Contest
        if contest in table
    ]
    lines = [[*line, sum(line[1:])] for line in lines]
    totals = [
        "Cộng",
        *(sum(line[p] for line in lines) for p in range(1, len(lines[0]))),
    ]
    columns = [
        Column("Cuộc thi", width=3),
        *(Column(str(one.label), Kind.WHOLE) for one in prizes_),
        Column("Cộng", Kind.WHOLE),
    ]
    sentence = f"Học sinh đạt {words.count(totals[-1])} giải trong các cuộc thi."
    return [
        Paragraph("prizes.all", sentence),
        Table("prizes", "Giải thưởng của học sinh", columns, lines, totals),
    ]
