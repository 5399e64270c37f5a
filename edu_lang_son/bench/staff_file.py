"""An invented staff workbook of any length, for measuring imports."""

import io
import random
from datetime import date, timedelta

from django.db.models import Max

from communes.levels import Level
from communes.models import Ethnicity, ReportingPeriod
from edu_lang_son.demo.names import PEOPLE, NameMaker, personal_id
from schools.models import Institution
from staffing.imports.columns import columns
from staffing.models import Assignment, Degree, Person, Post, Subject

SEED = 20262027
FIRST_SERIAL = 700_000
TEACHERS = 0.8
FAMILIES = PEOPLE["family"]


def workbook(rows, seed=SEED):
    """Bytes of an xlsx file with `rows` people nobody knows yet, and nothing wrong."""
    import xlsxwriter  # noqa: PLC0415  slow to import

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Nhân sự")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        order = columns()
        sheet.write_row(0, 0, [str(column.label) for column in order])
        for number, person in enumerate(people(rows, seed), start=1):
            for place, column in enumerate(order):
                value = person[column.name]
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                else:
                    sheet.write_string(number, place, value)
    return content.getvalue()


def people(count, seed=SEED):
    """Dicts of cells as a person writes them, by name of column."""
    chance = random.Random(seed)
    ethnicities = dict(Ethnicity.objects.values_list("code", "name"))
    names = NameMaker(chance, {code: 1 for code in ethnicities if code in FAMILIES})
    taken = set(Person.objects.values_list("full_name", "birth_date"))
    lists = {
        model: list(model.objects.values_list("name", flat=True))
        for model in (Post, Subject, Degree)
    }
    teacher = Post.objects.get(group=Post.Group.TEACHER).name
    contracts = [str(contract.label) for contract in Assignment.Contract]
    schools, first = _schools(), _first_day()
    for number in range(count):
        school, sex = chance.choice(schools), chance.choice("MFF")
        ethnicity = names.ethnicity(kinh_share=0.2)
        name, born = _somebody_else(chance, names, ethnicity, sex, taken)
        post = teacher if chance.random() < TEACHERS else chance.choice(lists[Post])
        yield {
            "school": school.code,
            "school_name": school.name,
            "personal_id": personal_id(FIRST_SERIAL + number, born.year),
            "full_name": name,
            "sex": str(Person.Sex(sex).label),
            "birth_date": born,
            "ethnicity": ethnicities[ethnicity],
            "post": post,
            "level": str(Level(school.kind.lowest_level).label),
            "subject": chance.choice(lists[Subject]),
            "contract": chance.choice(contracts),
            "started_on": first + timedelta(days=chance.randrange(40)),
            "degree": chance.choice(lists[Degree]),
            "major": f"Sư phạm {chance.choice(lists[Subject])}",
            "is_teacher_training": chance.choice(["Có", "Không"]),
            "has_certificate": chance.choice(["Có", "Không"]),
            "obtained_on": date(born.year + 23, 6, 30),
        }


def _schools():
    rows = Institution.objects.filter(closed_on=None, opened_on__lte=_first_day())
    return list(rows.select_related("kind").order_by("code"))


def _first_day():
    """After whatever may be approved already."""
    return ReportingPeriod.objects.filter(kind="start").aggregate(day=Max("as_of"))[
        "day"
    ] + timedelta(days=1)


def _somebody_else(chance, names, ethnicity, sex, taken):
    """A name and birth date that nobody has yet: namesakes would be asked about."""
    while True:
        name = names.full_name(ethnicity, sex)
        born = date(1970, 1, 1) + timedelta(days=chance.randrange(11_000))
        if (name, born) not in taken:
            taken.add((name, born))
            return name, born
