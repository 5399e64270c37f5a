"""Ways to break what must be true of curriculum, loads and gaps by subject."""

from staffing.models import (
    ChosenClasses,
    CurriculumPeriods,
    DutyReduction,
    SpreadWeight,
    SubjectGap,
    SubjectPart,
    TeachingLoad,
)
from tests import factories as make

from .registry import again, breaks
from .staffing import norm_set


def norm_row(model, fields, *, family="load"):
    return model.objects.create(
        **{"article": "Điều 1", **fields, "norm_set": norm_set(family=family)}
    )


def periods(**fields):
    values = {
        "grade_id": "06",
        "code": "thu",
        "name": "Thử",
        "name_en": "Trial",
        "kind": "compulsory",
        "subject_id": "TOAN",
        "periods": 140,
    }
    return norm_row(CurriculumPeriods, values | fields, family="curriculum")


@breaks("periods_once")
def periods_twice():
    again(periods())


@breaks("periods_positive")
def no_period_at_all():
    periods(periods=0)


@breaks("periods_shared_or_of_a_subject")
def shared_content_of_one_subject():
    periods(kind="shared")


@breaks("periods_share_of_what_is_chosen")
def compulsory_for_half_the_classes():
    periods(assumed_share="0.5")


def part(**fields):
    values = {"level": "lower_secondary", "part_id": "LY", "whole_id": "KHTN"}
    return norm_row(SubjectPart, values | fields, family="curriculum")


@breaks("subject_part_once")
def part_of_two_subjects():
    again(part(), whole_id="LSDL")


@breaks("subject_part_of_another")
def part_of_itself():
    part(whole_id="LY")


def load(**fields):
    values = {"post_id": "teacher", "level": "primary", "periods": 23}
    return norm_row(TeachingLoad, values | fields)


@breaks("teaching_load_once")
def load_twice():
    again(load())


@breaks("teaching_load_positive")
def load_of_no_periods():
    load(periods=0)


def duty(**fields):
    values = {
        "code": "homeroom",
        "name": "Chủ nhiệm",
        "name_en": "Homeroom",
        "level": "primary",
        "periods": 4,
        "per_class": 1,
    }
    return norm_row(DutyReduction, values | fields)


@breaks("duty_once")
def duty_twice():
    again(duty())


@breaks("duty_not_negative")
def fewer_than_no_group_heads():
    duty(per_school=-1)


def weight(**fields):
    values = {"level": "primary", "subject_id": "TH", "weight": 2}
    return norm_row(SpreadWeight, values | fields)


@breaks("spread_weight_once")
def weight_twice():
    again(weight())


@breaks("spread_weight_positive")
def weight_of_nothing():
    weight(weight=0)


def chosen(**fields):
    values = {"grade_id": "10", "subject_id": "LY", "classes": 2}
    if "school_return" not in fields:
        fields["school_return"] = make.school_return(make.institution("THPT"))
    return ChosenClasses.objects.create(**values | fields)


@breaks("chosen_classes_once")
def chosen_twice():
    again(chosen())


def subject_gap(**fields):
    """A gap of English teachers, at a school and in a run of its own unless named."""
    needed = {"institution": make.institution, "run": make.computation_run}
    fields |= {name: made() for name, made in needed.items() if name not in fields}
    return SubjectGap.objects.create(
        **{
            "school_year": make.school_year(),
            "level": "primary",
            "subject_id": "NN1",
            "norm_set": norm_set(family="curriculum"),
            "need": 2,
            "required": 2,
            "present": 1,
            **fields,
        }
    )


@breaks("subject_gap_once")
def subject_gap_twice():
    again(subject_gap())


@breaks("subject_gap_within_need")
def more_required_than_needed():
    subject_gap(required=3)
