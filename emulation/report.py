"""What the campaign brings to the annual report: levels, ranks, courses, initiatives."""

from django.db.models import Avg, Count, Sum

from communes.documents.blocks import Chart, Column, Kind, Paragraph, Series, Table
from communes.reporting import words
from communes.reporting.parts import Chapter, Part, register
from emulation.models import (
    Campaign,
    CourseSession,
    Initiative,
    LearnerGroup,
    PressArticle,
    SessionLearners,
    SetLevel,
    Standing,
)
from schools.models import InstitutionKind

ANNOUNCED = "Kết quả đã công bố."
BEST = 3


def register_all():
    register(
        Part("emulation.levels", Chapter.DIGITAL, levels),
        Part("emulation.courses", Chapter.DIGITAL, courses, order=1),
        Part("emulation.campaigns", Chapter.EMULATION, campaigns),
        Part("emulation.leaders", Chapter.EMULATION, leaders, order=1),
        Part("emulation.best", Chapter.APPENDIX, best, order=3),
        Part("emulation.registers", Chapter.EMULATION, registers, order=2),
    )


def announced(facts):
    """The campaigns of the school year whose results stand."""
    found = Campaign.objects.filter(school_year=facts.start, announced_at__isnull=False)
    return list(found.order_by("starts_on", "pk"))


def standings(facts):
    """Results of the schools of the scope in those campaigns."""
    rows = Standing.objects.filter(
        campaign__in=announced(facts), entry__participant="institution"
    )
    return facts.within(rows, "entry__institution__commune")


def levels(facts):
    """How many schools of each kind reached which level of digital transformation."""
    rows = standings(facts).exclude(level=None)
    counted = (
        rows.order_by().values("entry__kind", "level").annotate(number=Count("pk"))
    )
    by_kind = {}
    for row in counted:
        by_kind.setdefault(row["entry__kind"], {})[row["level"]] = row["number"]
    if not by_kind:
        return []
    names = _level_names(facts)
    kinds = [kind for kind in InstitutionKind.objects.all() if kind.pk in by_kind]
    lines = [
        [kind.name, *(by_kind[kind.pk].get(one, 0) for one in names)] for kind in kinds
    ]
    lines = [[*line, sum(line[1:])] for line in lines]
    totals = [
        "Cộng",
        *(sum(line[p] for line in lines) for p in range(1, len(names) + 2)),
    ]
    parts = [
        f"{words.count(totals[place])} trường {name.lower()}"
        for place, name in enumerate(names.values(), start=1)
    ]
    sentence = (
        f"Trong {words.count(totals[-1])} trường được đánh giá mức độ chuyển đổi số, có "
        f"{words.listed(parts)}."
    )
    columns = [Column("Loại trường", width=2.6)]
    columns += [Column(name, Kind.WHOLE, group="Số trường") for name in names.values()]
    columns.append(Column("Cộng", Kind.WHOLE))
    title = "Mức độ chuyển đổi số của trường học"
    series = [
        Series(name, [line[place] for line in lines])
        for place, name in enumerate(names.values(), start=1)
    ]
    return [
        Paragraph("digital.levels", sentence),
        Table("digital-levels", title, columns, lines, totals, [ANNOUNCED]),
        Chart(
            "digital-chart",
            "Loại trường nào chuyển đổi số tốt hơn?",
            sentence,
            "bars",
            [line[0] for line in lines],
            series,
        ),
    ]


def _level_names(facts):
    """{number: name} of the levels that decide in the year's campaigns."""
    rows = SetLevel.objects.filter(
        criteria_set__campaigns__campaign__in=announced(facts),
        criteria_set__campaigns__decides_level=True,
    )
    names = {}
    for row in rows.order_by("number", "criteria_set"):
        names.setdefault(row.number, row.name)
    return names


GROUPS = ("enrolled", "completed", "certified", "first_time")


