"""The profile of one school on one page: facts, classes, staff, rooms, five years."""

from django.utils import timezone

from communes.documents.blocks import (
    Column,
    Document,
    Foot,
    Kind,
    Letterhead,
    Signer,
    Table,
)
from communes.documents.dates import in_words
from communes.models import IndicatorValue, Province, ReportingPeriod
from communes.numbers import NONE, shown
from communes.papers.kinds import NothingToReport
from communes.reporting.building import invented
from communes.reporting.words import capital
from communes.windows import day
from schools import profile
from schools.models import Institution, SchoolReturn
from staffing.models import Assignment

from .staff_table import staff

GRADES = ("classes", "pupils", "girls", "ethnic", "inclusive", "two_session_pupils")
ROOMS = (
    "classrooms",
    "solid_rooms",
    "semi_solid_rooms",
    "temporary_rooms",
    "subject_rooms",
    "libraries",
    "working_computers",
    "projectors",
    "internet",
    "clean_water",
    "separate_toilets",
    "disability_access",
)
YEARS = 5


def write(order):
    school = Institution.objects.select_related(
        "kind", "commune", "managing_commune", "commune__province"
    ).get(code=order.institution)
    period = order.year.periods.filter(kind=ReportingPeriod.Kind.START).first()
    if period is None or not is_open(school, period.as_of):
        raise NothingToReport(f"{school.name} không hoạt động trong năm học này.")
    province = Province.objects.order_by("code").first()
    filed = SchoolReturn.objects.filter(institution=school, period=period).reported()
    filed = filed.select_related("facilities").first()
    return Document(
        kind="Hồ sơ trường học",
        title=f"{school.name}, năm học {order.year.name}",
        letterhead=Letterhead(
            above(school, province),
            school.name,
            "Số:       /HS",
            f"{school.commune.name}, {in_words(timezone.localdate())}",
        ),
        blocks=[
            facts(school, period),
            *grades(filed),
            *staff("school-staff", institution=school, school_year=order.year),
            *rooms(filed),
            *years(school, order.year),
        ],
        foot=Foot(
            Signer("Hiệu trưởng", principal(school, period.as_of)),
            (f"{capital(above(school, province))};", "Lưu: VT."),
        ),
        mark=invented(province)
        or ("" if filed else "(Trường chưa nộp báo cáo đầu năm)"),
        facts=[("Trường", school.name), ("Năm học", order.year.name)],
        is_compact=True,
    )


def is_open(school, day_):
    closed = school.closed_on and school.closed_on <= day_
    return school.opened_on <= day_ and not closed


def above(school, province):
    if school.managing_commune:
        kind, rest = school.managing_commune.full_name.split(" ", 1)
        return f"UBND {kind.lower()} {rest}"
    return f"Sở Giáo dục và Đào tạo tỉnh {province.name}"


def principal(school, day_):
    serving = Assignment.objects.serving_on(day_).filter(
        institution=school, post_id="principal", is_main=True
    )
    found = serving.select_related("person").first()
    return found.person.full_name if found else ""


def pairs(code, title, facts_, *, width=2):
    """Labels and values, two beside each other, to save room."""
    cells = [cell for pair in facts_ for cell in pair]
    size = width * 2
    cells += [""] * (-len(cells) % size)
    columns = [Column("Nội dung", width=1.7), Column("Số liệu", width=1.5)] * width
    rows = [cells[start : start + size] for start in range(0, len(cells), size)]
    return Table(code, title, columns, rows)


def facts(school, period):
    sites = school.sites.filter(opened_on__lte=period.as_of).exclude(
        closed_on__lte=period.as_of
    )
    recognition = profile.recognition_on(school, period.as_of)["holding"]
    standard = "Chưa đạt hoặc hết hiệu lực"
    if recognition:
        until = day(recognition.expires_on)
        standard = f"Mức độ {recognition.level}, đến {until}"
    return pairs(
        "school-facts",
        "Thông tin chung",
        [
            ("Mã trường", school.code),
            ("Loại hình", school.kind.name),
            ("Sở hữu", school.get_ownership_display()),
            ("Loại riêng", school.get_special_type_display()),
            ("Địa bàn", school.commune.full_name),
            (
                "Cơ quan quản lý",
                school.managing_commune.full_name
                if school.managing_commune
                else "Sở Giáo dục và Đào tạo",
            ),
            ("Thành lập ngày", day(school.opened_on)),
            ("Điểm trường (kể cả điểm chính)", shown(sites.count(), 0)),
            ("Chuẩn quốc gia", standard),
            ("Dạy 2 buổi/ngày", "Có" if school.teaches_two_sessions else "Không"),
        ],
    )


def grades(filed):
    if filed is None:
        return []
    rows = list(filed.grades.select_related("grade").order_by("grade__order"))
    if not rows:
        return []
    lines = [[row.grade.name, *(getattr(row, one) for one in GRADES)] for row in rows]
    columns = [
        Column("Khối, nhóm tuổi", width=2.4),
        Column("Lớp", Kind.WHOLE),
        Column("Người học", Kind.WHOLE),
        Column("Nữ", Kind.WHOLE),
        Column("Dân tộc thiểu số", Kind.WHOLE),
        Column("Học hòa nhập", Kind.WHOLE),
        Column("2 buổi/ngày", Kind.WHOLE),
    ]
    totals = ["Cộng", *profile.sums(rows, GRADES)]
    return [Table("school-grades", "Lớp, người học", columns, lines, totals)]


def rooms(filed):
    facilities = getattr(filed, "facilities", None)
    if facilities is None:
        return []
    found = []
    for name in ROOMS:
        label = str(type(facilities)._meta.get_field(name).verbose_name)
        found.append((label[:1].upper() + label[1:], in_words_of(facilities, name)))
    return [pairs("school-rooms", "Cơ sở vật chất, thiết bị", found)]


def in_words_of(facilities, name):
    value = getattr(facilities, name)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return NONE if value is None else shown(value, 0)


def years(school, year):
    rows = IndicatorValue.objects.filter(
        scope=IndicatorValue.Scope.INSTITUTION,
        scope_key=school.code,
        basis=IndicatorValue.Basis.LOCATION,
        level="",
        indicator__in=["classes", "learners", "teachers"],
        school_year__gt=year.start - YEARS,
        school_year__lte=year.start,
    )
    known = {(row.indicator, row.school_year_id): row.numerator for row in rows}
    starts = sorted({start for _code, start in known})
    if len(starts) < 2:
        return []
    columns = [Column("Năm học", width=1.6)]
    columns += [Column(f"{one}-{one + 1}", Kind.WHOLE) for one in starts]
    lines = [
        [label, *(known.get((code, one)) for one in starts)]
        for code, label in (
            ("classes", "Lớp, nhóm trẻ"),
            ("learners", "Người học"),
            ("teachers", "Giáo viên"),
        )
    ]
    return [Table("school-years", "Năm năm gần nhất", columns, lines)]
