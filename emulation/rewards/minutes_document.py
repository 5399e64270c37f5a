"""Minutes as a Word document in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Made from the snapshot alone: the same snapshot gives the same document. Its language
is that of the office, Vietnamese, whoever asks for it.
"""

from datetime import date, datetime
from io import BytesIO

from django.utils import timezone

from communes.numbers import NONE
from emulation.rewards.minutes import digest_of

FONT = "Times New Roman"
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BODY, SMALL = 14, 12


def render(content):
    """The bytes of the .docx for this content."""
    from emulation.rewards.minutes_layout import Paper  # noqa: PLC0415  python-docx is slow to import

    paper = Paper(font=FONT, size=BODY, written_on=_day(content["meeting"]["held_on"]))
    _heading(paper, content)
    _opening(paper, content)
    _basis(paper, content)
    _ranking(paper, content)
    _proposals(paper, content)
    _closing(paper, content)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _heading(paper, content):
    meeting, place = content["meeting"], content["province"]
    day = _day(meeting["held_on"])
    number = meeting["number"] or "…"
    paper.letterhead(
        [f"ỦY BAN NHÂN DÂN TỈNH {place.upper()}", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"],
        f"Số: {number}",
        [COUNTRY, MOTTO],
        f"{place}, {day_in_words(day)}",
    )
    paper.title("BIÊN BẢN")
    paper.title(f"Họp xét thi đua, khen thưởng: {content['campaign']['name']}")
    if content["is_demo"]:
        paper.note("Dữ liệu minh họa, không phải số liệu chính thức.")


def _opening(paper, content):
    meeting = content["meeting"]
    day = _day(meeting["held_on"])
    paper.section("I. Thời gian, địa điểm, thành phần")
    paper.text(f"1. Thời gian: {day_in_words(day)}.")
    paper.text(f"2. Địa điểm: {meeting['place']}.")
    paper.text(f"3. Chủ trì: {meeting['chair']}.")
    paper.text(f"4. Thư ký: {meeting['secretary']}.")
    paper.text("5. Thành phần dự họp:")
    for line in filter(None, map(str.strip, meeting["members"].splitlines())):
        paper.text(f"- {line}")


def _basis(paper, content):
    campaign, coverage = content["campaign"], content["coverage"]
    paper.section("II. Căn cứ và số liệu")
    document = f" theo {campaign['document']}" if campaign["document"] else ""
    paper.text(
        f"1. Đợt thi đua năm học {campaign['school_year']}{document}, phát động ngày "
        f"{short(campaign['starts_on'])}, tự đánh giá đến hết ngày "
        f"{short(campaign['self_due_on'])}."
    )
    paper.text(
        f"2. Mức đầy đủ: {coverage['handed_in']}/{coverage['entries']} hồ sơ đã nộp, "
        f"{coverage['verified']} hồ sơ Sở đã thẩm định, {coverage['ranked']} đơn vị "
        "được xếp hạng."
    )
    paper.text("3. Bộ tiêu chí:")
    for one in content["sets"]:
        paper.text(f"- {_set_words(one)}")
    paper.text("4. Quy tắc xếp hạng:")
    for number, rule in enumerate(content["rules"]):
        paper.text(f"{'abcdeghik'[number]}) {rule}")
    if content["computed_at"]:
        at = datetime.fromisoformat(content["computed_at"])
        paper.text(f"5. Điểm tính lúc {_moment(at)}.")


def _moment(at):
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}"


def _set_words(one):
    said = [f"{one['name']}, phiên bản {one['version']}"]
    if one["document"]:
        said.append(one["document"])
    said.append(f"trọng số {decimal(one['weight'])}")
    if one["decides_level"]:
        said.append("quyết định mức")
    if not one["is_confirmed"]:
        said.append("chưa đối chiếu bản ký")
    return "; ".join(said) + "."


def _ranking(paper, content):
    paper.section("III. Kết quả xếp hạng theo khối")
    header = ("Hạng", "Đơn vị", "Điểm", "Khoảng điểm", "Khoảng hạng", "Mức", "Tiến bộ")
    widths = (1.2, 5.6, 1.7, 2.7, 2.1, 1.2, 1.7)
    for number, block in enumerate(content["blocks"], start=1):
        ranked = sum(row["rank"] is not None for row in block["rows"])
        paper.text(
            f"{number}. {block['name']}: {block['entries']} đơn vị, {ranked} đơn vị "
            "được xếp hạng."
        )
        if block["rows"]:
            paper.table(header, widths, [_rank_cells(row) for row in block["rows"]])


def _rank_cells(row):
    return (
        NONE if row["rank"] is None else str(row["rank"]),
        row["name"],
        decimal(row["score"]),
        f"{decimal(row['low'])} – {decimal(row['high'])}",
        NONE if row["rank"] is None else f"{row['best']} – {row['worst']}",
        NONE if row["level"] is None else str(row["level"]),
        decimal(row["improvement"]),
    )


def _proposals(paper, content):
    paper.section("IV. Đề nghị khen thưởng")
    header = ("TT", "Đơn vị", "Khối thi đua", "Hạng", "Điểm", "Ghi chú")
    widths = (1.0, 4.6, 4.2, 1.2, 1.6, 3.6)
    if not content["awards"]:
        paper.text("Chưa có đề nghị khen thưởng.")
    for number, award in enumerate(content["awards"], start=1):
        paper.text(f"{number}. {_award_words(award)}")
        if award["proposals"]:
            rows = enumerate(award["proposals"], start=1)
            paper.table(header, widths, [_award_cells(n, one) for n, one in rows])
        for tie in award["ties"]:
            paper.text(
                f"- Đồng hạng ở ngưỡng chỉ tiêu, chưa đề nghị: {tie['name']} "
                f"({tie['block']}, hạng {tie['rank']})."
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
    return (
        str(number),
        one["name"],
        one["block"],
        NONE if one["rank"] is None else str(one["rank"]),
        decimal(one["score"]),
        remarks,
    )


def _closing(paper, content):
    meeting = content["meeting"]
    paper.section("V. Kết luận")
    lines = [line.strip() for line in meeting["conclusion"].splitlines()]
    for line in filter(None, lines):
        paper.text(line)
    paper.text("Biên bản được thông qua và kết thúc cùng ngày.")
    paper.signatures(("THƯ KÝ", meeting["secretary"]), ("CHỦ TRÌ", meeting["chair"]))
    paper.note(f"Mã băm SHA-256 của nội dung: {digest_of(content)}")


def _day(text):
    return date.fromisoformat(text)


def day_in_words(day):
    """ngày 05 tháng 02 năm 2026: a zero for days under ten, months one and two."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short(text):
    return f"{_day(text):%d/%m/%Y}"


def decimal(text):
    """86.50 as it is written here: 86,50."""
    return text.replace(".", ",") if text else NONE
