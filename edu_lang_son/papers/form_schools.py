"""Sections I and V of a statistical form: schools and their rooms.

A school of several levels stands in the form of its highest, as in the stored values.
"""

from django.db.models import Count, Exists, OuterRef, Q

from communes.approvable import REPORTED_STATES
from schools.models import Facilities, Institution, NationalStandard

from .lines import counted, heading, unknown

Special = Institution.SpecialType
BOARDING = (Special.BOARDING, Special.BORDER_BOARDING)
MANY_SITES = 5
SERVICES = (
    ("internet", "Trường có Internet phục vụ dạy học"),
    ("power", "Trường có điện lưới"),
    ("clean_water", "Trường có nước sạch"),
    ("toilets", "Trường có nhà vệ sinh"),
    ("separate_toilets", "Trường có nhà vệ sinh riêng nam, nữ"),
    ("hand_washing", "Trường có chỗ rửa tay"),
    ("disability_access", "Trường tiếp cận cho người khuyết tật"),
)
ROOMS = (
    ("classrooms", "1", "Phòng học", "phòng"),
    ("solid_rooms", "1.1", "Phòng học kiên cố", "phòng"),
    ("semi_solid_rooms", "1.2", "Phòng học bán kiên cố", "phòng"),
    ("temporary_rooms", "1.3", "Phòng học tạm", "phòng"),
    ("borrowed_rooms", "1.4", "Phòng học nhờ, mượn", "phòng"),
    ("subject_rooms", "2", "Phòng bộ môn", "phòng"),
    ("libraries", "3", "Thư viện", "phòng"),
    ("teaching_computers", "4", "Máy tính dùng cho dạy, học", "máy"),
    ("working_computers", "4.1", "Máy tính dạy, học còn hoạt động", "máy"),
    ("management_computers", "5", "Máy tính quản lý", "máy"),
    ("projectors", "6", "Máy chiếu, màn hình", "máy"),
)
COLUMNS = [name for name, _label in SERVICES] + [name for name, *_rest in ROOMS]


def schools_of(form):
    """Institutions of the form with their facilities, as plain rows."""
    open_sites = Q(sites__is_main=False, sites__opened_on__lte=form.day) & (
        Q(sites__closed_on__isnull=True) | Q(sites__closed_on__gt=form.day)
    )
    standard = NationalStandard.objects.filter(
        institution=OuterRef("pk"), issued_on__lte=form.day, expires_on__gte=form.day
    )
    found = form.within(
        Institution.objects.open_on(form.day).filter(kind__highest_level=form.level)
    ).annotate(
        other_sites=Count("sites", open_sites),
        has_standard=Exists(standard),
    )
    rooms = facilities_of(form)
    return [
        {**row, **rooms.get(row["pk"], dict.fromkeys(COLUMNS))}
        for row in found.values(
            "pk",
            "ownership",
            "special_type",
            "teaches_two_sessions",
            "other_sites",
            "has_standard",
        )
    ]


def facilities_of(form):
    """{institution: its rooms and services} of the returns handed in."""
    rows = Facilities.objects.filter(
        school_return__period=form.period, school_return__state__in=REPORTED_STATES
    ).values("school_return__institution", *COLUMNS)
    return {row.pop("school_return__institution"): row for row in rows}


def schools(form):
    """Section I."""
    rows, known = form.schools, form.ownerships

    def line(number, label, value, unit="trường"):
        return counted(number, label, unit, rows, value, known)

    found = [
        heading("I", "TRƯỜNG"),
        line("1", "Tổng số trường", lambda row: 1),
        line("1.1", "Trường dạy 2 buổi/ngày", of("teaches_two_sessions")),
        line("1.2", "Trường PTDT bán trú", special(Special.SEMI_BOARDING)),
        line("1.3", "Trường PTDT nội trú, nội trú biên giới", special(*BOARDING)),
        line("1.4", "Trường đạt chuẩn quốc gia còn hiệu lực", of("has_standard")),
        line("2", "Điểm trường (ngoài điểm chính)", of("other_sites"), "điểm"),
        line("2.1", "Trường có từ 5 điểm trường trở lên", many_sites),
    ]
    found += [
        line(f"3.{place}", label, of(name))
        for place, (name, label) in enumerate(SERVICES, start=1)
    ]
    return found + [
        unknown("4", "Trường dạy kỹ năng sống, phòng chống HIV", "trường"),
        unknown("5", "Trường có phòng tư vấn học đường", "trường"),
    ]


def rooms(form):
    """Section V."""
    found = [heading("V", "PHÒNG HỌC, PHÒNG CHỨC NĂNG, THIẾT BỊ")]
    return found + [
        counted(number, label, unit, form.schools, of(name), form.ownerships)
        for name, number, label, unit in ROOMS
    ]


def of(name):
    """The value of a column; a yes counts one, a no none."""
    return lambda row: None if row[name] is None else int(row[name])


def special(*types):
    return lambda row: int(row["special_type"] in types)


def many_sites(row):
    """The main site is one of the five."""
    return int(row["other_sites"] + 1 >= MANY_SITES)
