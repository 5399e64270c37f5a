"""The profile of education in one commune, on exactly two pages.

First page: the place, each level's size and staff, the commune beside the province, five
years. Second page: its schools. Values are the stored ones, by location.
"""

from django.utils import timezone

from communes.documents.blocks import (
    Break,
    Column,
    Document,
    Foot,
    Heading,
    Kind,
    Letterhead,
    Paragraph,
    Signer,
    Table,
)
from communes.documents.dates import in_words
from communes.levels import ALL_LEVELS, Level
from communes.models import CommuneRegion, CultureSocietyOffice, Population
from communes.numbers import shown
from communes.reporting import facts as reporting
from communes.reporting import tables, words
from communes.reporting.building import facts_of, invented
from communes.reporting.facts import Facts
from schools.models import Institution
from schools.queries import with_standard

from .staff_table import staff

SCHOOL_AGES = (
    (0, 5, "0–5 tuổi"),
    (6, 10, "6–10"),
    (11, 14, "11–14"),
    (15, 17, "15–17"),
)
BESIDE = (
    ("attendance_age_5", Level.PRESCHOOL),
    ("two_session_share", ALL_LEVELS),
    ("english_share_3_5", ALL_LEVELS),
    ("pupils_per_class", ALL_LEVELS),
    ("pupils_per_teacher", ALL_LEVELS),
    ("qualified_teacher_share", ALL_LEVELS),
    ("solid_room_share", ALL_LEVELS),
    ("national_standard_share", ALL_LEVELS),
)


def write(order):
    facts = facts_of(order.year.start, order.commune.code)
    return Document(
        kind="Hồ sơ giáo dục",
        title=f"{facts.commune.full_name}, năm học {facts.name}",
        letterhead=Letterhead(
            f"UBND {facts.place}",
            "Phòng Văn hóa - Xã hội",
            "Số:       /HS-VHXH",
            f"{facts.commune.name}, {in_words(timezone.localdate())}",
        ),
        blocks=[
            Heading("I. Đặc điểm"),
            *place(facts),
            Heading("II. Quy mô, đội ngũ theo cấp học"),
            by_level(facts),
            Heading("III. Chất lượng, điều kiện so với toàn tỉnh"),
            beside_province(facts),
            *five_years(facts),
            Break(),
            Heading("IV. Các cơ sở giáo dục trên địa bàn"),
            schools(facts),
            Heading("V. Đội ngũ các trường do xã, phường quản lý"),
            *staff(
                "profile-staff",
                institution__managing_commune=facts.commune,
                school_year=facts.year,
            ),
        ],
        foot=Foot(
            Signer("Trưởng phòng"),
            (f"UBND {facts.place};", "Sở Giáo dục và Đào tạo;", "Lưu: VT."),
        ),
        mark=invented(facts.province),
        facts=[("Phạm vi", facts.place), ("Năm học", facts.name)],
        is_compact=True,
    )


def place(facts):
    """Where the commune lies, who lives there, who looks after its schools."""
    commune = facts.commune
    said = [f"Diện tích {shown(commune.area_km2, 1)} km²", f"cụm {commune.cluster}"]
    region = commune.regions.filter(valid_from__lte=facts.year.ends_on)
    if row := region.order_by("-valid_from").first():
        said.append(region_words(row))
    found = [Paragraph("profile.place", f"{', '.join(said)}.")]
    if people := residents(facts):
        found.append(Paragraph("profile.residents", people))
    if office := office_words(facts):
        found.append(Paragraph("profile.office", office))
    expected, reported, approved = facts.coverage
    coverage = (
        f"Số liệu của {words.count(reported)}/{words.count(expected)} cơ sở giáo dục đã "
        f"nộp báo cáo, {words.count(approved)} báo cáo đã duyệt."
    )
    return [*found, Paragraph("profile.coverage", coverage)]


def region_words(row):
    area = CommuneRegion.EthnicArea(row.ethnic_area)
    named = f"xã khu vực {area.value}" if area else ""
    doubt = "" if row.confirmed else " (chờ quyết định)"
    return ", ".join(filter(None, [named, f"vùng {row.staffing_region}{doubt}"]))


def residents(facts):
    rows = Population.objects.filter(commune=facts.commune, school_year=facts.year)
    known = [row for row in rows if row.total is not None and row.age_to <= 17]
    if not known:
        return ""
    parts = []
    for low, high, label in SCHOOL_AGES:
        inside = [row.total for row in known if low <= row.age_from <= high]
        if inside:
            parts.append(f"{label}: {words.count(sum(inside))}")
    return f"Dân số trong độ tuổi giáo dục: {'; '.join(parts)} người."


def office_words(facts):
    row = CultureSocietyOffice.objects.filter(
        commune=facts.commune, school_year=facts.year
    ).first()
    if row is None or row.staff is None or row.education_specialists is None:
        return ""
    return (
        f"Phòng Văn hóa - Xã hội có {words.count(row.staff)} người, trong đó "
        f"{words.count(row.education_specialists)} người có chuyên môn giáo dục, quản "
        f"lý {words.count(facts.value('institutions'))} cơ sở giáo dục."
    )