def courses(facts):
    held = CourseSession.objects.filter(school_year=facts.start)
    sessions = facts.within(held, "commune", "institution__commune")
    counted = (
        SessionLearners.objects.filter(session__in=sessions)
        .order_by()
        .values("group")
        .annotate(**{f"all_{name}": Sum(name) for name in GROUPS})
    )
    found = {row["group"]: row for row in counted}
    if not found:
        return []
    lines = [
        [str(group.label), *(found[group][f"all_{name}"] for name in GROUPS)]
        for group in LearnerGroup
        if group in found
    ]
    totals = ["Cộng", *(sum(line[place] for line in lines) for place in range(1, 5))]
    sentence = (
        f"Đã tổ chức {words.count(sessions.count())} lớp phổ cập kỹ năng số, "
        f"{words.count(totals[2])} lượt người hoàn thành, trong đó "
        f"{words.count(totals[4])} người lần đầu tham gia trong năm."
    )
    columns = [
        Column("Nhóm học viên", width=2.6),
        Column("Đăng ký", Kind.WHOLE),
        Column("Hoàn thành", Kind.WHOLE),
        Column("Được cấp chứng nhận", Kind.WHOLE),
        Column("Lần đầu trong năm", Kind.WHOLE),
    ]
    title = "Phổ cập kỹ năng số theo nhóm học viên"
    return [
        Paragraph("digital.courses", sentence),
        Table("courses", title, columns, lines, totals),
    ]


def campaigns(facts):
    rows = standings(facts)
    lines = []
    for campaign in announced(facts):
        own = rows.filter(campaign=campaign)
        sums = own.aggregate(all=Count("pk"), ranked=Count("rank"), score=Avg("score"))
        if sums["all"]:
            lines.append([campaign.name, sums["all"], sums["ranked"], sums["score"]])
    if not lines:
        return []
    columns = [
        Column("Đợt thi đua", width=4),
        Column("Trường tham gia", Kind.WHOLE),
        Column("Được xếp hạng", Kind.WHOLE),
        Column("Điểm bình quân mỗi trường", Kind.DECIMAL, 1),
    ]
    first = lines[0]
    sentence = (
        f"{words.count(first[1])} trường tham gia {first[0]}, "
        f"{words.count(first[2])} trường có đủ hồ sơ được xếp hạng."
    )
    return [
        Paragraph("emulation.campaigns", sentence),
        Table("campaigns", "Các đợt thi đua trong năm học", columns, lines),
    ]


def leaders(facts):
    return _ranked(facts, "leaders", "Đơn vị đứng đầu các khối thi đua", 1)


def best(facts):
    title = f"Đơn vị dẫn đầu các khối thi đua (hạng 1 đến {BEST})"
    return _ranked(facts, "best", title, BEST)


def _ranked(facts, code, title, last):
    rows = standings(facts).filter(rank__lte=last).select_related("entry", "block")
    rows = rows.order_by("campaign", "block__order", "rank", "entry__name")
    lines = [
        [row.block.name, row.rank, row.entry.name, row.score, row.level] for row in rows
    ]
    if not lines:
        return []
    columns = [
        Column("Khối thi đua", width=4),
        Column("Hạng", Kind.WHOLE, width=0.7),
        Column("Đơn vị", width=3.2),
        Column("Điểm", Kind.DECIMAL, 2, width=0.8),
        Column("Mức", Kind.WHOLE, width=0.7),
    ]
    return [Table(code, title, columns, lines, notes=[ANNOUNCED])]


def registers(facts):
    counts = []
    for model, name in ((Initiative, "sáng kiến"), (PressArticle, "tin, bài trên báo")):
        rows = model.objects.filter(school_year=facts.start)
        if number := facts.within(rows, "institution__commune").count():
            counts.append(f"{words.count(number)} {name}")
    if not counts:
        return []
    return [Paragraph("emulation.registers", f"Các trường có {words.listed(counts)}.")]
