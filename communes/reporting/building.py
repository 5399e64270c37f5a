"""An annual report of the province or of one commune, from the registered parts."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes.documents.blocks import (
    Break,
    Contents,
    Document,
    Foot,
    Letterhead,
    Paragraph,
    Signer,
    Signing,
)
from communes.documents.dates import in_words
from communes.models import Commune, Province, SchoolYear
from communes.reporting import parts
from communes.reporting.facts import Facts

# Chapters that only people can write: a line in brackets until they do.
LEFT_TO_PEOPLE = {
    parts.Chapter.FINANCE: "Nội dung về ngân sách và xã hội hóa",
    parts.Chapter.TASKS: "Nhiệm vụ và giải pháp trọng tâm",
    parts.Chapter.REQUESTS: "Kiến nghị với cấp trên",
}


class NothingToReport(Exception):
    """There is no report of this year or place, with a sentence that says why."""


def annual_report(year, commune=None):
    """The document on school year `year` (its start); `commune` a code, or None.

    Raises NothingToReport for an unknown year or commune, or one without values.
    """
    facts = facts_of(year, commune)
    # A Vietnamese paper, whatever language its author's screens speak.
    with translation.override("vi"):
        return Document(
            kind="Báo cáo",
            title=_title(facts),
            letterhead=_letterhead(facts),
            blocks=[Contents(), *blocks_of(facts)],
            foot=_foot(facts),
            mark=_mark(facts),
            facts=_about(facts),
            made_at=timezone.localtime().isoformat(timespec="seconds"),
        )


def facts_of(year, commune=None):
    found = SchoolYear.objects.filter(start=year).first()
    if found is None:
        words = _("Chưa có năm học %(year)s trong hệ thống.")
        raise NothingToReport(words % {"year": f"{year}-{year + 1}"})
    place = None
    if commune:
        place = Commune.objects.filter(code=commune).first()
        if place is None:
            words = _("Không có xã, phường mang mã %(code)s.")
            raise NothingToReport(words % {"code": commune})
    facts = Facts(found, Province.objects.order_by("code").first(), place)
    if all(year != facts.start for _code, _level, year in facts.own):
        words = _(
            "Năm học %(year)s chưa có số liệu đã tính. Hãy chờ các trường nộp báo cáo "
            "rồi tính lại, hoặc chọn năm học khác."
        )
        raise NothingToReport(words % {"year": found.name})
    return facts


def blocks_of(facts):
    """Chapters with their parts; a chapter that nobody writes asks people to."""
    written = {chapter: [] for chapter in parts.Chapter}
    for part in parts.registered():
        written[part.chapter] += part.write(facts)
    blocks = []
    for chapter in parts.Chapter:
        if chapter == parts.Chapter.APPENDIX:
            # Signed before the appendix, which begins on a page of its own.
            blocks += [Signing(), Break()]
        blocks += parts.headings(chapter, facts.start)
        asked = LEFT_TO_PEOPLE.get(chapter, "Nội dung")
        blocks += written[chapter] or [
            Paragraph(f"{chapter}.to-write", f"[{asked}: do người soạn bổ sung.]")
        ]
    return blocks


def _title(facts):
    following = f"{facts.start + 1}-{facts.start + 2}"
    return (
        f"Tổng kết năm học {facts.name}\nvà phương hướng, nhiệm vụ năm học {following}"
    )


def _letterhead(facts):
    day = in_words(timezone.localdate())
    if facts.is_province:
        return Letterhead(
            f"UBND tỉnh {facts.province.name}",
            "Sở Giáo dục và Đào tạo",
            "Số:       /BC-SGDĐT",
            f"{facts.province.name}, {day}",
        )
    return Letterhead(
        "",
        f"Ủy ban nhân dân\n{facts.place}",
        "Số:       /BC-UBND",
        f"{facts.commune.name}, {day}",
    )


def _foot(facts):
    if facts.is_province:
        receivers = (
            "Bộ Giáo dục và Đào tạo (để báo cáo);",
            f"UBND tỉnh {facts.province.name} (để báo cáo);",
            "UBND các xã, phường;",
            "Các cơ sở giáo dục trực thuộc;",
            "Lưu: VT.",
        )
        return Foot(Signer("Giám đốc"), receivers)
    return Foot(
        Signer("TM. Ủy ban nhân dân\nChủ tịch"),
        (
            "Sở Giáo dục và Đào tạo (để báo cáo);",
            f"Đảng ủy, HĐND {facts.place} (để báo cáo);",
            "Các trường trên địa bàn;",
            "Lưu: VT, VHXH.",
        ),
    )


def _mark(facts):
    drafted = "" if facts.is_complete else "(Dự thảo, số liệu chưa được duyệt đủ)"
    return invented(facts.province) or drafted


def invented(province):
    """What every paper says of invented data."""
    words = "(Dữ liệu minh họa, không phải số liệu chính thức)"
    return words if province and province.is_demo else ""


def _about(facts):
    expected, reported, approved = facts.coverage
    computed = facts.run.finished_at if facts.run else None
    return [
        ("Phạm vi", facts.place),
        ("Năm học", facts.name),
        ("Mức đầy đủ", f"{reported}/{expected} cơ sở đã nộp, {approved} đã duyệt"),
        (
            "Số liệu đến",
            f"{timezone.localtime(computed):%H:%M %d/%m/%Y}" if computed else "",
        ),
        ("Lập lúc", f"{timezone.localtime():%H:%M %d/%m/%Y}"),
    ]
