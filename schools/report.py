"""What the schools bring to the annual report: network, quality, equity, standards, rooms."""

from django.db.models import Count, Sum

from communes.approvable import REPORTED_STATES
from communes.documents.blocks import Column, Kind, Paragraph, Table
from communes.levels import Level
from communes.reporting import facts as reporting
from communes.reporting import tables, words
from communes.reporting.parts import Chapter, Part, register
from communes.search import fold
from schools import report_places
from schools.models import GradeFigures, Institution
from schools.report_results import prizes, quality

COUNTS = ("institutions", "classes", "learners")
NORMED = (
    Level.PRESCHOOL,
    Level.PRIMARY,
    Level.LOWER_SECONDARY,
    Level.UPPER_SECONDARY,
)


def register_all():
    reporting.register_schools(places)
    register(
        Part("schools.situation", Chapter.SITUATION, situation),
        Part("schools.network", Chapter.NETWORK, network),
        Part("schools.grades", Chapter.NETWORK, grades, order=2),
        Part("schools.classes", Chapter.NETWORK, class_sizes, order=3),
        Part("schools.quality", Chapter.QUALITY, quality),
        Part("schools.prizes", Chapter.QUALITY, prizes, order=2),
        Part("schools.equity", Chapter.EQUITY, equity),
        Part("schools.universal", Chapter.UNIVERSAL, universal),
        Part("schools.standards", Chapter.STANDARDS, standards),
        Part("schools.facilities", Chapter.FACILITIES, facilities),
        Part("schools.appendix", Chapter.APPENDIX, appendix),
        Part("schools.appendix-prizes", Chapter.APPENDIX, report_places.prizes, 2),
        # Last: it turns the page.
        Part("schools.appendix-results", Chapter.APPENDIX, report_places.results, 99),
    )


def open_schools(facts):
    """Institutions of the scope on the last day of the school year's data."""
    found = Institution.objects.open_on(facts.year.ends_on)
    return facts.within(found, "commune")


def places(facts):
    found = open_schools(facts).values_list("code", "name", "commune__cluster")
    rows = [reporting.Place(*row) for row in found]
    return sorted(rows, key=lambda one: fold(one.name))


def situation(facts):
    now = {code: facts.value(code) for code in COUNTS}
    ethnic = facts.value("ethnic_share")
    sentence = (
        f"{facts.place} có {words.count(now['institutions'])} cơ sở giáo dục với "
        f"{words.count(now['classes'])} lớp, nhóm trẻ và "
        f"{words.count(now['learners'])} người học"
    )
    if ethnic is not None:
        sentence += f", trong đó {words.per_cent(ethnic)} là người dân tộc thiểu số"
    found = [Paragraph("situation.size", words.stated(facts, f"{sentence}."))]
    if facts.is_province:
        found.append(
            Paragraph(
                "situation.places",
                "Giáo dục được quản lý theo hai cấp: Sở Giáo dục và Đào tạo và "
                f"{words.count(len(facts.communes))} xã, phường.",
            )
        )
    return found


def network(facts):
    found = [
        Paragraph(f"network.{code}", sentence)
        for code in COUNTS
        if (sentence := _counted(facts, code))
    ]
    codes = [*COUNTS, "pupils_per_class"]
    found += tables.by_level(
        facts, "network", "Quy mô trường, lớp, người học theo cấp học", codes
    )
    found += _beside_last_year(facts)
    found += tables.over_years(
        facts,
        "learners-years",
        "Số người học mỗi cấp thay đổi thế nào trong năm năm?",
        "learners",
        list(words.NAMES),
    )
    return found + _kinds(facts)


def _counted(facts, code):
    value = facts.value(code)
    if value is None:
        return ""
    found = reporting.indicator(code)
    change = words.change(code, facts)
    tail = f", {change}" if change else ""
    return words.stated(
        facts,
        f"{words.lowered(str(found.name))}: {words.count(value)} {found.unit}{tail}.",
    )


