"""Who sees and who changes each kind of row: the whole table, model by model."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from communes.models import (
    Commune,
    CommuneRegion,
    ComputationRun,
    CultureSocietyOffice,
    DeadlineException,
    Ethnicity,
    IndicatorValue,
    Job,
    Population,
    Province,
    RecomputeRequest,
    ReportingPeriod,
    SchoolYear,
    User,
)
from communes.scoping import ScopedModel
from schools.models import (
    AgeFigures,
    Award,
    Facilities,
    Grade,
    GradeFigures,
    GradeResults,
    Institution,
    InstitutionKind,
    NationalStandard,
    NetworkChange,
    NetworkChangePart,
    OneClassSite,
    SchoolReturn,
    Site,
)
from staffing.models import (
    Absence,
    AssignedPlaces,
    Assignment,
    ClassSizeNorm,
    Degree,
    NormParameter,
    NormSet,
    Person,
    Post,
    PostNorm,
    Qualification,
    QualificationNorm,
    StaffingGap,
    Subject,
    TeacherRatio,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

PROVINCE = {"admin", "official"}
HOUSE = {"head", "officer", "reader"}
SCHOOL = {"clerk"}
ACTIVE = PROVINCE | HOUSE | SCHOOL | {"other_clerk", "stranger"}
NOBODY = set()


class World:
    """One commune with two schools and all who might look at them."""

    def __init__(self):
        make.reference()
        self.commune = make.commune()
        self.school = make.institution("TH", commune=self.commune)
        other = make.institution("THCS", commune=self.commune)
        self.filed = make.school_return(self.school)
        self.person = make.person()
        self.assignment = make.assignment(self.person, self.school)
        self.run = make.computation_run()
        self.people = {
            "admin": make.admin(),
            "official": make.official(),
            "head": make.owner(self.commune),
            "officer": make.colleague(self.commune),
            "reader": make.reader(self.commune),
            "clerk": make.clerk(self.school),
            "other_clerk": make.clerk(other),
            "stranger": make.stranger(),
            "expired": make.expired(self.commune),
            "expired_admin": make.admin(expires_on=date(2020, 1, 1)),
            "off": make.owner(self.commune, is_active=False),
            "roleless": make.roleless(commune=self.commune),
            "unknown_role": make.user("minister", commune=self.commune),
            "anonymous": AnonymousUser(),
            "nobody": None,
        }

    def who(self, reach, row):
        """Names of the people whose `reach` (a queryset method) covers `row`."""
        rows = type(row).objects
        return {
            name
            for name, person in self.people.items()
            if getattr(rows, reach)(person).filter(pk=row.pk).exists()
        }


@pytest.fixture
def world(db):
    return World()


def norm_row(model, **fields):
    return lambda world: model.objects.create(
        norm_set=NormSet.objects.create(
            code="thu",
            family="general",
            title="Thử",
            title_en="Trial",
            document="TT",
            valid_from=date(1990, 1, 1),
        ),
        article="Điều 1",
        **fields,
    )


def change_part(world):
    change = NetworkChange.objects.create(
        kind="opened", effective_on=date(2020, 1, 1), decision="1/QĐ"
    )
    return NetworkChangePart.objects.create(
        change=change, institution=world.school, side="after", name="Mới"
    )


def staffing_gap(world):
    return StaffingGap.objects.create(
        institution=world.school,
        school_year=make.school_year(),
        post_id="principal",
        norm_set=norm_row(NormParameter, code="x", name="x", value=1)(world).norm_set,
        required_norm_classes=1,
        required_actual_classes=1,
        present_permanent=1,
        present_contract=0,
        run=world.run,
    )


def grade_row(world):
    return make.grade(world.filed, "01", classes=1, pupils=20)


# model: (make a row of the commune's school, who sees it, who changes it)
OPEN_TO_ALL = (ACTIVE, {"admin"})
OF_THE_COMMUNE = (PROVINCE | HOUSE, {"admin", "head", "officer"})
OF_THE_SCHOOL = (PROVINCE | HOUSE | SCHOOL, {"admin", "head", "officer", "clerk"})
DECIDED_ABOVE = (PROVINCE | HOUSE | SCHOOL, {"admin"})

TABLE = {
    Province: (lambda w: w.commune.province, *OPEN_TO_ALL),
    Commune: (lambda w: w.commune, *OPEN_TO_ALL),
    CommuneRegion: (lambda w: w.commune.regions.get(), *OPEN_TO_ALL),
    Ethnicity: (lambda w: Ethnicity.objects.first(), *OPEN_TO_ALL),
    SchoolYear: (lambda w: make.school_year(), *OPEN_TO_ALL),
    ReportingPeriod: (lambda w: make.period(), *OPEN_TO_ALL),
    ComputationRun: (lambda w: w.run, *OPEN_TO_ALL),
    Grade: (lambda w: Grade.objects.first(), *OPEN_TO_ALL),
    InstitutionKind: (lambda w: InstitutionKind.objects.first(), *OPEN_TO_ALL),
    NetworkChange: (lambda w: change_part(w).change, *OPEN_TO_ALL),
    NetworkChangePart: (change_part, *OPEN_TO_ALL),
    Post: (lambda w: Post.objects.first(), *OPEN_TO_ALL),
    Subject: (lambda w: Subject.objects.first(), *OPEN_TO_ALL),
    Degree: (lambda w: Degree.objects.first(), *OPEN_TO_ALL),
    NormSet: (
        lambda w: norm_row(NormParameter, code="x", name="x", value=1)(w).norm_set,
        *OPEN_TO_ALL,
    ),
    ClassSizeNorm: (
        norm_row(
            ClassSizeNorm, level="primary", pupils_per_class=25, leftover_per_teacher=12
        ),
        *OPEN_TO_ALL,
    ),
    TeacherRatio: (norm_row(TeacherRatio, level="primary", ratio=1), *OPEN_TO_ALL),
    PostNorm: (
        norm_row(PostNorm, post_id="principal", level="primary", quantity=1),
        *OPEN_TO_ALL,
    ),
    NormParameter: (
        norm_row(NormParameter, code="x", name="x", value=1),
        *OPEN_TO_ALL,
    ),
    QualificationNorm: (
        norm_row(QualificationNorm, level="primary", minimum_degree_id="DH"),
        *OPEN_TO_ALL,
    ),
    Population: (lambda w: make.population(w.commune, 5, 90), *OF_THE_COMMUNE),
    CultureSocietyOffice: (lambda w: make.office(w.commune), *OF_THE_COMMUNE),
    DeadlineException: (
        lambda w: DeadlineException.objects.create(
            period=make.period(),
            commune=w.commune,
            due_on=date(2025, 12, 1),
            reason="Lũ lụt",
            granted_by=w.people["official"],
        ),
        PROVINCE | HOUSE,
        {"admin"},
    ),
    RecomputeRequest: (
        lambda w: RecomputeRequest.objects.create(
            commune=w.commune,
            school_year=make.school_year(),
            requested_at=timezone.now(),
        ),
        PROVINCE | HOUSE,
        {"admin"},
    ),
    Job: (
        lambda w: make.job(commune=w.commune, institution_code=w.school.code),
        *DECIDED_ABOVE,
    ),
    IndicatorValue: (
        lambda w: make.indicator_value(
            "learners", "institution", w.school.code, 10, commune=w.commune
        ),
        PROVINCE | HOUSE | SCHOOL,
        NOBODY,
    ),
    Institution: (lambda w: w.school, *OF_THE_SCHOOL),
    Site: (lambda w: make.site(w.school), *OF_THE_SCHOOL),
    NationalStandard: (lambda w: make.recognition(w.school), *DECIDED_ABOVE),
    SchoolReturn: (lambda w: w.filed, *OF_THE_SCHOOL),
    GradeFigures: (grade_row, *OF_THE_SCHOOL),
    AgeFigures: (
        lambda w: AgeFigures.objects.create(
            school_return=w.filed,
            level="primary",
            age=6,
            pupils=1,
            girls=0,
            ethnic=0,
            ethnic_girls=0,
        ),
        *OF_THE_SCHOOL,
    ),
    OneClassSite: (
        lambda w: make.one_class_site(w.filed, "M3", children=9),
        *OF_THE_SCHOOL,
    ),
    Facilities: (lambda w: make.facilities(w.filed), *OF_THE_SCHOOL),
    GradeResults: (
        lambda w: GradeResults.objects.create(school_return=w.filed, grade_id="01"),
        *OF_THE_SCHOOL,
    ),
    Award: (
        lambda w: Award.objects.create(
            institution=w.school,
            school_year=make.school_year(),
            contest="national",
            subject="Toán",
            prize="first",
        ),
        *OF_THE_SCHOOL,
    ),
    Person: (lambda w: w.person, *OF_THE_SCHOOL),
    Qualification: (lambda w: make.qualification(w.person), *OF_THE_SCHOOL),
    Absence: (lambda w: make.absence(w.person), *OF_THE_SCHOOL),
    Assignment: (lambda w: w.assignment, *OF_THE_SCHOOL),
    AssignedPlaces: (lambda w: make.assigned_places(w.school, 20), *DECIDED_ABOVE),
    StaffingGap: (staffing_gap, PROVINCE | HOUSE | SCHOOL, NOBODY),
    User: (
        lambda w: make.user("school_clerk", institution=w.school, commune=w.commune),
        *DECIDED_ABOVE,
    ),
}


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


# People who move


def moved(world, *, retired_from_new=False):
    """The person leaves our school for another commune's, perhaps to retire there."""
    today = timezone.localdate()
    there = make.institution("TH")
    world.people["new_head"] = make.owner(there.managing_commune)
    world.people["new_clerk"] = make.clerk(there)
    world.assignment.ended_on = today - timedelta(days=400)
    world.assignment.end_reason = "moved"
    world.assignment.save()
    ending = {}
    if retired_from_new:
        ending = {"ended_on": today - timedelta(days=30), "end_reason": "retired"}
    make.assignment(
        world.person, there, started_on=today - timedelta(days=399), **ending
    )
    return world.person


