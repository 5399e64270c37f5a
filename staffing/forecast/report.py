"""What the forecast brings to the annual report: five years ahead, with their range."""

from communes.documents.blocks import (
    Chart,
    Column,
    Kind,
    Note,
    Paragraph,
    Series,
    Table,
)
from communes.levels import Level
from communes.reporting import words
from communes.reporting.parts import Chapter, Part, register
from staffing.forecast import reading
from staffing.models import ForecastLine


def register_all():
    register(Part("staffing.forecast", Chapter.GOALS, ahead, order=5))


def ahead(facts):
    """The main forecast from the report's year; nothing where none was computed."""
    forecast = reading.main_forecast(facts.start)
    if forecast is None:
        return []
    lines = facts.within(ForecastLine.objects.filter(forecast=forecast), "commune")
    rows = reading.sums(lines, "year")
    if not rows:
        return []
    last = rows[-1]
    sentence = (
        f"Nếu không tuyển thêm, đến năm học {name(last)} {facts.place} thiếu khoảng "
        f"{words.count(last['shortage'])} giáo viên so với định mức tối đa (từ "
        f"{words.count(last['shortage_low'])} đến {words.count(last['shortage_high'])}); "
        f"trong năm năm có {words.count(last['retired'])} giáo viên đến tuổi nghỉ hưu."
    )
    return [
        Paragraph("staff.forecast", words.stated(facts, sentence)),
        _table(rows, reading.pupils(lines)),
        _chart(rows),
        *_by_level(lines, last["year"]),
        Note(
            "Dự báo từ học sinh lên lớp của các năm gần nhất, dân số theo độ tuổi và "
            "tuổi nghỉ hưu theo NĐ 135/2020; khoảng thấp, cao lấy từ sai số của cùng "
            "cách tính trên các năm đã qua. Thừa và thiếu không bù trừ."
        ),
    ]


def name(row):
    return f"{row['year']}-{row['year'] + 1}"


COLUMNS = (
    ("Định mức tối đa", "required"),
    ("Còn làm việc", "present"),
    ("Nghỉ hưu từ năm gốc", "retired"),
    ("Thiếu (−)", "shortage"),
    ("Thiếu, mức thấp", "shortage_low"),
    ("Thiếu, mức cao", "shortage_high"),
    ("Thừa (+)", "surplus"),
)


def _columns():
    return [Column(label, Kind.WHOLE) for label, _name in COLUMNS]


def _cells(row):
    return [row[column] for _label, column in COLUMNS]


def _table(rows, coming):
    return Table(
        "forecast-years",
        "Dự báo giáo viên năm năm tới so với định mức tối đa",
        [Column("Năm học", width=1.6), Column("Học sinh", Kind.WHOLE), *_columns()],
        [[name(row), coming[row["year"]][0], *_cells(row)] for row in rows],
    )


def _by_level(lines, year):
    rows = {row["level"]: row for row in reading.sums(lines.filter(year=year), "level")}
    found = [level for level in Level if level.value in rows]
    if len(found) < 2:
        return []
    return [
        Table(
            "forecast-levels",
            f"Dự báo giáo viên theo cấp học, năm học {year}-{year + 1}",
            [Column("Cấp học", width=1.8), *_columns()],
            [[words.NAMES[level], *_cells(rows[level.value])] for level in found],
        )
    ]


def _chart(rows):
    return Chart(
        "forecast",
        "Năm năm tới cần bao nhiêu, còn bao nhiêu giáo viên?",
        "Khoảng cách giữa hai đường gồm cả chỗ thiếu và chỗ thừa; phần thiếu tính riêng "
        "từng trường nằm trong bảng.",
        "lines",
        [name(row) for row in rows],
        [
            Series("Định mức tối đa", [row["required"] for row in rows]),
            Series("Còn làm việc", [row["present"] for row in rows]),
        ],
        Column("", Kind.WHOLE),
    )
