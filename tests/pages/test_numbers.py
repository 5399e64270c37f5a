"""Numbers in both languages, and the alphabet people are listed by."""

from decimal import Decimal

import pytest
from django.utils import translation

from communes import numbers
from staffing.models import Person
from tests import factories as make


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        (211143, None, "211.143", "211,143"),
        ("1.50", None, "1,5", "1.5"),
        (15, 1, "15,0", "15.0"),
        (-2.25, None, "−2,25", "−2.25"),
        (0, None, "0", "0"),
        (100, None, "100", "100"),
        (None, None, "–", "–"),
    ],
)
def test_shown(value, places, vietnamese, english):
    assert numbers.shown(value, places) == vietnamese
    with translation.override("en"):
        assert numbers.shown(value, places) == english


def test_shortage_and_surplus_carry_their_sign_and_nothing_is_a_dash():
    written = [numbers.shortage(2), numbers.surplus(1.5), numbers.signed(-3)]
    assert written == ["−2", "+1,5", "−3"]
    assert [numbers.shortage(0), numbers.surplus(None)] == ["–", "–"]


def test_percent_of_nothing_has_no_value():
    assert [numbers.percent(317, 648), numbers.percent(3, 0)] == ["48,9%", "–"]


def test_people_are_listed_by_given_name_in_vietnamese_order(db):
    make.reference()
    names = ["Lê Thị Ân", "Vi Văn Đức", "Hoàng An", "Nông Ông", "Bế Dũng", "Lý Ăn"]
    for name in [*names, "Lê Oanh", "Triệu Ơn", "Vi Ấn", "Ma Ước", "Ma Uyên"]:
        make.person(full_name=name)
    listed = Person.objects.order_by("sort_name")
    assert [person.full_name for person in listed] == [
        "Hoàng An",
        "Lý Ăn",
        "Lê Thị Ân",
        "Vi Ấn",
        "Bế Dũng",
        "Vi Văn Đức",
        "Lê Oanh",
        "Nông Ông",
        "Triệu Ơn",
        "Ma Uyên",
        "Ma Ước",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [("1538.75", "1.539"), ("26.70", "26,7"), ("-100.4", "−100"), (None, "–")],
)
def test_posts_from_a_hundred_up_are_whole(value, text):
    assert numbers.posts(value and Decimal(value)) == text