NEW_HOUSE = {"new_head", "new_clerk"}


@pytest.mark.parametrize("retired", [False, True], ids=["serving", "retired"])
def test_former_commune_loses_sight_of_a_person(world, retired):
    person = moved(world, retired_from_new=retired)
    reached = world.who("visible_to", person), world.who("editable_by", person)
    assert reached == (PROVINCE | NEW_HOUSE, {"admin"} | NEW_HOUSE)


def test_former_commune_loses_sight_of_the_persons_facts(world):
    facts = [make.qualification(world.person), make.absence(world.person)]
    moved(world)
    reached = [
        (world.who("visible_to", fact), world.who("editable_by", fact))
        for fact in facts
    ]
    assert reached == [(PROVINCE | NEW_HOUSE, {"admin"} | NEW_HOUSE)] * 2


def test_last_commune_keeps_sight_of_a_retired_person(world):
    world.assignment.ended_on = timezone.localdate() - timedelta(days=30)
    world.assignment.end_reason = "retired"
    world.assignment.save()
    assert world.who("visible_to", world.person) == PROVINCE | HOUSE | SCHOOL


def test_person_of_two_schools_is_seen_by_both(world):
    there = make.institution("TH")
    world.people["second_head"] = make.owner(there.managing_commune)
    make.assignment(world.person, there, is_main=False)
    seen_by = world.who("visible_to", world.person)
    assert seen_by == PROVINCE | HOUSE | SCHOOL | {"second_head"}


def test_model_without_paths_is_seen_by_nobody(world):
    class Paper(ScopedModel):
        title = models.CharField(max_length=10)

        class Meta:
            app_label = "communes"
            managed = False

        def __str__(self):
            return self.title

    try:
        # No table behind it: whoever reached past the refusal would fail here.
        reached = {
            name: list(Paper.objects.visible_to(person))
            for name, person in world.people.items()
            if name not in PROVINCE
        }
    finally:
        del apps.all_models["communes"]["paper"]
        apps.clear_cache()
    assert reached == {name: [] for name in world.people if name not in PROVINCE}
