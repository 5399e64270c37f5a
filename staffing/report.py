"""What staffing brings to the annual report: people, gaps by the norm, qualification."""

from django.db.models import Sum

from communes.colours import REQUIRED
from communes.documents.blocks import (
    Chart,
    Column,
    Kind,
    Paragraph,
    Series,
    Table,
)
from communes.levels import Level
from communes.reporting import maps, tables, words
from communes.reporting.parts import Chapter, Part, register
from staffing.models import Post, StaffingGap

NORMED = (
    Level.PRESCHOOL,
    Level.PRIMARY,
    Level.LOWER_SECONDARY,
    Level.UPPER_SECONDARY,
)
NEVER_NETTED = "Thừa và thiếu cộng riêng, không bù trừ giữa các trường, cấp học, xã."


def register_all():
    register(
        Part("staffing.people", Chapter.STAFF, people),
        Part("staffing.gaps", Chapter.STAFF, gaps, order=1),
        Part("staffing.qualified", Chapter.STAFF, qualified, order=2),
        Part("staffing.posts", Chapter.STAFF, posts, order=3),
        Part("staffing.appendix", Chapter.APPENDIX, appendix, order=1),
    )


def people(facts):
    staff, teachers = facts.value("staff"), facts.value("teachers")
    if staff is None:
        return []
    change = words.change("staff", facts)
    tail = f", {change}" if change else ""
    sentence = (
        f"{facts.place} có {words.count(staff)} cán bộ quản lý, giáo viên, nhân viên"
        f"{tail}; trong đó {words.count(teachers)} giáo viên."
    )
    codes = ("staff", "teachers", "pupils_per_teacher", "teachers_per_class")
    return [
        Paragraph("staff.all", words.stated(facts, sentence)),
        *tables.by_level(facts, "staff", "Đội ngũ theo cấp học", codes),
        *tables.over_years(
            facts,
            "teachers-years",
            "Số giáo viên mỗi cấp thay đổi thế nào trong năm năm?",
            "teachers",
            NORMED,
        ),
    ]


def gaps(facts):
    rows = [_gap_row(facts, level) for level in NORMED]
    rows = [row for row in rows if row[1]]
    if not rows:
        return []
    short, over = facts.parts("teacher_shortage")[0], facts.parts("teacher_surplus")[0]
    sentence = (
        f"so với định mức tối đa, {facts.place} thiếu {words.count(short)} giáo viên"
    )
    if over:
        sentence += (
            f"; có nơi thừa, tổng cộng {words.count(over)} giáo viên, không bù trừ được "
            "cho nơi thiếu"
        )
    aimed = words.against_target("teacher_shortage", facts)
    if aimed:
        share = words.measured("teacher_shortage", facts.value("teacher_shortage"))
        sentence += f"; mức thiếu là {share} định mức, {aimed}"
    sentence += "."
    columns = [
        Column("Cấp học", width=2.2),
        Column("Định mức tối đa", Kind.DECIMAL, 1),
        Column("Có mặt", Kind.WHOLE),
        Column("Đáp ứng (%)", Kind.PERCENT),
        Column("Thiếu (−)", Kind.DECIMAL, 1),
        Column("Thừa (+)", Kind.DECIMAL, 1),
    ]
    # Never added up where a part is missing; shortage and surplus stay gross.
    totals = ["Cộng", *(sum(row[p] or 0 for row in rows) for p in (1, 2))]
    totals.append(totals[2] / totals[1] if totals[1] else None)
    totals += [sum(row[place] or 0 for row in rows) for place in (4, 5)]
    found = [
        Paragraph("staff.gaps", words.stated(facts, sentence)),
        Table(
            "gaps",
            "Giáo viên so với định mức tối đa theo cấp học",
            columns,
            rows,
            totals,
            [note for note in (NEVER_NETTED, norms_in_use(facts)) if note],
        ),
        Chart(
            "present-required",
            "Cấp học nào chưa đủ giáo viên theo định mức?",
            _met(rows),
            "bars",
            [row[0] for row in rows],
            [
                Series("Định mức tối đa", [row[1] for row in rows], REQUIRED),
                Series("Có mặt", [row[2] for row in rows], tables.BRAND),
            ],
            Column("", Kind.WHOLE),
        ),
    ]
    return found + _by_place(facts) + shortage_map(facts)


def shortage_map(facts):
    return maps.of_communes(
        facts,
        "gaps-map",
        "Nơi nào thiếu giáo viên nhất so với định mức?",
        "teacher_shortage",
    )


def _gap_row(facts, level):
    present, required = facts.parts("teacher_norm_rate", level)
    short = facts.parts("teacher_shortage", level)[0]
    over = facts.parts("teacher_surplus", level)[0]
    rate = present / required if required else None
    return [words.NAMES[level], required, present, rate, short, over]


def _met(rows):
    label, required, present, rate, _short, _over = min(
        rows, key=lambda row: row[3] or 0
    )
    return (
        f"{label} có mức đáp ứng thấp nhất: {words.count(present)} giáo viên trên định "
        f"mức tối đa {words.count(required)} ({words.per_cent(rate)})."
    )


