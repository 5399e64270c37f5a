"""Ways to break what must be true of posts, averages and places."""

from datetime import date

from staffing.models import ClassAverage, PlaceGap, Post
from tests import factories as make

from .registry import again, breaks, set_on
from .staffing import gap, post_norm


@breaks("post_not_with_itself")
def post_counts_with_itself():
    make.reference()
    set_on(Post.objects.get(pk="clerk"), counted_with="clerk")


@breaks("post_norm_minimum_within")
def at_least_more_than_at_most():
    post_norm(quantity=1, minimum=2)


@breaks("post_norm_per_pupils_positive")
def one_for_no_pupils():
    post_norm(per_pupils=0)


@breaks("gap_required_in_both_or_none")
def required_under_one_reading():
    gap(required_norm_classes=None)


def average(**fields):
    place = {} if "institution" in fields else {"commune": make.commune()}
    return ClassAverage.objects.create(
        **{
            **place,
            "level": "primary",
            "pupils_per_class": 20,
            "decision": "01/QĐ-UBND",
            "decided_on": date(2024, 6, 1),
            "valid_from": date(2024, 8, 1),
            **fields,
        }
    )


@breaks("class_average_for_one_place")
def average_for_nobody():
    average(commune=None)


@breaks("class_average_positive")
def average_of_nobody():
    average(pupils_per_class=0)


@breaks("class_average_general_level")
def average_of_preschools():
    average(level="preschool")


@breaks("class_average_has_decision")
def average_decided_by_nothing():
    average(decision="")


@breaks("class_average_dates_in_order")
def average_ends_before_it_starts():
    average(valid_to=date(2024, 7, 1))


@breaks("class_average_one_of_commune")
def two_averages_of_a_commune():
    again(average())


@breaks("class_average_one_of_institution")
def two_averages_of_a_school():
    again(average(institution=make.institution("TH")))


def place_gap(**fields):
    return PlaceGap.objects.create(
        **{
            "institution": fields.pop("institution", None) or make.institution(),
            "school_year": make.school_year(),
            "group": "teacher",
            "places": 10,
            "at_work": 8,
            "employed": 9,
            "run": fields.pop("run", None) or make.computation_run(),
            **fields,
        }
    )


@breaks("place_gap_once")
def place_gap_twice():
    again(place_gap())


@breaks("place_gap_at_work_are_employed")
def at_work_without_being_employed():
    place_gap(at_work=10)
