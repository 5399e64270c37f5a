"""Rows of the registers that campaigns count from."""

from datetime import date

from emulation.models import Initiative, PressArticle, PressSubscription, Team

from .institutions import institution as new_institution
from .places import YEAR, number, school_year


def _of_school(model, institution, year, **fields):
    return model.objects.create(
        institution=institution or new_institution(),
        school_year=school_year(year),
        **fields,
    )


def initiative(institution=None, *, year=YEAR, **fields):
    fields.setdefault("title", f"Sáng kiến {number()}")
    return _of_school(Initiative, institution, year, **fields)


def press_subscription(institution=None, *, year=YEAR, **fields):
    defaults = {"newspaper": f"Báo {number()}", "copies": 2}
    return _of_school(PressSubscription, institution, year, **defaults | fields)


def press_article(institution=None, *, year=YEAR, **fields):
    defaults = {"title": f"Bài {number()}", "published_on": date(year, 10, 20)}
    return _of_school(PressArticle, institution, year, **defaults | fields)


def team(commune, **fields):
    defaults = {"name": f"Tổ {number()}", "members": 7, "teachers": 3}
    return Team.objects.create(commune=commune, **defaults | fields)