def norms_in_use(facts):
    """Which norm sets the computation rests on, as its run kept them."""
    kept = (facts.run.versions if facts.run else {}).get("norms", {})
    papers = {
        one["document"]
        + (" (áp dụng cho cả năm học trước đó)" if one["retroactive"] else "")
        for one in kept.values()
    }
    return f"Định mức áp dụng: {'; '.join(sorted(papers))}." if papers else ""


def _by_place(facts):
    found = [(one, *_gross(facts, one)) for one in facts.places]
    found = [row for row in found if row[1] or row[2]]
    if not found:
        return []
    found.sort(key=lambda row: (-row[1], -row[2], row[0].name))
    top = found[: tables.TOP]
    place, short, _over = found[0]
    sentence = f"Thiếu nhiều nhất: {place.name}, {words.count(short)} giáo viên."
    if len(found) > len(top):
        sentence += f" Hình vẽ {len(top)} trong {len(found)} nơi có thiếu hoặc thừa."
    word = "xã, phường" if facts.is_province else "trường"
    return [
        Chart(
            "gaps-places",
            f"Những {word} nào thiếu giáo viên nhiều nhất?",
            sentence,
            "diverging",
            [row[0].name for row in top],
            [
                Series("Thiếu", [row[1] for row in top]),
                Series("Thừa", [row[2] for row in top]),
            ],
            Column("", Kind.DECIMAL, 1),
        )
    ]


def _gross(facts, place):
    """Shortage and surplus of a place, each gross."""
    cells = []
    for code in ("teacher_shortage", "teacher_surplus"):
        row = facts.of_places.get((code, "", place.key))
        cells.append((row.numerator or 0) if row else 0)
    return cells


def qualified(facts):
    value = facts.value("qualified_teacher_share")
    if value is None:
        return []
    change = words.change("qualified_teacher_share", facts)
    tail = f", {change}" if change else ""
    sentence = f"{words.per_cent(value)} giáo viên đạt chuẩn trình độ trở lên{tail}."
    return [
        Paragraph("staff.qualified", words.stated(facts, sentence)),
        *tables.by_level(
            facts,
            "qualified",
            "Giáo viên đạt chuẩn trình độ đào tạo",
            ("teachers", "qualified_teacher_share"),
        ),
        *tables.levels_chart(
            facts,
            "qualified-levels",
            "Bao nhiêu giáo viên mỗi cấp đạt chuẩn trình độ?",
            "qualified_teacher_share",
        ),
    ]


def posts(facts):
    rows = StaffingGap.objects.filter(school_year=facts.start)
    rows = facts.within(rows, "institution__commune")
    counted = (
        rows.order_by()
        .values("post")
        .annotate(
            required=Sum("required_actual_classes"),
            at_work=Sum("present"),
            contract=Sum("present_contract"),
            short=Sum("shortage_actual_classes"),
            over=Sum("surplus_actual_classes"),
        )
    )
    known = Post.objects.in_bulk()
    lines = sorted(counted, key=lambda row: known[row["post"]].order)
    names = ("required", "at_work", "contract", "short", "over")
    table = [[known[row["post"]].name, *(row[name] for name in names)] for row in lines]
    if not table:
        return []
    columns = [
        Column("Vị trí việc làm", width=2.8),
        Column("Định mức tối đa", Kind.DECIMAL, 1),
        Column("Có mặt", Kind.WHOLE),
        Column("Trong đó hợp đồng", Kind.WHOLE),
        Column("Thiếu (−)", Kind.DECIMAL, 1),
        Column("Thừa (+)", Kind.DECIMAL, 1),
    ]
    title = "Người làm việc so với định mức tối đa theo vị trí việc làm"
    return [Table("posts", title, columns, table, notes=(NEVER_NETTED,))]


def appendix(facts):
    word = "xã, phường" if facts.is_province else "trường"
    found = tables.by_place(
        facts,
        "appendix-staff",
        f"Đội ngũ theo {word}",
        ("staff", "teachers", "pupils_per_teacher", "teachers_per_class"),
    )
    rows = []
    for number, one in enumerate(facts.places, start=1):
        rate = facts.of_places.get(("teacher_norm_rate", "", one.key))
        if rate is None:
            continue
        rows.append(
            [
                number,
                one.name,
                rate.denominator,
                rate.numerator,
                rate.value,
                *_gross(facts, one),
            ]
        )
    if rows:
        columns = [
            Column("TT", Kind.WHOLE, width=0.5),
            Column(facts.places_word, width=2.6),
            Column("Định mức tối đa", Kind.DECIMAL, 1),
            Column("Có mặt", Kind.WHOLE),
            Column("Đáp ứng (%)", Kind.PERCENT),
            Column("Thiếu (−)", Kind.DECIMAL, 1),
            Column("Thừa (+)", Kind.DECIMAL, 1),
        ]
        whole = "Toàn tỉnh" if facts.is_province else "Cả xã"
        present, required = facts.parts("teacher_norm_rate")
        totals = [
            "",
            whole,
            required,
            present,
            facts.value("teacher_norm_rate"),
            facts.parts("teacher_shortage")[0],
            facts.parts("teacher_surplus")[0],
        ]
        found.append(
            Table(
                "appendix-gaps",
                f"Thừa, thiếu giáo viên theo {word}",
                columns,
                rows,
                totals,
                (NEVER_NETTED,),
            )
        )
    return found
