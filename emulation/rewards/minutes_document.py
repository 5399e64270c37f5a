"""Minutes as an official paper, made from the snapshot alone.

The same snapshot gives the same document. Its language is that of the office,
Vietnamese, whoever asks for it.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone, translation

from communes.documents.blocks import (
    Column,
    Document,
    Foot,
    Heading,
    Kind,
    Letterhead,
    Note,
    Paragraph,
    Signer,
    Table,
)
from communes.documents.dates import in_words
from communes.documents.storing import digest
from communes.numbers import NONE, shown
from communes.reporting.files import FORMATS

RANKING = (
    Column("Hạng", Kind.WHOLE, width=1.2),
    Column("Đơn vị", width=5.6),
    Column("Điểm", Kind.DECIMAL, 2, width=1.7),
    Column("Khoảng điểm", width=2.7),
    Column("Khoảng hạng", width=2.1),
    Column("Mức", Kind.WHOLE, width=1.2),
    Column("Tiến bộ", Kind.DECIMAL, 2, width=1.7),
)
PROPOSALS = (
    Column("TT", Kind.WHOLE, width=1.0),
    Column("Đơn vị", width=4.6),
    Column("Khối thi đua", width=4.2),
    Column("Hạng", Kind.WHOLE, width=1.2),
    Column("Điểm", Kind.DECIMAL, 2, width=1.6),
    Column("Ghi chú", width=3.6),
)


def render(content, kind="docx"):
    """The bytes of the Word file or PDF for this content."""
    with translation.override("vi"):
        return FORMATS[kind](document(content))


def document(content):
    """The minutes as blocks, whatever they are written into."""
    meeting, place = content["meeting"], content["province"]
    day = in_words(_day(meeting["held_on"]))
    return Document(
        kind="Biên bản",
        title=f"Họp xét thi đua, khen thưởng: {content['campaign']['name']}",
        letterhead=Letterhead(
            f"Ủy ban nhân dân tỉnh {place}",
            "Sở Giáo dục và Đào tạo",
            f"Số: {meeting['number'] or '…'}",
            f"{place}, {day}",
        ),
        blocks=[
            *_opening(meeting, day),
            *_basis(content),
            *_ranking(content["blocks"]),
            *_proposals(content["awards"]),
            *_closing(content),
        ],
        foot=Foot(
            Signer("Chủ trì", meeting["chair"]),
            beside=Signer("Thư ký", meeting["secretary"]),
        ),
        mark="Dữ liệu minh họa, không phải số liệu chính thức."
        if content["is_demo"]
        else "",
    )


def _said(key, *texts, is_point=False):
    """Paragraphs one below the other."""
    return [
        Paragraph(f"{key}.{number}", text, is_point)
        for number, text in enumerate(texts, start=1)
    ]


def _opening(meeting, day):
    present = filter(None, map(str.strip, meeting["members"].splitlines()))
    return [
        Heading("I. Thời gian, địa điểm, thành phần"),
        *_said(
            "opening",
            f"1. Thời gian: {day}.",
            f"2. Địa điểm: {meeting['place']}.",
            f"3. Chủ trì: {meeting['chair']}.",
            f"4. Thư ký: {meeting['secretary']}.",
            "5. Thành phần dự họp:",
        ),
        *_said("present", *present, is_point=True),
    ]


def _basis(content):
    campaign, coverage = content["campaign"], content["coverage"]
    paper = f" theo {campaign['document']}" if campaign["document"] else ""
    found = [
        Heading("II. Căn cứ và số liệu"),
        *_said(
            "basis",
            f"1. Đợt thi đua năm học {campaign['school_year']}{paper}, phát động ngày "
            f"{short(campaign['starts_on'])}, tự đánh giá đến hết ngày "
            f"{short(campaign['self_due_on'])}.",
            f"2. Mức đầy đủ: {coverage['handed_in']}/{coverage['entries']} hồ sơ đã nộp, "
            f"{coverage['verified']} hồ sơ Sở đã thẩm định, {coverage['ranked']} đơn vị "
            "được xếp hạng.",
            "3. Bộ tiêu chí:",
        ),
        *_said("sets", *map(_set_words, content["sets"]), is_point=True),
        *_said("rules-head", "4. Quy tắc xếp hạng:"),
        *_said("rules", *_lettered(content["rules"])),
    ]
    if content["computed_at"]:
        at = timezone.localtime(datetime.fromisoformat(content["computed_at"]))
        found += _said("computed", f"5. Điểm tính lúc {at:%H:%M ngày %d/%m/%Y}.")
    return found


def _lettered(rules):
    return [
        f"{letter}) {rule}" for letter, rule in zip("abcdeghik", rules, strict=False)
    ]


def _set_words(one):
    said = [f"{one['name']}, phiên bản {one['version']}"]
    if one["document"]:
        said.append(one["document"])
    said.append(f"trọng số {shown(_number(one['weight']), 2)}")
    if one["decides_level"]:
        said.append("quyết định mức")
    if not one["is_confirmed"]:
        said.append("chưa đối chiếu bản ký")
    return "; ".join(said) + "."


def _ranking(blocks):
    found = [Heading("III. Kết quả xếp hạng theo khối")]
    for number, block in enumerate(blocks, start=1):
        ranked = sum(row["rank"] is not None for row in block["rows"])
        words = f"{block['entries']} đơn vị, {ranked} đơn vị được xếp hạng."
        found += _said(f"block-{number}", f"{number}. {block['name']}: {words}")
        if block["rows"]:
            rows = [_rank_cells(row) for row in block["rows"]]
            found.append(Table(f"block-{number}", block["name"], RANKING, rows))
    return found


def _rank_cells(row):
    low, high = (shown(_number(row[name]), 2) for name in ("low", "high"))
    return (
        row["rank"],
        row["name"],
        _number(row["score"]),
        f"{low} – {high}",
        NONE if row["rank"] is None else f"{row['best']} – {row['worst']}",
        row["level"],
        _number(row["improvement"]),
    )


def _proposals(awards):
    found = [Heading("IV. Đề nghị khen thưởng")]
    if not awards:
        found += _said("no-awards", "Chưa có đề nghị khen thưởng.")
    for number, award in enumerate(awards, start=1):
        key = f"award-{number}"
        found += _said(key, f"{number}. {_award_words(award)}")
        if award["proposals"]:
            proposals = enumerate(award["proposals"], start=1)
            rows = [_award_cells(place, one) for place, one in proposals]
            found.append(Table(key, award["name"], PROPOSALS, rows))
        found += _said(f"{key}.ties", *map(_tie_words, award["ties"]), is_point=True)
    return found


def _tie_words(tie):
    return (
        f"Đồng hạng ở ngưỡng chỉ tiêu, chưa đề nghị: {tie['name']} ({tie['block']}, "
        f"hạng {tie['rank']})."
    )


def _award_words(award):
    quota = []
    if award["quota"] is not None:
        quota.append(f"tổng chỉ tiêu {award['quota']}")
    if award["block_quota"]:
        quota.append(f"chỉ tiêu các khối {award['block_quota']}")
    number = len(award["proposals"])
    return (
        f"{award['name']} ({award['authority']}; {', '.join(quota)}): {number} đề nghị."
    )


def _award_cells(number, one):
    remarks = ". ".join(filter(None, [one["doubt"], one["reason"]]))
    rank, score = one["rank"], _number(one["score"])
    return (number, one["name"], one["block"], rank, score, remarks)


def _closing(content):
    lines = map(str.strip, content["meeting"]["conclusion"].splitlines())
    return [
        Heading("V. Kết luận"),
        *_said("conclusion", *filter(None, lines)),
        *_said("end", "Biên bản được thông qua và kết thúc cùng ngày."),
        Note(f"Mã băm SHA-256 của nội dung: {digest(content)}"),
    ]


def _day(text):
    return date.fromisoformat(text)


def short(text):
    return f"{_day(text):%d/%m/%Y}"


def _number(text):
    """A decimal that was kept by its digits; None where there is none."""
    return Decimal(text) if text else None
