"""Measures of courses: what the sessions of a school and of a commune say of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation.measured import measures
from emulation.models import LearnerGroup
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    make.reference()
    return make.commune()


def facts(group, *entries):
    measure = measures.get(f"course:{group}:completed")
    found = measure.facts(list(entries), make.YEAR)
    return {
        entry.name: (fact.amount, fact.out_of)
        for entry in entries
        if (fact := found.get(entry.pk))
    }


def test_every_group_is_measured_for_those_who_teach_it():
    found = {
        group: measures.get(f"course:{group}:completed").participants
        for group in LearnerGroup.values
    }
    places = ("commune", "office")
    assert found == {
        "official": places,
        "teacher": ("institution", *places),
        "pupil": ("institution", *places),
        "parent": ("institution", *places),
        "villager": places,
    }


def test_schools_by_their_own_sessions_communes_by_all_of_theirs(place):
    campaign = make.campaign()
    school = make.school("TH", commune=place, pupils=50, name="A")
    silent = make.school("TH", commune=place, pupils=10, name="B")
    nursery = make.school("MN", commune=place, name="C")
    make.employee(school)
    make.audience(place, "parent", 40)
    make.course_session(
        institution=school, learners={"pupil": (90, 80, 0, 70), "parent": 9}
    )
    make.course_session(place, learners={"pupil": 5, "parent": 3})
    # Another school year's.
    make.school_year(2024)
    make.course_session(
        institution=school, learners={"pupil": 99}, school_year=make.school_year(2024)
    )
    entries = [
        *(make.campaign_entry(campaign, one) for one in (school, silent, nursery)),
        make.campaign_entry(
            campaign, participant="commune", commune=place, name="Khánh Khê"
        ),
    ]
    assert {group: facts(group, *entries) for group in LearnerGroup.values} == {
        "official": {},
        "teacher": {"A": (0, 1), "Khánh Khê": (0, 1)},
        "pupil": {"A": (70, 250), "B": (0, 50), "Khánh Khê": (75, 300)},
        # No school says how many parents it has: it answers itself.
        "parent": {"Khánh Khê": (12, 40)},
        "villager": {},
    }
    fact = measures.get("course:pupil:completed").facts(entries, make.YEAR)[
        entries[0].pk
    ]
    assert (fact.address, [shown for _label, shown in fact.inputs]) == (
        "/courses/sessions/?group=pupil",
        ["70", "250"],
    )
    assert "báo cáo đầu năm mới nhất" in fact.words


def test_three_entries_cost_what_one_costs(place):
    campaign, entries, counts = make.campaign(), [], []
    measure = measures.get("course:pupil:completed")
    for more in (1, 2):
        for _one in range(more):
            school = make.school("TH", commune=place)
            make.course_session(institution=school, learners={"pupil": 5})
            entries.append(make.campaign_entry(campaign, school))
        with CaptureQueriesContext(connection) as queries:
            measure.facts(entries, make.YEAR)
        counts.append(len(queries))
    assert counts[0] == counts[1]
