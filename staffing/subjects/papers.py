"""The list of teachers short and over by subject, of a commune or of the province."""

from collections import defaultdict
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.documents.blocks import (
    Column,
    Document,
    Foot,
    Kind,
    Letterhead,
    Note,
    Paragraph,
    Signer,
    Signing,
    Table,
)
from communes.documents.dates import in_words
from communes.levels import Level
from communes.models import Province
from communes.numbers import shown
from communes.papers import kinds
from communes.papers.kinds import Group, NothingToReport, PaperKind
from communes.reporting import words
from communes.reporting.building import invented
from communes.search import fold
from staffing.models import SubjectGap

from . import explain, queries
from .report import NEVER_NETTED

PLACES = {
    "commune": "institution__commune__name",
    "school": "institution__name",
}


def register_all():
    kinds.register(
        PaperKind(
            code="subject_gaps",
            title=_("Danh sách thừa, thiếu giáo viên theo môn"),
            about=_(
                "Môn nào, cấp nào thừa hay thiếu bao nhiêu giáo viên ở từng trường, từng "
                "xã, theo số tiết và định mức; kèm theo tờ trình, phương án điều động."
            ),
            scopes=frozenset({kinds.PROVINCE, kinds.COMMUNE}),
            formats=("docx", "pdf", "xlsx"),
            write=write,
            roles=kinds.OFFICES,
            group=Group.STAFF,
        )
    )


def write(order):
    """The paper: sums by subject, then who is short of what and over in what."""
    gaps = SubjectGap.objects.filter(school_year=order.year)
    # A commune answers for the schools it manages.
    gaps = queries.within(gaps, order.commune, managed=True)
    rows = queries.by_subject(gaps)
    if not rows:
        raise NothingToReport(
            f"Năm học {order.year.name} chưa có thừa, thiếu theo môn nào được tính "
            "trong phạm vi này."
        )
    province = Province.objects.order_by("code").first()
    place = order.commune.full_name if order.commune else f"tỉnh {province.name}"
    return Document(
        kind="Danh sách",
        title=f"thừa, thiếu giáo viên theo môn\nnăm học {order.year.name}, {place}",
        letterhead=_letterhead(order, province),
        blocks=[
            Paragraph("subject-gaps.sum", words.capital(_sentence(rows, place))),
            _by_subject(rows),
            *_warnings(gaps),
            Signing(),
            _by_place(gaps, "school" if order.commune else "commune"),
        ],
        foot=_foot(order, province),
        mark=invented(province),
        facts=[
            ("Năm học", order.year.name),
            ("Phạm vi", place),
            ("Lập lúc", f"{timezone.localtime():%H:%M %d/%m/%Y}"),
        ],
    )


def _letterhead(order, province):
    today = in_words(timezone.localdate())
    if order.commune:
        return Letterhead(
            f"UBND {order.commune.full_name}",
            "Phòng Văn hóa - Xã hội",
            "Số:       /VHXH",
            f"{order.commune.name}, {today}",
        )
    return Letterhead(
        f"Ủy ban nhân dân tỉnh {province.name}",
        "Sở Giáo dục và Đào tạo",
        "Số:       /SGDĐT-TCCB",
        f"{province.name}, {today}",
    )


def _foot(order, province):
    if order.commune:
        kept = ("Sở Giáo dục và Đào tạo;", "Lưu: VT.")
        return Foot(Signer("Trưởng phòng"), kept)
    kept = (f"UBND tỉnh {province.name} (để báo cáo);", "Lưu: VT, TCCB.")
    return Foot(Signer("Giám đốc"), kept)


def _sentence(rows, place):
    whole = queries.totals(rows)
    return (
        f"{place} thiếu {words.count(whole['shortage_sum'])} giáo viên, thừa "
        f"{words.count(whole['surplus_sum'])} giáo viên, cộng từng môn của từng trường."
    )


def _by_subject(rows):
    names = ("required", "present", "shortage", "surplus")
    lines = [
        [
            number,
            words.NAMES[row["level"]],
            row["subject"].name,
            *(row[f"{name}_sum"] for name in names),
        ]
        for number, row in enumerate(rows, start=1)
    ]
    whole = queries.totals(rows)
    return Table(
        "by-subject",
        "Thừa, thiếu theo môn",
        [
            Column("TT", Kind.WHOLE, width=0.5),
            Column("Cấp học", width=1.6),
            Column("Môn", width=2.4),
            Column("Định mức", Kind.DECIMAL, 1),
            Column("Có mặt", Kind.WHOLE),
            Column("Thiếu (−)", Kind.DECIMAL, 1),
            Column("Thừa (+)", Kind.DECIMAL, 1),
        ],
        lines,
        [None, "Cộng", "", *(whole[f"{name}_sum"] for name in names)],
        (NEVER_NETTED,),
    )


def _warnings(gaps):
    return [Note(one) for one in explain.warnings(gaps)]


def _by_place(gaps, place):
    word = "Trường" if place == "school" else "Xã, phường"
    return Table(
        "by-place",
        f"{word} nào thừa, thiếu môn nào?",
        [
            Column("TT", Kind.WHOLE, width=0.5),
            Column(word, width=2.2),
            Column("Cấp học", width=1.4),
            Column("Môn thiếu (số người)", width=3.2),
            Column("Thiếu (−)", Kind.DECIMAL, 1),
            Column("Môn thừa (số người)", width=3.2),
            Column("Thừa (+)", Kind.DECIMAL, 1),
        ],
        _place_rows(gaps, PLACES[place]),
        notes=("Chỉ ghi môn có thừa hoặc thiếu.",),
        is_wide=True,
    )


def _place_rows(gaps, path):
    found = defaultdict(list)
    for row in queries.summed(gaps, path, "level", "subject__name", "subject__order"):
        found[row[path], row["level"]].append(row)
    places = sorted(found, key=lambda one: (fold(one[0]), Level.values.index(one[1])))
    rows = []
    for name, level in places:
        subjects = sorted(found[name, level], key=lambda row: row["subject__order"])
        short, missing = _listed(subjects, "shortage_sum")
        over, spare = _listed(subjects, "surplus_sum")
        if missing or spare:
            line = [
                len(rows) + 1,
                name,
                words.NAMES[level],
                short,
                missing,
                over,
                spare,
            ]
            rows.append(line)
    return rows


def _listed(rows, side):
    named = [row for row in rows if row[side]]
    text = "; ".join(f"{row['subject__name']} {shown(row[side])}" for row in named)
    return text, sum((row[side] for row in named), Decimal(0))
