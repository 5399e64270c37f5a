"""Rows of a staff workbook, checked as far as they go by themselves, into a table.

Everything that needs the people already known is then asked of that table in SQL.
"""

from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.imports.copying import copy
from communes.imports.report import WARNING
from communes.workbooks.cells import is_empty
from communes.workbooks.values import YearOnly
from staffing.models import Post

from .schools import Reach

TABLE = "import_staff"
COLUMNS = {
    "place": "integer PRIMARY KEY",
    "sheet": "text",
    "number": "integer",
    "personal_id": "text",
    "full_name": "text",
    "sex": "text",
    "birth_date": "date",
    "birth_year_only": "boolean",
    "ethnicity": "text",
    "institution_id": "bigint",
    "school": "text",
    "post": "text",
    "level": "text",
    "subject": "text",
    "contract": "text",
    "started_on": "date",
    "degree": "text",
    "major": "text",
    "is_teacher_training": "boolean",
    "has_certificate": "boolean",
    "obtained_on": "date",
    # Whether the sender has said that this is not the known person of that name.
    "is_another": "boolean",
    # Whether something in the row itself stops it.
    "stopped": "boolean",
}
FROM_THE_ROW = (
    "personal_id",
    "full_name",
    "sex",
    "birth_date",
    "ethnicity",
    "post",
    "subject",
    "contract",
    "started_on",
    "degree",
    "major",
    "is_teacher_training",
    "has_certificate",
    "obtained_on",
)


def fill(rows, report, sender) -> Reach:
    """Check every row by itself, then copy all of them into the staging table."""
    reach = Reach(sender)
    schools = _schools(rows, report, reach)
    _numbers(rows, report)
    _namesakes(rows, report)
    _dates(rows, report, schools)
    levels = _levels(rows, report, schools)
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TEMP TABLE {TABLE} ({columns}) ON COMMIT DROP")
        copy(TABLE, COLUMNS, _staged(rows, report, schools, levels))
        cursor.execute(f"ANALYZE {TABLE}")
    return reach


def _staged(rows, report, schools, levels):
    given = {name: rows.values[name] for name in FROM_THE_ROW}
    births = given["birth_date"]
    for place in range(len(rows)):
        row = {name: values[place] or None for name, values in given.items()}
        for name in ("is_teacher_training", "has_certificate"):
            row[name] = given[name][place]
        school, birth = schools[place], births[place]
        row["sheet"], row["number"] = rows.place(place)
        row |= {
            "place": place,
            "birth_year_only": birth and isinstance(birth, YearOnly),
            "institution_id": school and school.pk,
            "school": school and school.code,
            "level": levels[place],
            "is_another": rows.answered(place, "namesake"),
            "stopped": place in report.stopped,
        }
        yield [row[name] for name in COLUMNS]


def _schools(rows, report, reach):
    """The school of each row, or None with the reason reported."""
    found = []
    known = lru_cache(maxsize=None)(reach.find)
    codes, names = rows.values["school"], rows.values["school_name"]
    for place, (code, name) in enumerate(zip(codes, names, strict=True)):
        school, column, problem, sentence = known(code, name)
        found.append(school)
        if problem and school:
            report.cell(place, column, problem, sentence, school.name, WARNING)
        elif problem:
            report.cell(place, column, problem, sentence)
    return found


def _numbers(rows, report):
    """A person stands in one row; the number is what tells people apart."""
    first = {}
    for place, number in enumerate(rows.values["personal_id"]):
        if number is None:
            if is_empty(rows.cell(place, "personal_id")):
                words = _("Thiếu số định danh cá nhân. Hãy ghi đủ 12 chữ số.")
                report.cell(place, "personal_id", "missing", words)
        elif number in first:
            sheet, row = rows.place(first[number])
            words = _("Số định danh này đã có ở dòng %(row)s (trang “%(sheet)s”).")
            report.cell(
                place, "personal_id", "twice", words % {"row": row, "sheet": sheet}
            )
        else:
            first[number] = place


def _namesakes(rows, report):
    """Two rows of one name and birth date under two numbers are asked about."""
    first = {}
    people = zip(
        rows.values["full_name"],
        rows.values["birth_date"],
        rows.values["personal_id"],
        strict=True,
    )
    for place, (name, born, number) in enumerate(people):
        if not (name and born and number):
            continue
        same = first.setdefault((name.casefold(), born), place)
        if same == place or rows.values["personal_id"][same] == number:
            continue
        if not rows.answered(place, "namesake_in_file"):
            words = _(
                "Cùng họ tên và ngày sinh với dòng %(row)s nhưng khác số định danh. "
                "Nếu là người khác, hãy xác nhận; nếu là một người, hãy bỏ một dòng."
            )
            row = rows.place(same)[1]
            report.cell(
                place,
                "personal_id",
                "namesake_in_file",
                words % {"row": row},
                severity="question",
            )


def _dates(rows, report, schools):
    latest = timezone.localdate() + timedelta(days=settings.STAFF_DAYS_AHEAD)
    today = timezone.localdate()
    dates = zip(
        rows.values["birth_date"],
        rows.values["started_on"],
        rows.values["obtained_on"],
        strict=True,
    )
    for place, (born, began, obtained) in enumerate(dates):
        if began and began > latest:
            words = _("Ngày này cách hôm nay hơn một năm. Hãy kiểm tra lại năm.")
            report.cell(place, "started_on", "too_far_ahead", words)
        if born and began and began.year - born.year < settings.STAFF_YOUNGEST_YEARS:
            words = _("Khi bắt đầu làm việc người này chưa đủ %(years)s tuổi.")
            years = {"years": settings.STAFF_YOUNGEST_YEARS}
            report.cell(place, "birth_date", "too_young", words % years)
        elif born and born > today:
            words = _("Ngày sinh ở sau ngày hôm nay.")
            report.cell(place, "birth_date", "born_in_future", words)
        if obtained and obtained > today:
            words = _("Ngày cấp bằng ở sau ngày hôm nay.")
            report.cell(place, "obtained_on", "obtained_in_future", words)
        elif obtained and born and obtained <= born:
            words = _("Ngày cấp bằng không ở sau ngày sinh.")
            report.cell(place, "obtained_on", "obtained_before_birth", words)
        if began and (school := schools[place]) and not school.is_open_on(began):
            _not_open(report, place, school, began)


def _not_open(report, place, school, day):
    if school.closed_on and school.closed_on <= day:
        words = _("%(school)s đã giải thể từ ngày %(day)s.")
        facts = {"school": school.name, "day": f"{school.closed_on:%d/%m/%Y}"}
        report.cell(place, "started_on", "school_closed", words % facts)


def _levels(rows, report, schools):
    """The level a teacher is counted at; None where it stays as it is."""
    teaching = set(Post.objects.filter(group="teacher").values_list("code", flat=True))
    found = []
    given = zip(rows.values["post"], rows.values["level"], schools, strict=True)
    for place, (post, level, school) in enumerate(given):
        if post is not None and post not in teaching:
            found.append("")
        elif school is None or (post is None and level is None):
            found.append(level)
        elif level is None and len(school.levels) == 1:
            found.append(school.levels[0])
        else:
            found.append(level)
            if level not in school.levels:
                words = _("Hãy chọn cấp dạy trong các cấp học của trường này.")
                report.cell(place, "level", "level_of_school", words)
    return found