def _beside_last_year(facts):
    """Learners and classes, this year, last year and the difference."""
    columns = [Column("Cấp học", width=2.2)]
    for name in ("Người học", "Lớp, nhóm trẻ"):
        for label, kind in (
            (f"{facts.start - 1}-{facts.start}", Kind.WHOLE),
            (facts.name, Kind.WHOLE),
            ("Tăng (+), giảm (−)", Kind.SIGNED),
        ):
            columns.append(Column(label, kind, 0, name))
    rows = [
        [words.NAMES[level], *_pair(facts, level)] for level in facts.levels("learners")
    ]
    if not rows:
        return []
    totals = ["Tất cả cấp học", *_pair(facts, "")]
    title = "Người học và lớp so với năm học trước"
    return [Table("network-change", title, columns, rows, totals)]


def _pair(facts, level):
    cells = []
    for code in ("learners", "classes"):
        now, before = facts.value(code, level), facts.value(code, level, back=1)
        known = now is not None and before is not None
        cells += [before, now, now - before if known else None]
    return cells


def _kinds(facts):
    counted = (
        open_schools(facts)
        .order_by()
        .values("kind__name", "kind__order", "ownership")
        .annotate(number=Count("pk"))
    )
    kinds = {}
    for row in counted:
        kind = kinds.setdefault((row["kind__order"], row["kind__name"]), {})
        kind[row["ownership"]] = row["number"]
    rows = [
        [name, of.get("public", 0), of.get("private", 0), sum(of.values())]
        for (_order, name), of in sorted(kinds.items())
    ]
    if not rows:
        return []
    totals = ["Cộng", *(sum(row[place] for row in rows) for place in (1, 2, 3))]
    columns = [
        Column("Loại hình", width=3),
        Column("Công lập", Kind.WHOLE),
        Column("Tư thục", Kind.WHOLE),
        Column("Cộng", Kind.WHOLE),
    ]
    return [Table("kinds", "Cơ sở giáo dục theo loại hình", columns, rows, totals)]


def grades(facts):
    rows = facts.within(
        GradeFigures.objects.filter(
            school_return__period__school_year=facts.start,
            school_return__period__kind="start",
            school_return__state__in=REPORTED_STATES,
        ),
        "school_return__institution__commune",
    )
    names = ("classes", "pupils", "girls", "ethnic", "inclusive")
    counted = (
        rows.order_by()
        .values("grade__name", "grade__order")
        .annotate(**{f"all_{name}": Sum(name) for name in names})
        .order_by("grade__order")
    )
    lines = [
        [row["grade__name"], *(row[f"all_{name}"] for name in names)] for row in counted
    ]
    if not lines:
        return []
    totals = ["Cộng", *(_sum(line[place] for line in lines) for place in range(1, 6))]
    columns = [
        Column("Khối, nhóm tuổi", width=2.4),
        Column("Lớp, nhóm", Kind.WHOLE),
        Column("Người học", Kind.WHOLE),
        Column("Nữ", Kind.WHOLE),
        Column("Dân tộc thiểu số", Kind.WHOLE),
        Column("Khuyết tật học hòa nhập", Kind.WHOLE),
    ]
    return [Table("grades", "Lớp, người học theo khối", columns, lines, totals)]


