"""Start-of-year and end-of-year statistical forms, one sheet for each level.

The layout is that of the ministry's forms: TT, chỉ tiêu, đơn vị tính, mã số, then
total, public and private, each with women, minority and women of minority. The codes
of lines are the system's own until the ministry's list is at hand.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from communes.documents.blocks import Column, Document, Kind, Letterhead, Table
from communes.levels import Level
from communes.models import Commune, Province, ReportingPeriod
from communes.papers.kinds import NothingToReport
from communes.reporting import words
from communes.reporting.building import invented
from communes.windows import day
from schools.models import Institution, SchoolReturn

from . import form_pupils, form_schools, form_staff
from .lines import PRIVATE, PUBLIC, WHOLE

START = ReportingPeriod.Kind.START
LEVELS = (
    (Level.PRESCHOOL, "01", "MN"),
    (Level.PRIMARY, "02", "TH"),
    (Level.LOWER_SECONDARY, "03", "THCS"),
    (Level.UPPER_SECONDARY, "04", "THPT"),
)
GROUPS = ((WHOLE, "Tổng số"), (PUBLIC, "Công lập"), (PRIVATE, "Tư thục"))
OWN_CODES = (
    "Mã số (Đ…, C…) do hệ thống đặt, không phải mã của biểu mẫu ban hành theo Thông tư "
    "25/2024/TT-BGDĐT."
)
BASIS = (
    "Biểu của xã, phường gồm các trường do xã, phường quản lý. Trường nhiều cấp học: trường, phòng học tính vào cấp cao nhất; "
    "lớp, học sinh và giáo viên tính theo cấp học."
)
NOTES = (
    "“…”: hệ thống không thu thập hoặc chưa trường nào nộp; ô trống: không áp dụng.",
    OWN_CODES,
    BASIS,
    "Chỉ gồm số liệu của báo cáo đã nộp, đã duyệt hoặc đã khóa.",
)


@dataclass
class Form:
    """What one form is about, and the rows its sections share."""

    period: ReportingPeriod
    level: str
    commune: Commune | None = None

    @property
    def day(self):
        return self.period.as_of

    def within(self, rows, path=""):
        """Rows of the schools that the commune manages; those of all for the province.

        What a school of the department hands in is not its commune's business.
        """
        if self.commune is None:
            return rows
        return rows.filter(**{f"{path}managing_commune": self.commune})

    @cached_property
    def open_institutions(self):
        return self.within(Institution.objects.open_on(self.day)).order_by()

    @cached_property
    def schools(self):
        return form_schools.schools_of(self)

    @cached_property
    def ownerships(self):
        """Those of the institutions that teach the level."""
        order = Level.values.index
        found = self.open_institutions.values_list(
            "ownership", "kind__lowest_level", "kind__highest_level"
        )
        here = order(self.level)
        return {own for own, low, high in found if order(low) <= here <= order(high)}

    @cached_property
    def grades(self):
        return form_pupils.grades_of(self)

    @cached_property
    def ages(self):
        return form_pupils.ages_of(self)

    @cached_property
    def staff(self):
        return form_staff.staff_of(self)

    def lines(self):
        if self.period.kind == START:
            sections = (form_pupils.classes, form_pupils.learners)
        else:
            sections = (form_pupils.uncollected, form_pupils.results)
        found = form_schools.schools(self)
        for section in sections:
            found += section(self)
        found += form_staff.staff(self)
        return found + form_schools.rooms(self)


def write(order):
    """The workbook of a period for the province or a commune."""
    period = _period(order)
    chosen = order.options.get("level")
    forms = [
        (Form(period, level, order.commune), number, short)
        for level, number, short in LEVELS
        if not chosen or chosen == level
    ]
    # A commune manages no upper secondary schools: no sheet of nothing.
    tables = [_table(*one) for one in forms if one[0].ownerships]
    if not tables:
        raise NothingToReport("Không có trường nào dạy cấp học đã chọn.")
    province = Province.objects.order_by("code").first()
    place = order.commune.full_name if order.commune else f"tỉnh {province.name}"
    when = "đầu năm học" if period.kind == START else "cuối năm học"
    return Document(
        kind="Biểu thống kê",
        title=f"Biểu thống kê {when} {order.year} – {place}",
        letterhead=Letterhead(
            f"Ủy ban nhân dân tỉnh {province.name}",
            "Sở Giáo dục và Đào tạo",
            "Số:",
            province.name,
        ),
        blocks=tables,
        mark=invented(province),
        facts=_facts(order, period, place, province),
    )


def _period(order):
    kind = order.options.get("period") or START
    found = order.year.periods.filter(kind=kind, opens_on__lte=timezone.localdate())
    period = found.select_related("school_year").first()
    handed_in = SchoolReturn.objects.filter(period=period).reported()
    if period is None or not handed_in.exists():
        raise NothingToReport(
            f"Năm học {order.year} chưa có báo cáo nào của kỳ này được nộp."
        )
    return period


def _facts(order, period, place, province):
    owing = Institution.objects.open_on(period.as_of)
    rows = SchoolReturn.objects.filter(period=period, institution__in=owing).reported()
    if order.commune:
        owing = owing.filter(managing_commune=order.commune)
        rows = rows.filter(institution__managing_commune=order.commune)
    found = [
        ("Phạm vi", place),
        ("Số liệu tại ngày", day(period.as_of)),
        ("Mức đầy đủ", f"{rows.count()}/{owing.count()} cơ sở đã nộp"),
        ("Lập lúc", f"{timezone.localtime():%H:%M %d/%m/%Y}"),
    ]
    mark = invented(province)
    return [*found, ("Lưu ý", mark.strip("()"))] if mark else found


def _table(form, number, short):
    season = "ĐN" if form.period.kind == START else "CN"
    name = f"{number}.{season}-{short}"
    title = f"Biểu {name} {words.NAMES[form.level].lower()}"
    # Ours: a letter for the season and a running number.
    letter, running, rows = season[0], 0, []
    for line in form.lines():
        code = ""
        if not line.is_heading:
            running += 1
            code = f"{letter}{running:03d}"
        rows.append([line.number, line.label, line.unit, code, *line.values()])
    return Table(name, title, _columns(), rows, notes=NOTES, is_wide=True)


def _columns():
    found = [
        Column("TT", width=0.5),
        Column("Chỉ tiêu", width=3.6),
        Column("Đơn vị tính", width=0.9),
        Column("Mã số", width=0.7),
    ]
    for _key, group in GROUPS:
        for label in ("Chung", "Nữ", "DTTS", "Nữ DTTS"):
            found.append(Column(label, Kind.WHOLE, group=group, width=0.75))
    return found
