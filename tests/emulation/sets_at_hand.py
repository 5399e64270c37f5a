"""What tests of criteria sets share: reading pages, sending forms, comparing rows."""

import html
import re

from django.urls import reverse
from django.utils import timezone

from emulation.criteria import comparison as set_comparison
from emulation.models import CriteriaSet


def reading(response):
    """What a person reads on the page: its text without marks."""
    assert response.status_code == 200
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def freeze(criteria_set):
    CriteriaSet.objects.filter(pk=criteria_set.pk).update(frozen_at=timezone.now())


def told(response):
    return [str(one) for one in response.context["messages"]]


def rows_of(criteria_set):
    """Everything a set says, without the numbers and links of its rows."""
    skipped = {"id", "criteria_set", "group", "criterion", "version", "based_on"}
    return [
        (key, {n: getattr(row, n) for n in names(row) if n not in skipped})
        for key, row in set_comparison._parts(criteria_set)
    ]


def names(row):
    return [one.name for one in row._meta.concrete_fields]


ITEM = {
    "code": "2.3.9",
    "name": "Mục mới",
    "kind": "points",
    "max_points": "10",
    "effort": "2",
}


def edit(client, route, *args, **data):
    """Open the form and send it, as a browser does."""
    form = client.get(reverse(route, args=args)).context["form"]
    return post(client, route, *args, **data, seen=form["seen"].value())


def post(client, route, *args, **data):
    return client.post(reverse(route, args=args), data, follow=True)


def set_data(criteria_set):
    data = {
        "name": "Tên mới",
        "participants": ["institution"],
        "institution_kinds": criteria_set.institution_kinds,
        "mandatory_cap": "1",
        "levels-TOTAL_FORMS": "4",
        "levels-INITIAL_FORMS": "3",
        # The empty row below the levels, as the page sends it.
        "levels-3-is_inclusive": "on",
    }
    for place, level in enumerate(criteria_set.levels.order_by("number")):
        own = f"levels-{place}-"
        data |= {
            f"{own}id": level.pk,
            f"{own}number": level.number,
            f"{own}name": level.name,
            f"{own}from_points": 60 if place == 1 else level.from_points,
        }
        if level.is_inclusive:
            data[f"{own}is_inclusive"] = "on"
    return data
