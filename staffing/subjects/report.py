"""What gaps by subject bring to the annual report: the table, and who is missing most."""

from communes.documents.blocks import Chart, Column, Kind, Paragraph, Series, Table
from communes.levels import Level
from communes.reporting import words
from communes.reporting.parts import Chapter, Part, register
from staffing.models import SubjectGap

from . import queries

TOP = 15
NEVER_NETTED = (
    "Thừa và thiếu cộng riêng, không bù trừ giữa các môn, trường, cấp học, xã. Nhu cầu "
    "theo số tiết (TT 32/2018, TT 05/2025/TT-BGDĐT), tổng các môn không vượt định mức "
    "tối đa của cấp (TT 20/2023/TT-BGDĐT)."
)


def register_all():
    register(Part("staffing.subjects", Chapter.STAFF, subjects, order=1))


def subjects(facts):
    gaps = SubjectGap.objects.filter(school_year=facts.start)
    rows = queries.by_subject(facts.within(gaps, "institution__commune"))
    if not rows:
        return []
    return [
        Paragraph("staff.subjects", words.stated(facts, _sentence(facts, rows))),
        _table(rows),
        _chart(rows),
    ]


def _name(row):
    level = words.NAMES[row["level"]]
    if row["level"] == Level.PRESCHOOL:
        return level
    return f"{row['subject'].name} ({level})"


def _sentence(facts, rows):
    whole = queries.totals(rows)
    most = max(rows, key=lambda row: row["shortage_sum"])
    return (
        f"xét theo từng môn, {facts.place} thiếu {words.count(whole['shortage_sum'])} "
        f"giáo viên và thừa {words.count(whole['surplus_sum'])} giáo viên; thiếu nhiều "
        f"nhất: {_name(most)}, {words.count(most['shortage_sum'])} giáo viên."
    )


def _table(rows):
    columns = [
        Column("Cấp học", width=1.6),
        Column("Môn", width=2.4),
        Column("Nhu cầu theo tiết", Kind.DECIMAL, 1),
        Column("Định mức", Kind.DECIMAL, 1),
        Column("Có mặt", Kind.WHOLE),
        Column("Thiếu (−)", Kind.DECIMAL, 1),
        Column("Thừa (+)", Kind.DECIMAL, 1),
    ]
    names = ("need", "required", "present", "shortage", "surplus")
    lines = [
        [
            words.NAMES[row["level"]],
            row["subject"].name,
            *(row[f"{name}_sum"] for name in names),
        ]
        for row in rows
    ]
    whole = queries.totals(rows)
    totals = ["Cộng", "", *(whole[f"{name}_sum"] for name in names)]
    title = "Giáo viên thừa, thiếu theo môn"
    return Table("subjects", title, columns, lines, totals, (NEVER_NETTED,))


def _chart(rows):
    top = sorted(rows, key=lambda row: (-row["shortage_sum"], _name(row)))[:TOP]
    sentence = (
        f"{_name(top[0])} thiếu nhiều nhất: {words.count(top[0]['shortage_sum'])} giáo "
        f"viên."
    )
    if len(rows) > len(top):
        sentence += f" Hình vẽ {len(top)} trong {len(rows)} môn."
    return Chart(
        "subjects-chart",
        "Những môn nào thiếu giáo viên nhiều nhất?",
        sentence,
        "diverging",
        [_name(row) for row in top],
        [
            Series("Thiếu", [row["shortage_sum"] for row in top]),
            Series("Thừa", [row["surplus_sum"] for row in top]),
        ],
        Column("", Kind.DECIMAL, 1),
    )
