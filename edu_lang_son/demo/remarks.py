"""What the department asks a commune about its figures while the period is open."""

from datetime import datetime, time, timedelta

from communes.models import CellComment

from .base import LAST_YEAR
from .copying import Table
from .workflow import KHANH_KHE, LOCAL

# The open period: start and end of each year before it come first.
OPEN_PERIOD = 11
QUESTIONS = (
    ("TH", "01", "pupils", "Có tính 2 em chuyển đến tháng 9 không?"),
    (
        "MN",
        "M5",
        "inclusive",
        "Năm trước trường có trẻ học hòa nhập, năm nay còn không?",
    ),
)


def remark_table(world, returns, accounts):
    """One question each to a primary school and a preschool of Khánh Khê."""
    table = Table(
        CellComment,
        "period_id",
        "form",
        "unit",
        "commune_id",
        "institution_code",
        "line",
        "field",
        "text",
        "author_id",
        "written_at",
        "answer_by",
    )
    yesterday = world.today - timedelta(days=1)
    asked_at = datetime.combine(yesterday, time(9, 15), LOCAL)
    for kind, line, field, text in QUESTIONS:
        school = next(
            item.school
            for item in returns
            if item.year == LAST_YEAR
            and item.school.managed
            and item.school.place.code == KHANH_KHE
            and item.school.kind == kind
        )
        table.add(
            OPEN_PERIOD,
            "classes",
            school.code,
            KHANH_KHE,
            school.code,
            line,
            field,
            text,
            accounts.official,
            asked_at,
            world.today + timedelta(days=3),
        )
    return table
