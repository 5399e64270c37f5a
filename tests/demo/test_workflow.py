"""Every state of a return is there to be seen, with who, when and why."""

from datetime import date, timedelta

import pytest
from django.db.models import Count, F

from communes.models import DeadlineException, ReportingPeriod, User
from communes.scoping import Role
from edu_lang_son.demo.accounts import ACCOUNTS, PASSWORD, accounts_by_role
from schools.models import GradeFigures, SchoolReturn

from .conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


def states(year, kind):
    rows = SchoolReturn.objects.filter(
        period__school_year=year, period__kind=kind
    ).values_list("state")
    return dict(rows.annotate(n=Count("pk")))


def test_earlier_years_are_locked():
    for year in (2021, 2022, 2023, 2024):
        for kind in ("start", "end"):
            assert set(states(year, kind)) == {"locked"}
    assert set(states(2025, "start")) == {"approved"}


def test_the_open_period_is_in_full_swing():
    found = states(2026, "start")
    assert set(found) == {"draft", "submitted", "approved", "rejected"}
    assert found["rejected"] == 2
    handed_in = SchoolReturn.objects.filter(
        period__school_year=2026, submitted_at__isnull=False
    ).values("institution__managing_commune")
    communes = set(handed_in.values_list("institution__managing_commune", flat=True))
    assert len(communes - {None}) == 3
    assert states(2026, "end") == {}


def test_deadlines_stand_around_the_day_of_loading():
    open_period = ReportingPeriod.objects.get(school_year=2026, kind="start")
    assert open_period.opens_on < TODAY
    assert open_period.due_on == TODAY + timedelta(days=4)
    exception = DeadlineException.objects.get()
    assert exception.period == open_period
    assert exception.due_on > open_period.due_on
    assert ReportingPeriod.objects.get(school_year=2025, kind="start").due_on == date(
        2025, 10, 31
    )


def test_a_few_were_late():
    returns = SchoolReturn.objects.filter(period__school_year__lt=2026)
    late = returns.filter(submitted_at__date__gt=F("period__due_on"))
    assert 0 < late.count() < returns.count() / 2


def test_rejected_returns_say_why_and_drafts_are_half_filled():
    reasons = SchoolReturn.objects.filter(state="rejected").values_list(
        "reason", flat=True
    )
    assert all(reason.endswith("nộp lại.") for reason in reasons)
    assert len(set(reasons)) == 2
    drafts = GradeFigures.objects.filter(school_return__state="draft")
    assert drafts.filter(girls=None, pupils__isnull=False).exists()
    assert drafts.filter(girls__isnull=False).exists()
    done = GradeFigures.objects.exclude(school_return__state="draft")
    assert not done.filter(girls=None).exists()


def test_one_school_asks_for_an_unlock():
    asked = SchoolReturn.objects.get(unlock_requested_at__isnull=False)
    assert asked.unlock_requested_by.commune == asked.institution.managing_commune


def test_returns_are_handed_in_by_those_who_may():
    for item in SchoolReturn.objects.exclude(submitted_by=None).select_related(
        "submitted_by", "institution"
    ):
        author, school = item.submitted_by, item.institution
        if school.managing_commune_id:
            assert author.role == Role.COMMUNE_HEAD
            assert author.commune_id == school.managing_commune_id
        else:
            assert author.institution_code == school.code


def test_accounts_of_every_role_open_with_the_common_password():
    named = User.objects.filter(username__in=accounts_by_role().values())
    assert {user.role for user in named} == set(Role.values)
    assert named.count() == len(ACCOUNTS)
    assert all(user.check_password(PASSWORD) for user in named)
    heads = User.objects.filter(role=Role.COMMUNE_HEAD).values_list(
        "commune", flat=True
    )
    assert sorted(heads) == ["05977", "06112", "06286", "06385", "06541", "06565"]
