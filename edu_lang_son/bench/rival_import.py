"""The staff workbook by django-import-export in bulk mode: what ours is measured against.

Set up as well as its documentation knows how: bulk writes, what is present loaded at
once, look-ups answered from memory, one resource for each of the three tables. It
compares, skips what is the same and keeps the difference of each row, as ours stores
a preview. Its own way of checking is validation by the models, which asks the database
for every constraint of every row; the other way here is checks of ours in plain Python.
"""

import re
from datetime import date
from functools import cache

import tablib
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from import_export import fields, instance_loaders, resources, widgets

from communes.levels import Level
from communes.models import Ethnicity
from communes.search import fold
from schools.models import Institution, SchoolReturn
from staffing.imports.columns import columns
from staffing.models import (
    Assignment,
    Degree,
    Person,
    Post,
    Qualification,
    Subject,
)

BATCH = 1000


class Known(widgets.Widget):
    """A cell that names a row: all rows are read once, not one for each cell."""

    def __init__(self, rows):
        self.rows = dict(rows)

    def clean(self, value, row=None, **kwargs):
        if value not in self.rows:
            raise ValueError(f"{value}?")
        return self.rows[value]


class Day(widgets.DateWidget):
    def clean(self, value, row=None, **kwargs):
        return value.date() if hasattr(value, "date") else super().clean(value, row)


def words(choices):
    return {str(one.label): one.value for one in choices}


def named(model):
    return {row.name: row for row in model.objects.all()}


@cache
def label(name):
    return next(str(column.label) for column in columns() if column.name == name)


def field(name, attribute, widget=None):
    return fields.Field(attribute, label(name), widget or widgets.CharWidget())


def yes_no():
    return Known({"Có": True, "Không": False})


class Checks:
    """What ours asks of a row by itself and of the people known, from memory."""

    def __init__(self):
        self.seen, self.namesakes = set(), {}
        for number, name, born in Person.objects.values_list(
            "personal_id", "full_name", "birth_date"
        ):
            self.namesakes[fold(name), born] = number
        self.schools = {row.code: row for row in Institution.objects.all()}
        approved = SchoolReturn.objects.approved().filter(period__kind="start")
        self.approved = dict(
            approved.values_list("institution__code").annotate(Max("period__as_of"))
        )

    def of(self, row):
        number, code = row[label("personal_id")], row[label("school")]
        born = row[label("birth_date")].date()
        began = row[label("started_on")].date()
        obtained = row[label("obtained_on")].date()
        school = self.schools.get(code)
        person = fold(row[label("full_name")]), born
        right = (
            re.fullmatch(r"\d{12}", number)
            and number not in self.seen
            and school
            and school.opened_on <= began
            and not (school.closed_on and school.closed_on <= began)
            and began.year - born.year >= settings.STAFF_YOUNGEST_YEARS
            and born < obtained <= date.today()
            and began > self.approved.get(code, date.min)
            and self.namesakes.setdefault(person, number) == number
        )
        self.seen.add(number)
        if not right:
            raise ValueError(number)


class Bulk:
    clean_model_instances = False
    use_bulk = True
    batch_size = BATCH
    skip_unchanged = True
    report_skipped = True
    instance_loader_class = instance_loaders.CachedInstanceLoader


def people_resource(validates):
    checks = None if validates else Checks()

    class People(resources.ModelResource):
        personal_id = field("personal_id", "personal_id")
        full_name = field("full_name", "full_name")
        sex = field("sex", "sex", Known(words(Person.Sex)))
        birth_date = field("birth_date", "birth_date", Day())
        ethnicity = field("ethnicity", "ethnicity", Known(named(Ethnicity)))

        def before_import_row(self, row, **kwargs):
            if checks:
                checks.of(row)

        class Meta(Bulk):
            model = Person
            clean_model_instances = validates
            fields = ("personal_id", "full_name", "sex", "birth_date", "ethnicity")
            import_id_fields = ("personal_id",)

    return People()


class OfPerson(resources.ModelResource):
    """Rows that belong to a person, one each here: known by the person."""

    def get_instance(self, instance_loader, row):
        return self.present.get(row[label("personal_id")])

    def before_import(self, dataset, **kwargs):
        rows = self._meta.model.objects.select_related("person")
        if self._meta.model is Assignment:
            rows = rows.filter(is_main=True, ended_on=None)
        numbers = dataset[label("personal_id")]
        rows = rows.filter(person__personal_id__in=numbers)
        self.present = {row.person.personal_id: row for row in rows}


def person_widget(dataset):
    numbers = dataset[label("personal_id")]
    rows = Person.objects.filter(personal_id__in=numbers)
    return Known({row.personal_id: row for row in rows})


def posts_resource(dataset, validates):
    schools = Institution.objects.select_related("kind")

    class Posts(OfPerson):
        person = field("personal_id", "person", person_widget(dataset))
        institution = field(
            "school", "institution", Known({s.code: s for s in schools})
        )
        post = field("post", "post", Known(named(Post)))
        level = field("level", "level", Known(words(Level)))
        subject = field("subject", "subject", Known(named(Subject)))
        contract = field("contract", "contract", Known(words(Assignment.Contract)))
        started_on = field("started_on", "started_on", Day())

        class Meta(Bulk):
            model = Assignment
            clean_model_instances = validates
            fields = ("person", "institution", "post", "level", "subject")
            fields += ("contract", "started_on")
            import_id_fields = ("person",)

    return Posts()


def degrees_resource(dataset, validates):
    class Degrees(OfPerson):
        person = field("personal_id", "person", person_widget(dataset))
        degree = field("degree", "degree", Known(named(Degree)))
        major = field("major", "major")
        is_teacher_training = field(
            "is_teacher_training", "is_teacher_training", yes_no()
        )
        has_certificate = field("has_certificate", "has_certificate", yes_no())
        obtained_on = field("obtained_on", "obtained_on", Day())

        class Meta(Bulk):
            model = Qualification
            clean_model_instances = validates
            fields = ("person", "degree", "major", "is_teacher_training")
            fields += ("has_certificate", "obtained_on")
            import_id_fields = ("person",)

    return Degrees()


def run(content, *, validates=False):
    """Preview, then import the workbook into the three tables; how many are new.

    The preview is what its own pages do: everything is imported and rolled back. Then
    the person says yes, and everything is imported again.
    """
    dataset = tablib.Dataset().load(content, format="xlsx")
    with transaction.atomic():
        _everything(dataset, validates)
        transaction.set_rollback(True)
    return _everything(dataset, validates)


def _everything(dataset, validates):
    people = _imported(people_resource(validates), dataset)
    _imported(posts_resource(dataset, validates), dataset)
    _imported(degrees_resource(dataset, validates), dataset)
    return people.totals["new"]


def _imported(resource, dataset):
    result = resource.import_data(dataset, dry_run=False, raise_errors=False)
    if result.has_errors() or result.has_validation_errors():
        wrong = [error.error for error in result.base_errors]
        wrong += [
            error.error for _row, errors in result.row_errors() for error in errors
        ]
        wrong += [row.error for row in result.invalid_rows]
        raise AssertionError(f"the workbook was not taken: {wrong[:1]}")
    return result
