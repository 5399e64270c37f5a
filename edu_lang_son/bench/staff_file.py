"""An invented staff workbook of any length, for measuring imports."""

import io
import random
from datetime import date, timedelta

from communes.levels import Level
from communes.models import Ethnicity
from edu_lang_son.demo.names import PEOPLE, NameMaker, personal_id
from schools.models import Institution
from staffing.imports.columns import columns
from staffing.models import Assignment, Degree, Post, Subject

SEED = 20262027
FIRST_SERIAL = 700_000
START = date(2026, 10, 1)
TEACHERS = 0.8
FAMILIES = PEOPLE["family"]


def workbook(rows, seed=SEED):
    """Bytes of an xlsx file with `rows` people nobody knows yet."""
    import xlsxwriter  # noqa: PLC0415  slow to import

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Nhân sự")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        order = columns()
        sheet.write_row(0, 0, [str(column.label) for column in order])
        for number, person in enumerate(people(rows, seed), start=1):
            for place, column in enumerate(order):
                value = person.get(column.name)
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                elif value is not None:
                    sheet.write(number, place, value)
    return content.getvalue()


def people(count, seed=SEED):
    """Dicts of cells as a person writes them, by name of column."""
    chance = random.Random(seed)
    ethnicities = dict(Ethnicity.objects.values_list("code", "name"))
    names = NameMaker(chance, {code: 1 for code in ethnicities if code in FAMILIES})
    lists = {
        model: list(model.objects.values_list("name", flat=True))
        for model in (Post, Subject, Degree)
    }
    schools = list(Institution.objects.select_related("kind").order_by("code"))
    for number in range(count):
        school, sex = chance.choice(schools), chance.choice("MFF")
        ethnicity = names.ethnicity(kinh_share=0.2)
        born = date(1970, 1, 1) + timedelta(days=chance.randrange(11_000))
        yield {
            "school": school.code,
            "school_name": school.name,
            "personal_id": personal_id(FIRST_SERIAL + number, born.year),
            "full_name": names.full_name(ethnicity, sex),
            "sex": "Nam" if sex == "M" else "Nữ",
            "birth_date": born,
            "ethnicity": ethnicities[ethnicity],
            "post": "Giáo viên"
            if chance.random() < TEACHERS
            else chance.choice(lists[Post]),
            "level": str(Level(school.kind.lowest_level).label),
            "subject": chance.choice(lists[Subject]),
            "contract": str(chance.choice(list(Assignment.Contract)).label),
            "started_on": START + timedelta(days=chance.randrange(40)),
            "degree": chance.choice(lists[Degree]),
            "major": f"Sư phạm {chance.choice(lists[Subject])}",
            "is_teacher_training": chance.choice(["Có", "Không"]),
            "has_certificate": chance.choice(["Có", "Không"]),
            "obtained_on": date(born.year + 23, 6, 30),
        }
