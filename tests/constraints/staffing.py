"""Ways to break what must be true of norms, people and gaps."""

from datetime import date
from decimal import Decimal

from staffing.models import (
    Absence,
    AssignedPlaces,
    Assignment,
    ClassSizeNorm,
    NormParameter,
    NormSet,
    Person,
    PostNorm,
    QualificationNorm,
    RetirementAge,
    StaffingGap,
    TeacherRatio,
)
from tests import factories as make

from .registry import again, breaks

EARLY, LATE = date(2020, 1, 1), date(2024, 1, 1)


# Norms


def norm_set(**fields):
    """A set of a time when nothing of ours is in force."""
    return NormSet.objects.create(
        **{
            "code": f"thu-{make.number()}",
            "family": "general",
            "title": "Thử",
            "title_en": "Trial",
            "document": "TT thử",
            "status": "draft",
            "valid_from": date(1990, 1, 1),
            "valid_to": date(1995, 1, 1),
            **fields,
        }
    )


@breaks("norm_set_dates_in_order")
def norm_set_ends_before_it_starts():
    norm_set(valid_to=date(1989, 1, 1))


@breaks("norm_set_one_in_force")
def two_general_sets_in_force():
    norm_set(status="in_force")
    norm_set(status="in_force")


def class_size(**fields):
    return ClassSizeNorm.objects.create(
        **{
            "norm_set": norm_set(),
            "article": "Điều 3",
            "level": "primary",
            "region": 1,
            "pupils_per_class": 25,
            "leftover_per_teacher": 12,
            **fields,
        }
    )


@breaks("class_size_once")
def class_size_twice():
    # No grade on either row: empty cells count as equal.
    again(class_size())


@breaks("class_size_positive")
def class_of_nobody():
    class_size(pupils_per_class=0)


def ratio(**fields):
    return TeacherRatio.objects.create(
        **{
            "norm_set": norm_set(),
            "article": "Điều 7",
            "level": "primary",
            "ratio": Decimal("1.5"),
            **fields,
        }
    )


@breaks("teacher_ratio_once")
def ratio_twice():
    again(ratio())


@breaks("teacher_ratio_positive")
def ratio_of_zero():
    ratio(ratio=0)


def post_norm(**fields):
    return PostNorm.objects.create(
        **{
            "norm_set": norm_set(),
            "article": "Điều 6",
            "post_id": "principal",
            "level": "primary",
            "quantity": 1,
            **fields,
        }
    )


@breaks("post_norm_once")
def post_norm_twice():
    again(post_norm())


@breaks("post_norm_not_negative")
def less_than_no_principal():
    post_norm(quantity=-1)


@breaks("norm_parameter_once")
def parameter_twice():
    again(
        NormParameter.objects.create(
            norm_set=norm_set(), article="Điều 5", code="thu", name="Thử", value=2
        )
    )


@breaks("qualification_norm_once")
def qualification_norm_twice():
    again(
        QualificationNorm.objects.create(
            norm_set=norm_set(family="qualification"),
            article="Điều 28",
            level="primary",
            minimum_degree_id="DH",
        )
    )


# People and gaps


@breaks("person_id_twelve_digits")
def personal_number_of_nine_digits():
    make.person(personal_id="123456789")


@breaks("person_sex_known")
def person_of_unknown_sex():
    Person.objects.filter(pk=make.person().pk).update(sex="X")


@breaks("qualification_once")
def degree_twice():
    again(make.qualification(make.person()))


@breaks("assignment_one_main_at_a_time")
def two_employers():
    person = make.person()
    make.assignment(person, make.institution())
    make.assignment(person, make.institution())


@breaks("assignment_dates_in_order")
def service_ends_before_it_starts():
    make.assignment(
        make.person(),
        make.institution(),
        started_on=LATE,
        ended_on=EARLY,
        end_reason="moved",
    )


@breaks("assignment_end_has_reason")
def service_ends_without_reason():
    make.assignment(make.person(), make.institution(), ended_on=LATE)


@breaks("assignment_share_up_to_one")
def more_than_one_full_load():
    row = make.assignment(make.person(), make.institution())
    Assignment.objects.filter(pk=row.pk).update(share=Decimal("1.5"))


@breaks("absence_dates_in_order")
def back_before_leaving():
    Absence.objects.create(
        person=make.person(), kind="study", started_on=LATE, ended_on=EARLY
    )


@breaks("places_once")
def places_given_twice():
    first = make.assigned_places(make.institution(), 20)
    AssignedPlaces.objects.create(
        institution=first.institution,
        school_year=first.school_year,
        post_group="teacher",
        places=21,
        decision="QĐ khác",
    )


def gap(**fields):
    return StaffingGap.objects.create(
        **{
            "institution": make.institution(),
            "school_year": make.school_year(),
            "post_id": "teacher",
            "level": "primary",
            "norm_set": norm_set(),
            "required_norm_classes": 10,
            "required_actual_classes": 12,
            "present_permanent": 9,
            "present_contract": 0,
            "run": make.computation_run(),
            **fields,
        }
    )


@breaks("gap_once")
def gap_twice():
    again(gap())


@breaks("gap_required_not_negative")
def fewer_than_no_teachers_required():
    gap(required_norm_classes=-1)


# Retirement ages


def retirement_age(**fields):
    """Of a time that no row of ours reaches."""
    return RetirementAge.objects.create(
        **{
            "sex": "F",
            "born_from": date(1800, 1, 1),
            "born_to": date(1800, 12, 31),
            "months": 660,
            "document": "Thử",
            "article": "Điều 1",
            **fields,
        }
    )


@breaks("retirement_age_dates_in_order")
def born_until_before_from():
    retirement_age(born_to=date(1799, 1, 1))


@breaks("retirement_age_of_a_person")
def retired_at_birth():
    retirement_age(months=0)


@breaks("retirement_age_one_per_birthday")
def two_ages_for_one_birthday():
    retirement_age()
    retirement_age(born_from=date(1800, 6, 1), born_to=None)
