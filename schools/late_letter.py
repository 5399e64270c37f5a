"""Letters that ask for returns that are late: to communes, and from a commune to schools.

In the form of a công văn (NĐ 30/2020/NĐ-CP, Phụ lục I): who still owes what, which
errors wait, by when, whom to ask.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from communes.approvable import State
from communes.documents.blocks import (
    Column,
    Document,
    Foot,
    Kind,
    Letterhead,
    Paragraph,
    Signer,
    Signing,
    Table,
)
from communes.documents.dates import in_words
from communes.entry import checks
from communes.models import Commune, Province, ReportingPeriod
from communes.papers.kinds import NothingToReport
from communes.reporting.building import invented
from communes.reporting.words import count
from communes.windows import day
from schools import collection, readiness
from schools.models import SchoolReturn

# Until when what is missing may be sent, where the letter's author says nothing.
DAYS = 5


@dataclass(frozen=True)
class Owed:
    """A period, the communes that are late with it, and the schools that still owe."""

    period: ReportingPeriod
    late: list[collection.Progress]
    schools: list
    until: date
    expected: int
    reported: int

    @property
    def has_passed(self):
        """Whether the deadline is over; before it the letter reminds."""
        return self.late[0].due.has_passed


def to_communes(order):
    """From the department to every late commune, or to one."""
    owed = _owed(order)
    province = Province.objects.order_by("code").first()
    title = f"đôn đốc báo cáo thống kê {_name(owed.period)}"
    return Document(
        kind="",
        title=title,
        letterhead=Letterhead(
            f"Ủy ban nhân dân tỉnh {province.name}",
            "Sở Giáo dục và Đào tạo",
            "Số:       /SGDĐT-VP",
            f"{province.name}, {in_words(timezone.localdate())}",
        ),
        addressees=[f"Ủy ban nhân dân {_inside(one.commune)}" for one in owed.late]
        if len(owed.late) <= MOST_NAMED
        else ["Ủy ban nhân dân các xã, phường có tên trong danh sách kèm theo"],
        blocks=[
            *_department_words(owed),
            ending("Văn phòng Sở"),
            Signing(),
            *_tables(owed),
        ],
        foot=Foot(
            Signer("Giám đốc"),
            ("Như trên;", f"UBND tỉnh {province.name} (để báo cáo);", "Lưu: VT, VP."),
        ),
        mark=invented(province),
        facts=_facts(owed),
    )


# More addressees than these stand in the table, not in the head of the letter.
MOST_NAMED = 5


def to_schools(order):
    """From a commune to those of its schools that are late."""
    owed = _owed(order)
    place = order.commune
    return Document(
        kind="",
        title=f"đôn đốc báo cáo thống kê {_name(owed.period)}",
        letterhead=Letterhead(
            f"UBND {_inside(place)}",
            "Phòng Văn hóa - Xã hội",
            "Số:       /VHXH",
            f"{place.name}, {in_words(timezone.localdate())}",
        ),
        addressees=[one.name for one in owed.schools]
        if len(owed.schools) <= MOST_NAMED
        else ["Các trường có tên trong danh sách kèm theo"],
        blocks=[
            *_commune_words(owed, place),
            ending("Phòng Văn hóa - Xã hội"),
            Signing(),
            *_school_table(owed),
        ],
        foot=Foot(
            Signer("Trưởng phòng"),
            ("Như trên;", f"UBND {_inside(place)} (để báo cáo);", "Lưu: VT."),
        ),
        mark=invented(place.province),
        facts=_facts(owed),
    )


def _facts(owed):
    now = timezone.localtime()
    return [("Kỳ báo cáo", _name(owed.period)), ("Lập lúc", f"{now:%H:%M %d/%m/%Y}")]


def _owed(order):
    period = _period(order)
    found = [one for one in collection.progress(period) if one.commune]
    if order.commune:
        found = [one for one in found if one.commune == order.commune]
    late = collection.late(found) or collection.not_yet(found)
    if not late:
        raise NothingToReport(f"Kỳ {_name(period)}: không còn đơn vị nào nợ báo cáo.")
    schools = collection.owing(period).filter(
        managing_commune__in=[one.commune for one in late]
    )
    return Owed(
        period,
        late,
        sorted(schools, key=lambda one: (one.managing_commune_id, one.search_name)),
        _until(order, late[0].due),
        sum(one.expected for one in found),
        sum(one.reported for one in found),
    )


def _period(order):
    opened = order.year.periods.filter(opens_on__lte=timezone.localdate())
    if kind := order.options.get("period"):
        opened = opened.filter(kind=kind)
    found = opened.order_by("-opens_on").select_related("school_year").first()
    if found is None:
        raise NothingToReport(f"Năm học {order.year} chưa mở kỳ báo cáo này.")
    return found


def _until(order, due):
    """The deadline itself while it has not passed, else the days the author gives."""
    if not due.has_passed:
        return due.on
    days = order.options.get("days") or DAYS
    return timezone.localdate() + timedelta(days=int(days))


def _name(period):
    when = "đầu" if period.kind == ReportingPeriod.Kind.START else "cuối"
    return f"{when} năm học {period.school_year.name}"


def _inside(commune):
    kind = "phường" if commune.kind == Commune.Kind.WARD else "xã"
    return f"{kind} {commune.name}"


def _opening(owed, where):
    return (
        f"Thực hiện chế độ báo cáo thống kê giáo dục {_name(owed.period)} (số liệu tại "
        f"ngày {day(owed.period.as_of)}, hạn nộp {day(owed.period.due_on)}), đến ngày "
        f"{day(timezone.localdate())} {where} có {count(owed.reported)}/"
        f"{count(owed.expected)} cơ sở giáo dục đã nộp báo cáo"
    )


ORDER_SCHOOLS = "Chỉ đạo các trường có tên trong danh sách kèm theo hoàn thành và nộp báo cáo trên hệ thống"
CHECK_ERRORS = (
    "Rà soát các lỗi hệ thống đã nêu ở từng trường; số liệu phải đúng với hồ sơ của "
    "trường tại ngày thống kê."
)
ASK_FOR_TIME = (
    "Trường hợp không thể nộp đúng hạn do thiên tai, sự cố, đề nghị Sở gia hạn, nêu rõ "
    "lý do và ngày hoàn thành."
)


def _department_words(owed):
    asked = (
        f"{ORDER_SCHOOLS} chậm nhất ngày {day(owed.until)}.",
        CHECK_ERRORS,
        ASK_FOR_TIME,
    )
    if len(owed.late) == 1:
        one = owed.late[0]
        where, who = (
            f"{_inside(one.commune)}",
            f"Ủy ban nhân dân {_inside(one.commune)}",
        )
        when = _when(one.due)
        rest = f"; còn {count(one.missing)} cơ sở chưa nộp, {when}."
    else:
        where, who = "toàn tỉnh", "Ủy ban nhân dân các xã, phường"
        missing = sum(one.missing for one in owed.late)
        late = " đã quá hạn" if owed.has_passed else ""
        rest = (
            f"; {count(len(owed.late))} xã, phường{late} còn thiếu báo cáo của "
            f"{count(missing)} cơ sở."
        )
    return [
        Paragraph("late.opening", f"{_opening(owed, where)}{rest}"),
        Paragraph("late.asked", f"Sở Giáo dục và Đào tạo đề nghị {who}:"),
        *(
            Paragraph(f"late.{number}", f"{number}. {words}")
            for number, words in enumerate(asked, start=1)
        ),
    ]


def ending(office):
    """The last sentence, with the mark that ends a letter."""
    words = (
        "Trong quá trình thực hiện nếu có vướng mắc, đề nghị liên hệ "
        f"{office} để được hướng dẫn./."
    )
    return Paragraph("late.end", words)


def _when(due):
    if due.has_passed:
        return f"đã quá hạn {due.days_late} ngày"
    return f"còn {due.days_left} ngày là đến hạn"


def _commune_words(owed, place):
    return [
        Paragraph("late.opening", f"{_opening(owed, _inside(place))}."),
        Paragraph(
            "late.asked",
            "Phòng Văn hóa - Xã hội đề nghị hiệu trưởng các trường có tên trong danh sách kèm theo "
            "sửa các lỗi hệ thống đã nêu và nộp báo cáo trên hệ thống chậm nhất ngày "
            f"{day(owed.until)}.",
        ),
    ]


def _tables(owed):
    rows = [
        [
            number,
            one.commune.full_name,
            day(one.due.on),
            one.expected,
            one.reported,
            one.missing,
            abs(one.due.days_late),
        ]
        for number, one in enumerate(owed.late, start=1)
    ]
    sums = [sum(row[place] for row in rows) for place in (3, 4, 5)]
    columns = [
        Column("TT", Kind.WHOLE, width=0.5),
        Column("Xã, phường", width=2.4),
        Column("Hạn nộp", width=1.3),
        Column("Phải nộp", Kind.WHOLE),
        Column("Đã nộp", Kind.WHOLE),
        Column("Còn thiếu", Kind.WHOLE),
        Column("Quá hạn (ngày)" if owed.has_passed else "Còn (ngày)", Kind.WHOLE),
    ]
    totals = ["", "Cộng", "", *sums, ""]
    late = " quá hạn" if owed.has_passed else ""
    title = f"Xã, phường{late} còn thiếu báo cáo"
    found = [Table("late-communes", title, columns, rows, totals)]
    return found + _school_table(owed)


def _school_table(owed):
    """Every school that owes, how far its return has come, and what waits in it."""
    state = dict(
        SchoolReturn.objects.filter(
            period=owed.period, institution__in=owed.schools
        ).values_list("institution", "state")
    )
    found = readiness.findings_of(owed.period, owed.schools)
    places = {one.commune.code: one.commune.name for one in owed.late}
    rows = []
    for number, school in enumerate(owed.schools, start=1):
        errors = checks.blocking(found.get(school.code, ()))
        rows.append(
            [
                number,
                school.name,
                places[school.managing_commune_id],
                str(State(state[school.pk]).label)
                if school.pk in state
                else "Chưa lập",
                len(errors),
                str(errors[0].sentence) if errors else "",
            ]
        )
    columns = [
        Column("TT", Kind.WHOLE, width=0.5),
        Column("Cơ sở giáo dục", width=2.6),
        Column("Xã, phường", width=1.5),
        Column("Báo cáo", width=1.0),
        Column("Việc phải sửa", Kind.WHOLE, width=0.8),
        Column("Việc đầu tiên", width=3.2),
    ]
    title = "Cơ sở giáo dục chưa nộp báo cáo"
    return [Table("late-schools", title, columns, rows)]