NOT_NETTED = (
    "Thiếu, thừa cộng riêng theo từng trường, không bù trừ. Trường nhiều cấp học tính "
    "vào cấp cao nhất."
)


def by_level(facts):
    columns = [
        Column("Cấp học", width=2.0),
        Column("Trường", Kind.WHOLE),
        Column("Lớp", Kind.WHOLE),
        Column("Người học", Kind.WHOLE),
        Column("Nữ (%)", Kind.PERCENT),
        Column("DTTS (%)", Kind.PERCENT),
        Column("Giáo viên", Kind.WHOLE),
        Column("Định mức", Kind.DECIMAL, 1, "Giáo viên so với định mức"),
        Column("Thiếu", Kind.DECIMAL, 1, "Giáo viên so với định mức"),
        Column("Thừa", Kind.DECIMAL, 1, "Giáo viên so với định mức"),
    ]
    rows = [
        [words.NAMES[one], *level_row(facts, one)] for one in facts.levels("classes")
    ]
    totals = ["Cộng", *level_row(facts, ALL_LEVELS)]
    notes = (NOT_NETTED,)
    title = "Trường, lớp, người học và giáo viên"
    return Table("profile-levels", title, columns, rows, totals, notes)


def level_row(facts, level):
    short, required = facts.parts("teacher_shortage", level)
    over, _required = facts.parts("teacher_surplus", level)
    codes = ("institutions", "classes", "learners", "girls_share", "ethnic_share")
    counts = [facts.value(one, level) for one in (*codes, "teachers")]
    return [*counts, required, short, over]


def beside_province(facts):
    """What can be compared: this year, last year, the whole province."""
    whole = Facts(facts.year, facts.province)
    rows = []
    for code, level in BESIDE:
        row = [
            facts.value(code, level, back=1),
            facts.value(code, level),
            whole.value(code, level),
        ]
        if any(value is not None for value in row):
            rows.append([label(code), *(written(code, value) for value in row)])
    columns = [
        Column("Chỉ số", width=4),
        Column(f"Năm học {facts.start - 1}-{facts.start}", width=1.3),
        Column(f"Năm học {facts.name}", width=1.3),
        Column("Toàn tỉnh", width=1.3),
    ]
    return Table("profile-beside", "Một số chỉ số chính", columns, rows)


def label(code):
    return str(reporting.indicator(code).name)


def written(code, value):
    return "–" if value is None else words.measured(code, value)


def five_years(facts):
    title = "Số người học năm năm gần nhất thay đổi thế nào?"
    return tables.over_years(
        facts, "profile-years", title, "learners", facts.levels("learners")
    )


# A commune sees that such a school stands on its ground; its figures are not its own.
OTHERS = (
    "“–”: trường không do xã, phường quản lý, không nêu số liệu riêng; dòng Cộng theo "
    "địa bàn gồm cả các trường này."
)


def schools(facts):
    day = facts.year.periods.get(kind="start").as_of
    rows = with_standard(Institution.objects.open_on(day), day)
    rows = rows.filter(commune=facts.commune).select_related("kind")
    lines = [
        [number, *school_row(facts, school)]
        for number, school in enumerate(rows.order_by("kind__order", "search_name"), 1)
    ]
    totals = ["", "Cộng", *level_of_all(facts), ""]
    columns = [
        Column("TT", Kind.WHOLE, width=0.5),
        Column("Cơ sở giáo dục", width=3.4),
        Column("Lớp", Kind.WHOLE, width=0.7),
        Column("Người học", Kind.WHOLE, width=0.9),
        Column("DTTS (%)", Kind.PERCENT, width=0.9),
        Column("Giáo viên", Kind.WHOLE, width=0.8),
        Column("Thiếu GV", Kind.DECIMAL, 1, width=0.8),
        Column("Thừa GV", Kind.DECIMAL, 1, width=0.8),
        Column("Phòng kiên cố (%)", Kind.PERCENT, width=1.0),
        Column("Chuẩn quốc gia", width=1.0),
    ]
    notes = ["GV: giáo viên; DTTS: người học dân tộc thiểu số."]
    if any(school.managing_commune_id != facts.commune.code for school in rows):
        notes.append(OTHERS)
    title = "Cơ sở giáo dục trên địa bàn"
    return Table("profile-schools", title, columns, lines, totals, notes)


SCHOOL_VALUES = ("classes", "learners", "ethnic_share", "teachers")


def school_row(facts, school):
    at = reporting.Place(school.code, school.name)
    level = school.standard_level
    return [
        school.name,
        *(facts.at(one, at) for one in SCHOOL_VALUES),
        numerator(facts.of_places.get(("teacher_shortage", ALL_LEVELS, school.code))),
        numerator(facts.of_places.get(("teacher_surplus", ALL_LEVELS, school.code))),
        facts.at("solid_room_share", at),
        f"Mức {level}" if level else "Chưa" if school.recognisable else "",
    ]


def level_of_all(facts):
    return [
        *(facts.value(one) for one in SCHOOL_VALUES),
        facts.parts("teacher_shortage")[0],
        facts.parts("teacher_surplus")[0],
        facts.value("solid_room_share"),
    ]


def numerator(row):
    return row.numerator if row else None