def _sum(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def class_sizes(facts):
    return tables.levels_chart(
        facts,
        "class-sizes",
        "Bình quân mỗi lớp có bao nhiêu người học?",
        "pupils_per_class",
    )


def equity(facts):
    codes = ("learners", "girls_share", "ethnic_share")
    found = []
    for code in codes[1:]:
        value = facts.value(code)
        if value is None:
            continue
        name = str(reporting.indicator(code).name)
        change = words.change(code, facts)
        tail = f", {change}" if change else ""
        sentence = f"{words.lowered(name)} là {words.measured(code, value)}{tail}."
        found.append(Paragraph(f"equity.{code}", words.stated(facts, sentence)))
    found += tables.by_level(
        facts, "equity", "Người học nữ và dân tộc thiểu số theo cấp học", codes
    )
    places_ = facts.clusters if facts.is_province else facts.places
    return found + tables.ranked(
        facts,
        "ethnic-places",
        "Người học dân tộc thiểu số chiếm bao nhiêu ở mỗi nơi?",
        "ethnic_share",
        places_,
    )


def universal(facts):
    value = facts.value("attendance_age_5", Level.PRESCHOOL)
    found = []
    if value is not None:
        change = words.change("attendance_age_5", facts, Level.PRESCHOOL)
        tail = f", {change}" if change else ""
        words_ = f"tỷ lệ trẻ 5 tuổi đến trường đạt {words.per_cent(value)}{tail}."
        found.append(Paragraph("universal.age-5", words.stated(facts, words_)))
    if facts.is_province:
        found += tables.ranked(
            facts,
            "age-5-places",
            "Trẻ 5 tuổi đến trường nhiều nhất, ít nhất ở cụm nào?",
            "attendance_age_5",
            facts.clusters,
            level=Level.PRESCHOOL,
        )
    sessions = facts.value("two_session_share")
    if sessions is not None:
        taught = f"{words.per_cent(sessions)} người học được học 2 buổi/ngày"
        sentence = words.joined(taught, words.change("two_session_share", facts))
        text = words.stated(facts, f"{sentence}.")
        found.append(Paragraph("universal.two-sessions", text))
        found += tables.levels_chart(
            facts,
            "two-sessions",
            "Bao nhiêu học sinh được học 2 buổi/ngày?",
            "two_session_share",
        )
    return found


def standards(facts):
    part, whole = facts.parts("national_standard_share")
    if not whole:
        return []
    change = words.change("national_standard_share", facts)
    value = facts.value("national_standard_share")
    sentence = (
        f"{words.count(part)}/{words.count(whole)} trường công lập thuộc diện xét đạt "
        f"chuẩn quốc gia ({words.per_cent(value)})"
    )
    sentence += f", {change}." if change else "."
    found = [Paragraph("standards.share", words.stated(facts, sentence))]
    rows = []
    for level in NORMED:
        own, all_ = facts.parts("national_standard_share", level)
        if all_:
            rows.append([words.NAMES[level], all_, own, own / all_])
    columns = [
        Column("Cấp học (cao nhất của trường)", width=2.5),
        Column("Trường thuộc diện xét", Kind.WHOLE),
        Column("Đạt chuẩn", Kind.WHOLE),
        Column("Tỷ lệ (%)", Kind.PERCENT),
    ]
    totals = ["Cộng", whole, part, value]
    found.append(Table("standards", "Trường đạt chuẩn quốc gia", columns, rows, totals))
    found += tables.over_years(
        facts,
        "standards-years",
        "Tỷ lệ trường đạt chuẩn quốc gia thay đổi thế nào trong năm năm?",
        "national_standard_share",
        ("",),
    )
    if facts.is_province:
        found += tables.ranked(
            facts,
            "standards-places",
            "Cụm nào có nhiều trường đạt chuẩn quốc gia nhất?",
            "national_standard_share",
            facts.clusters,
        )
    return found


def facilities(facts):
    part, whole = facts.parts("solid_room_share")
    if not whole:
        return []
    change = words.change("solid_room_share", facts)
    sentence = (
        f"{words.count(part)}/{words.count(whole)} phòng học kiên cố "
        f"({words.per_cent(facts.value('solid_room_share'))})"
    )
    sentence += f", {change}." if change else "."
    found = [Paragraph("facilities.solid", words.stated(facts, sentence))]
    places_ = facts.clusters if facts.is_province else facts.places
    return found + tables.ranked(
        facts,
        "solid-places",
        "Phòng học kiên cố chiếm bao nhiêu ở mỗi nơi?",
        "solid_room_share",
        places_,
    )


def appendix(facts):
    word = "xã, phường" if facts.is_province else "trường"
    found = tables.by_place(
        facts,
        "appendix-network",
        f"Trường, lớp, người học theo {word}",
        ("institutions", "classes", "learners", "pupils_per_class"),
    )
    for level in NORMED:
        if facts.value("learners", level) is None:
            continue
        found += tables.by_place(
            facts,
            f"appendix-{level}",
            f"Lớp, người học {words.LEVELS[level]} theo {word}",
            ("classes", "learners", "pupils_per_class", "ethnic_share"),
            level=level,
        )
    found += tables.by_place(
        facts,
        "appendix-quality",
        f"Điều kiện và tiếp cận theo {word}",
        ("girls_share", "ethnic_share", "two_session_share", "solid_room_share"),
    )
    if facts.is_province:
        found += tables.by_place(
            facts,
            "appendix-standards",
            f"Trường đạt chuẩn quốc gia theo {word}",
            ("institutions", "national_standard_share"),
        )
    return found
