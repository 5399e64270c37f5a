"""Who sees and who changes each kind of row: the whole table, model by model."""

import pytest
from django.apps import apps
from django.db import models

from communes.models import User
from communes.scoping import ScopedModel
from staffing.models import Person
from tests import factories as make

from .world import ACTIVE, HOUSE, PROVINCE, TABLE, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(reference_rows, db):
    return World()


def scoped_models():
    """Our models with rows of their own that a user may or may not reach."""
    return {
        model
        for model in apps.get_models()
        if model is User or issubclass(model, ScopedModel)
    }


def test_table_covers_every_scoped_model():
    assert set(TABLE) == scoped_models()


@pytest.mark.parametrize("model", TABLE, ids=lambda model: model.__name__)
def test_reach(model, world):
    make_row, seen_by, changed_by = TABLE[model]
    row = make_row(world)
    reached = world.who("visible_to", row), world.who("editable_by", row)
    assert reached == (seen_by, changed_by)


# A school of the department that stands in the commune


@pytest.fixture
def department_school(world):
    return make.institution("THPT", commune=world.commune)


def test_commune_sees_the_departments_school_on_its_land_and_cannot_change_it(
    world, department_school
):
    reached = (
        world.who("visible_to", department_school),
        world.who("editable_by", department_school),
    )
    assert reached == (PROVINCE | HOUSE, {"admin", "official"})


def test_departments_return_is_no_business_of_the_commune(world, department_school):
    filed = make.school_return(department_school)
    reached = world.who("visible_to", filed), world.who("editable_by", filed)
    assert reached == (PROVINCE, {"admin", "official"})


def test_school_managed_by_another_commune_is_changed_by_that_commune(world):
    manager = make.commune()
    world.people["manager"] = make.owner(manager)
    school = make.institution("TH", commune=world.commune, managing_commune=manager)
    reached = world.who("visible_to", school), world.who("editable_by", school)
    assert reached == (PROVINCE | HOUSE | {"manager"}, {"admin", "manager"})


def test_row_with_many_assignments_is_listed_once(world):
    for _ in range(3):
        make.assignment(world.person, world.school, is_main=False)
    seen = list(Person.objects.visible_to(world.people["head"]))
    assert seen == [world.person]


# Values of wider scopes


@pytest.mark.parametrize(
    ("scope", "key", "seen_by"),
    [
        ("province", "20", ACTIVE),
        ("cluster", "Cao Lộc", ACTIVE),
        ("commune", "own", PROVINCE | HOUSE),
    ],
)
def test_totals_are_open_and_a_communes_values_its_own(world, scope, key, seen_by):
    commune = world.commune if scope == "commune" else None
    row = make.indicator_value(
        "learners",
        scope,
        world.commune.code if key == "own" else key,
        10,
        commune=commune,
    )
    assert world.who("visible_to", row) == seen_by


def test_model_without_paths_is_seen_by_nobody(world):
    class Leaflet(ScopedModel):
        title = models.CharField(max_length=10)

        class Meta:
            app_label = "communes"
            managed = False

        def __str__(self):
            return self.title

    try:
        # No table behind it: whoever reached past the refusal would fail here.
        reached = {
            name: list(Leaflet.objects.visible_to(person))
            for name, person in world.people.items()
            if name not in PROVINCE
        }
    finally:
        del apps.all_models["communes"]["leaflet"]
        apps.clear_cache()
    assert reached == {name: [] for name in world.people if name not in PROVINCE}
