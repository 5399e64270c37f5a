"""What each verb of staff writes, whom it lets write, what is computed again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from staffing import actions, effects
from staffing.models import Absence, Post
from tests import factories as make

from .world import (
    LATER,
    START,
    World,
    career,
    forget_requests,
    move_to,
    refusal,
    requested,
    teacher,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(db):
    return World()


def personal(**fields):
    return {
        "full_name": "Hoàng Văn Thụ",
        "personal_id": "020085001234",
        "birth_date": date(1985, 5, 15),
        "birth_year_only": False,
        "sex": "M",
        "ethnicity_id": "02",
        **fields,
    }


# What the verbs write


def test_hire(world):
    person = actions.hire(
        by=world.head,
        personal=personal(),
        institution=world.beside,
        day=LATER,
        work=teacher(),
    )
    post = person.assignments.get()
    assert (career(person), post.level, post.share, person.full_name) == (
        [("Trường THCS Khánh Khê", LATER, None, "")],
        "lower_secondary",
        1,
        "Hoàng Văn Thụ",
    )


def test_move_ends_the_old_post_the_day_before(world):
    actions.move(
        by=world.head,
        person=world.person,
        day=LATER,
        institution=world.beside,
        work=teacher(),
    )
    assert career(world.person) == [
        ("Trường TH Khánh Khê", START, LATER - DAY, "moved"),
        ("Trường THCS Khánh Khê", LATER, None, ""),
    ]


def test_move_ends_the_part_load_at_the_new_main_school(world):
    part = make.assignment(
        world.person, world.beside, is_main=False, share="0.3", started_on=START
    )
    actions.move(
        by=world.head,
        person=world.person,
        day=LATER,
        institution=world.beside,
        work=teacher(),
    )
    part.refresh_from_db()
    assert (part.ended_on, part.end_reason) == (LATER - DAY, "moved")


def test_change_keeps_the_school_and_the_past(world):
    principal = teacher(post=Post.objects.get(pk="principal"), level="primary")
    row = actions.change(by=world.clerk, person=world.person, day=LATER, work=principal)
    assert (career(world.person), row.post_id, row.level) == (
        [
            ("Trường TH Khánh Khê", START, LATER - DAY, "other"),
            ("Trường TH Khánh Khê", LATER, None, ""),
        ],
        "principal",
        "",
    )


@pytest.mark.parametrize(
    ("verb", "reason"),
    [
        (actions.resign, "resigned"),
        (actions.retire, "retired"),
        (actions.transfer_out, "moved"),
    ],
)
def test_whoever_leaves_for_good_leaves_everywhere(world, verb, reason):
    make.assignment(world.person, world.beside, is_main=False, share="0.3")
    make.assignment(world.person, world.upper, is_main=False, started_on=LATER)
    make.absence(world.person, "sick", started_on=START)
    verb(by=world.head, person=world.person, day=LATER)
    posts = world.person.assignments.order_by("pk").values_list(
        "institution", "ended_on", "end_reason"
    )
    absences = world.person.absences.values_list("ended_on", flat=True)
    assert (list(posts), list(absences)) == (
        [
            (world.here.pk, LATER - DAY, reason),
            (world.beside.pk, LATER - DAY, reason),
        ],
        [LATER - DAY],
    )


def test_second_and_return(world):
    actions.leave(
        by=world.head,
        person=world.person,
        kind=Absence.Kind.SECONDED,
        day=LATER,
        destination=" Phòng VH-XH ",
    )
    actions.come_back(by=world.head, person=world.person, day=LATER + 30 * DAY)
    found = world.person.absences.values_list(
        "kind", "started_on", "ended_on", "destination"
    )
    assert list(found) == [("seconded", LATER, LATER + 29 * DAY, "Phòng VH-XH")]


def test_part_load_begins_and_ends(world):
    row = actions.add_part_load(
        by=world.head,
        person=world.person,
        institution=world.beside,
        day=LATER,
        share=Decimal("0.4"),
        work=teacher(),
    )
    assert (row.is_main, str(row.share), row.level) == (False, "0.4", "lower_secondary")
    actions.end_part_load(by=world.head, assignment=row, day=LATER + 10 * DAY)
    row.refresh_from_db()
    assert (row.ended_on, row.end_reason) == (LATER + 9 * DAY, "other")


def test_correct_puts_right_the_post_from_its_first_day(world):
    work = teacher(contract="labour", level="primary")
    actions.correct(
        by=world.head,
        assignment=world.post,
        started_on=date(2016, 1, 1),
        work=work,
    )
    world.post.refresh_from_db()
    found = (world.post.contract, world.post.started_on, career(world.person)[1:])
    assert found == ("labour", date(2016, 1, 1), [])


def test_take_over_of_somebody_who_left(world):
    actions.transfer_out(by=world.head, person=world.person, day=LATER)
    row = actions.take_over(
        by=world.far_head,
        personal_id=world.person.personal_id,
        birth_date=world.person.birth_date,
        institution=world.far,
        day=LATER + DAY,
        work=teacher(),
    )
    assert career(row.person) == [
        ("Trường TH Khánh Khê", START, LATER - DAY, "moved"),
        ("Trường TH Bình Gia", LATER + DAY, None, ""),
    ]


def test_rehire_of_ones_own(world):
    actions.resign(by=world.clerk, person=world.person, day=LATER)
    actions.rehire(
        by=world.clerk,
        person=world.person,
        institution=world.here,
        day=LATER + DAY,
        work=teacher(),
    )
    assert [row[1:3] for row in career(world.person)] == [
        (START, LATER - DAY),
        (LATER + DAY, None),
    ]


# Rights


@pytest.mark.parametrize(
    ("action", "values"),
    [
        (actions.resign, {"day": LATER}),
        (actions.leave, {"day": LATER, "kind": "sick"}),
        (actions.come_back, {"day": LATER}),
        (actions.change, {"day": LATER, "work": {}}),
        (actions.amend, {"personal": {}}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_actions_themselves_ask_for_the_right(world, action, values):
    for account, _status in world.outsiders().values():
        if account is None:
            continue
        with pytest.raises(PermissionDenied):
            action(by=account, person=world.person, **values)


def test_school_of_a_part_load_does_not_rule_over_the_main_post(world):
    make.assignment(world.person, world.far, is_main=False, share="0.3")
    with pytest.raises(PermissionDenied):
        actions.resign(by=world.far_head, person=world.person, day=LATER)
    row = world.person.assignments.get(is_main=False)
    actions.end_part_load(by=world.far_head, assignment=row, day=LATER)
    row.refresh_from_db()
    assert row.ended_on == LATER - DAY


def test_official_loses_somebody_who_went_to_a_communes_school(world):
    post = make.employee(world.upper)
    actions.move(
        by=world.official,
        person=post.person,
        day=LATER,
        institution=world.upper_too,
        work=teacher(),
    )
    world_post = post.person.assignments.get(ended_on=None)
    world_post.institution = world.here
    world_post.save()
    with pytest.raises(PermissionDenied):
        actions.resign(by=world.official, person=post.person, day=LATER + DAY)


# What is computed again


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2024, 9, 30), {2024, 2025}),
        (date(2024, 10, 1), {2025}),
        (date(2025, 9, 30), {2025}),
        (date(2025, 10, 1), set()),
    ],
)
def test_years_that_count_a_change(world, day, years):
    forget_requests()
    effects.request_recompute([world.here.pk, world.far.pk], day)
    communes = {world.commune.code, world.far.commune_id}
    assert requested() == {(code, year) for code in communes for year in years}


def test_years_that_have_not_begun_wait(world):
    ahead = timezone.localdate().year + 1
    make.school_year(ahead)
    forget_requests()
    effects.request_recompute([world.here.pk], LATER)
    assert requested() == set()


def test_a_change_that_ends_counts_until_then(world):
    forget_requests()
    effects.request_recompute([world.here.pk], date(2024, 1, 1), date(2025, 9, 29))
    assert requested() == {(world.commune.code, 2024)}


def test_both_communes_of_a_move_are_computed_again(world):
    forget_requests()
    actions.move(
        **move_to(world, by=world.admin, institution=world.far, day=date(2025, 9, 1))
    )
    assert requested() == {(world.commune.code, 2025), (world.far.commune_id, 2025)}


def test_a_refused_verb_asks_for_nothing(world):
    make.school_return(world.beside, state="approved")
    forget_requests()
    refusal(actions.move, **move_to(world, day=date(2025, 9, 1)))
    assert requested() == set()
