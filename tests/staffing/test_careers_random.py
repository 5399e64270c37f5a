"""Whatever is done to a person in whatever order, the career stays a possible one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import event, given, settings
from hypothesis import strategies as st

from staffing import actions
from staffing.effects import Refused
from staffing.models import Absence, Person
from tests import factories as make
from tests.random_schools import few_examples

from .world import World, teacher

pytestmark = pytest.mark.django_db
FIRST = date(2024, 8, 1)
DAYS = st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number))
SCHOOLS = st.sampled_from(["here", "beside", "far", "upper"])
CONTRACTS = st.sampled_from(["permanent", "labour"])
PLACED = ("move", "rehire", "take_over", "part_load")
VERBS = (
    *PLACED,
    "change",
    "correct",
    "end_part_load",
    "leave",
    "come_back",
    "resign",
    "retire",
    "transfer_out",
)
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), DAYS, SCHOOLS, CONTRACTS, st.none() | DAYS),
    min_size=5,
    max_size=14,
)


class Undone(Exception):
    """Takes back what one example wrote."""


def do(world, verb, day, school, contract, until):
    person, by = world.person, world.admin
    work = teacher(contract=contract)
    plain = {"by": by, "person": person, "day": day}
    placed = plain | {"institution": getattr(world, school), "work": work}
    posts = person.assignments.order_by("-started_on")
    if verb == "change":
        main = posts.filter(is_main=True).first()
        level = main.institution.kind.lowest_level
        return actions.change(**plain, work=work | {"level": level})
    if verb == "correct":
        main = posts.filter(is_main=True).first()
        return actions.correct(by=by, assignment=main, started_on=day, work=work)
    if verb == "end_part_load":
        part = posts.filter(is_main=False).first()
        return part and actions.end_part_load(by=by, assignment=part, day=day)
    if verb == "leave":
        return actions.leave(**plain, kind=Absence.Kind.SICK, until=until)
    if verb == "part_load":
        return actions.add_part_load(**placed, share=Decimal("0.4"), until=until)
    if verb == "take_over":
        del placed["person"]
        return actions.take_over(
            **placed, personal_id=person.personal_id, birth_date=person.birth_date
        )
    return getattr(actions, verb)(**(placed if verb in PLACED else plain))


def broken(person):
    """Sentences about what no career may look like."""
    mains = list(person.assignments.filter(is_main=True).order_by("started_on", "pk"))
    absences = list(person.absences.order_by("started_on", "pk"))
    for row in [*person.assignments.all(), *absences]:
        if row.ended_on and row.ended_on < row.started_on:
            yield f"{row} ends before it starts"
    if sum(row.ended_on is None for row in mains) > 1:
        yield "two open main posts"
    for name, rows in (("main posts", mains), ("absences", absences)):
        for before, after in zip(rows, rows[1:], strict=False):
            if before.ended_on is None or before.ended_on >= after.started_on:
                yield f"{name} overlap on {after.started_on}"
    if mains and mains[-1].ended_on:
        last = mains[-1].ended_on
        for row in [*absences, *person.assignments.filter(is_main=False)]:
            if row.ended_on is None or row.ended_on > last:
                yield f"{row} outlasts the last main post"
    parts = list(person.assignments.filter(is_main=False).order_by("started_on", "pk"))
    for part in parts:
        for main in mains:
            same_school = part.institution_id == main.institution_id
            if same_school and overlap(part, main):
                yield f"part load and main post at one school: {part}"


def overlap(one, other):
    end = date.max
    return one.started_on <= (other.ended_on or end) and other.started_on <= (
        one.ended_on or end
    )


@pytest.fixture
def world(db):
    made = World()
    made.post.started_on = FIRST
    made.post.save()
    return made


@settings(few_examples, max_examples=60)
@given(steps=STEPS, approved=st.booleans())
def test_no_sequence_of_verbs_breaks_a_career(world, steps, approved):
    try:
        with transaction.atomic():
            if approved:
                make.school_return(world.here, state="approved")
            for step in steps:
                try:
                    do(world, *step)
                    event(f"{step[0]}: done")
                except Refused:
                    event(f"{step[0]}: refused")
                found = list(broken(Person.objects.get(pk=world.person.pk)))
                assert found == [], step
            raise Undone
    except Undone:
        pass
