"""The chapter on direction: who handed in, on what the figures of the report rest."""

from communes.documents.blocks import Column, Kind, Paragraph, Table
from communes.models import IndicatorValue
from communes.reporting import words
from communes.reporting.parts import Chapter, Part, register
from communes.targets.judging import State


def register_all():
    register(
        Part("communes.coverage", Chapter.DIRECTION, coverage),
        Part("communes.assessment", Chapter.ASSESSMENT, assessment),
    )


def coverage(facts):
    expected, reported, approved = facts.coverage
    if not expected:
        return []
    sentence = (
        f"{words.count(reported)}/{words.count(expected)} cơ sở giáo dục đã nộp báo cáo "
        f"thống kê, {words.count(approved)} báo cáo đã được duyệt."
    )
    found = [Paragraph("direction.coverage", sentence)]
    return found + _by_cluster(facts) if facts.is_province else found


def _by_cluster(facts):
    rows = IndicatorValue.objects.filter(
        indicator="institutions",
        level="",
        scope=IndicatorValue.Scope.CLUSTER,
        basis=IndicatorValue.Basis.LOCATION,
        school_year=facts.start,
    )
    counts = {row.scope_key: row for row in rows}
    lines = [
        [one.name, row.expected, row.reported, row.approved, _share(row)]
        for one in facts.clusters
        if (row := counts.get(one.key))
    ]
    expected, reported, approved = facts.coverage
    totals = ["Toàn tỉnh", expected, reported, approved, reported / expected]
    columns = [
        Column("Cụm", width=2.4),
        Column("Phải nộp", Kind.WHOLE),
        Column("Đã nộp", Kind.WHOLE),
        Column("Đã duyệt", Kind.WHOLE),
        Column("Đã nộp (%)", Kind.PERCENT),
    ]
    title = "Thực hiện chế độ báo cáo thống kê theo cụm"
    return [Table("coverage", title, columns, lines, totals)]


def _share(row):
    return row.reported / row.expected if row.expected else None


# What is better the higher it is, and which level it is said of.
TURNS = (
    ("national_standard_share", ""),
    ("solid_room_share", ""),
    ("qualified_teacher_share", ""),
    ("two_session_share", ""),
    ("english_share_3_5", "primary"),
    ("attendance_age_5", "preschool"),
    ("teacher_norm_rate", ""),
)


def assessment(facts):
    """What moved for the better and for the worse; judgements stay with people."""
    better, worse = [], []
    for code, level in TURNS:
        now, before = facts.value(code, level), facts.value(code, level, back=1)
        change = words.change_of_share(now, before)
        if change.startswith(("tăng", "giảm")):
            name = words.lowered(words.indicator(code).text("name"))
            line = words.joined(
                f"{name} đạt {words.per_cent(now)}",
                change,
                words.against_target(code, facts, level),
            )
            # What rose and still missed its target is no achievement.
            is_missed = facts.standing(code, level).state == State.MISSED
            (better if now > before and not is_missed else worse).append(line)
    found = []
    for key, name, lines in (
        ("better", "ưu điểm", better),
        ("worse", "hạn chế", worse),
    ):
        if lines:
            text = words.stated(facts, f"{name}: {'; '.join(lines)}.")
            found.append(Paragraph(f"assessment.{key}", text, is_point=True))
    asked = "[Nguyên nhân, bài học kinh nghiệm: do người soạn bổ sung.]"
    return [*found, Paragraph("assessment.to-write", asked)]
