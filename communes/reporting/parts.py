"""The chapters of an annual report and the parts that apps put into them.

Chapters follow the usual plan of a "Báo cáo tổng kết năm học". An app registers a
part when Django starts; this module knows none of theirs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from communes.documents.blocks import Block, Heading


class Chapter(StrEnum):
    """Where a part stands, in the order of the paper."""

    SITUATION = "situation"
    DIRECTION = "direction"
    NETWORK = "network"
    QUALITY = "quality"
    EQUITY = "equity"
    UNIVERSAL = "universal"
    STANDARDS = "standards"
    STAFF = "staff"
    FACILITIES = "facilities"
    DIGITAL = "digital"
    FINANCE = "finance"
    EMULATION = "emulation"
    ASSESSMENT = "assessment"
    GOALS = "goals"
    TASKS = "tasks"
    REQUESTS = "requests"
    APPENDIX = "appendix"


RESULTS = "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ"
# What stands above a chapter, then its own heading, with the level of each.
HEADINGS: dict[Chapter, tuple[tuple[str, int], ...]] = {
    Chapter.SITUATION: (
        ("PHẦN THỨ NHẤT\nKẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM HỌC {year}", 1),
        ("I. ĐẶC ĐIỂM TÌNH HÌNH", 2),
    ),
    Chapter.DIRECTION: ((RESULTS, 2), ("1. Công tác chỉ đạo, điều hành", 3)),
    Chapter.NETWORK: (("2. Quy mô, mạng lưới trường, lớp", 3),),
    Chapter.QUALITY: (("3. Chất lượng giáo dục theo cấp học", 3),),
    Chapter.EQUITY: (("4. Giáo dục dân tộc, giáo dục hòa nhập", 3),),
    Chapter.UNIVERSAL: (("5. Phổ cập giáo dục, xây dựng xã hội học tập", 3),),
    Chapter.STANDARDS: (("6. Trường đạt chuẩn quốc gia", 3),),
    Chapter.STAFF: (("7. Đội ngũ nhà giáo, cán bộ quản lý, nhân viên", 3),),
    Chapter.FACILITIES: (("8. Cơ sở vật chất, thiết bị dạy học", 3),),
    Chapter.DIGITAL: (("9. Chuyển đổi số", 3),),
    Chapter.FINANCE: (("10. Tài chính, xã hội hóa giáo dục", 3),),
    Chapter.EMULATION: (("11. Công tác thi đua, khen thưởng", 3),),
    Chapter.ASSESSMENT: (("III. ĐÁNH GIÁ CHUNG", 2),),
    Chapter.GOALS: (
        ("PHẦN THỨ HAI\nPHƯƠNG HƯỚNG, NHIỆM VỤ NĂM HỌC {next_year}", 1),
        ("I. MỤC TIÊU, CHỈ TIÊU", 2),
    ),
    Chapter.TASKS: (("II. NHIỆM VỤ, GIẢI PHÁP", 2),),
    Chapter.REQUESTS: (("III. KIẾN NGHỊ, ĐỀ XUẤT", 2),),
    Chapter.APPENDIX: (("PHỤ LỤC", 1),),
}


@dataclass(frozen=True)
class Part:
    """Blocks of one subject: `write(facts)` returns them, none where nothing is known."""

    code: str
    chapter: Chapter
    write: Callable[["object"], Sequence[Block]]
    # Within the chapter.
    order: int = 0


_parts: dict[str, Part] = {}


def register(*parts):
    """Add parts; a code registered twice is a mistake."""
    for part in parts:
        if part.code in _parts:
            raise ValueError(f"part {part.code} is registered twice")
        _parts[part.code] = part


def registered() -> list[Part]:
    """Every part in the order of the paper."""
    order = list(Chapter)
    return sorted(
        _parts.values(), key=lambda one: (order.index(one.chapter), one.order)
    )


def headings(chapter, year):
    """The headings that open a chapter of the report on `year`."""
    names = {"year": f"{year}-{year + 1}", "next_year": f"{year + 1}-{year + 2}"}
    return [Heading(text.format(**names), level) for text, level in HEADINGS[chapter]]
