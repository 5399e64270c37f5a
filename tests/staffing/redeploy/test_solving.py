"""Plans of redeployment: as good as any, within every rule, whatever the order of input."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.redeploy.greedy import nearest_first
from staffing.redeploy.problem import Demand, Fixed, Kind, Limits, Supply
from staffing.redeploy.solving import Impossible, Unfilled, solve

from .by_hand import best_cost, broken_rules, cost
from .problems import MATHS, MUSIC, people, place, problem, small_problems


def whole(moves):
    return [(one.person, one.target) for one in moves if one.kind == Kind.TRANSFER]


@settings(max_examples=150, deadline=None)
@given(small_problems())
def test_no_other_set_of_moves_is_better(asked):
    found = solve(asked)
    decided = [(one.person, one.target) for one in found.moves if one.is_fixed]
    assert cost(asked, whole(found.moves)) == best_cost(asked, including=decided)


@settings(max_examples=300, deadline=None)
@given(small_problems())
def test_every_hard_rule_holds(asked):
    found = solve(asked)
    assert broken_rules(asked, whole(found.moves)) == set()
    told = {(one.person, one.target) for one in found.impossible}
    kept = {(one.person, one.target) for one in found.moves if one.is_fixed}
    assert told | kept == {(one.person, one.target) for one in asked.fixed}


@settings(max_examples=300, deadline=None)
@given(small_problems())
def test_part_loads_stay_within_what_is_over_and_what_is_missing(asked):
    found = solve(asked)
    given_away, received, totals = {}, {}, {}
    for one in found.moves:
        source, target = (one.source, one.line), (one.target, one.line)
        given_away[source] = given_away.get(source, 0) + one.share
        received[target] = received.get(target, 0) + one.filled
        total = (one.source, *one.line.group)
        totals[total] = totals.get(total, 0) + one.share
        if one.kind == Kind.PART_LOAD:
            assert 20 <= one.share <= 80
            limit = asked.limits.part_distance
            assert not limit or one.distance <= limit
    surplus = {(one.school, one.line): one.surplus for one in asked.supplies}
    shortage = {(one.school, one.line): one.shortage for one in asked.demands}
    assert {key for key, share in given_away.items() if share > surplus[key]} == set()
    assert {key for key, share in received.items() if share > shortage[key]} == set()
    over = {key for key, share in totals.items() if share > asked.total_surplus[key]}
    assert over == set()
    assert len({one.person for one in found.moves}) == len(found.moves)


@settings(max_examples=150, deadline=None)
@given(small_problems())
def test_the_nearest_pair_first_is_never_better(asked):
    asked = replace(asked, fixed=())
    greedy = [(one.person, one.target) for one in nearest_first(asked)]
    assert broken_rules(asked, greedy) == set()
    best = whole(solve(asked).moves)
    assert cost(asked, best) <= cost(asked, greedy)
    # As many moves as the obvious way makes need no more kilometres, either.
    plain = replace(asked, limits=replace(asked.limits, commune_first=False))
    as_many = solve(plain, at_most=len(greedy))
    assert cost(plain, whole(as_many.moves)) <= cost(plain, greedy)


@settings(max_examples=150, deadline=None)
@given(small_problems(), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(asked, random):
    def mixed(rows):
        rows = list(rows)
        random.shuffle(rows)
        return rows

    turned = replace(
        asked,
        places=dict(mixed(asked.places.items())),
        supplies=tuple(
            replace(one, people=tuple(mixed(one.people)))
            for one in mixed(asked.supplies)
        ),
        demands=tuple(mixed(asked.demands)),
        total_surplus=dict(mixed(asked.total_surplus.items())),
        fixed=tuple(mixed(asked.fixed)),
    )
    assert solve(turned) == solve(asked)


@settings(max_examples=200, deadline=None)
@given(small_problems())
def test_every_shortage_is_filled_or_explained(asked):
    found = solve(asked)
    left = {(one.school, one.line): one.shortage for one in asked.demands}
    for one in found.moves:
        left[one.target, one.line] -= one.filled
    told = {(one.school, one.line): one.missing for one in found.unfilled}
    assert told == {key: missing for key, missing in left.items() if missing}


def test_one_commune_goes_before_the_nearer_school():
    asked = problem(
        [place("a"), place("b", "x2", north=1), place("c", north=5)],
        [Supply("a", MATHS, 100, people(1))],
        [Demand("b", MATHS, 100), Demand("c", MATHS, 100)],
    )
    assert whole(solve(asked).moves) == [(1, "c")]
    nearest = replace(asked, limits=Limits(commune_first=False))
    assert whole(solve(nearest).moves) == [(1, "b")]


def test_a_subject_gives_nobody_whom_the_level_needs():
    asked = problem(
        [place("a"), place("b", north=1)],
        [Supply("a", MATHS, 200, people(1, 2)), Supply("a", MUSIC, 100, people(3))],
        [Demand("b", MATHS, 200), Demand("b", MUSIC, 100)],
        total_surplus={("a", "teacher", "lower_secondary"): 199},
    )
    found = solve(asked)
    assert sum(one.kind == Kind.TRANSFER for one in found.moves) == 1


def test_the_first_of_the_order_goes_and_the_protected_stay():
    asked = problem(
        [place("a"), place("b", north=1)],
        [Supply("a", MATHS, 100, people(1, 2, 3, protected=[1]))],
        [Demand("b", MATHS, 100)],
    )
    (only,) = solve(asked).moves
    assert (only.person, only.rank, only.among) == (2, 1, 2)


def test_parts_below_one_person_are_taught_at_two_schools():
    asked = problem(
        [place("a"), place("b", north=1), place("c", north=4)],
        [Supply("a", MUSIC, 60, people(1, 2))],
        [Demand("b", MUSIC, 40), Demand("c", MUSIC, 60)],
    )
    (only,) = solve(asked).moves
    assert (only.person, only.target, only.kind, only.share) == (
        1,
        "b",
        Kind.PART_LOAD,
        40,
    )
    assert solve(asked).unfilled == (Unfilled("c", MUSIC, 60, "below_one"),)


def test_a_decided_move_that_breaks_a_rule_is_told():
    asked = problem(
        [place("a"), place("b", north=1)],
        [Supply("a", MATHS, 100, people(1, 2, protected=[1]))],
        [Demand("b", MATHS, 100)],
        fixed=(Fixed(1, "b"),),
    )
    found = solve(asked)
    assert found.impossible == (Impossible(1, "b", "protected"),)
    assert whole(found.moves) == [(2, "b")]


def reason(supplies, *, limits=None, forbidden=(), totals=None, missing=100):
    far = place("b", north=5)
    asked = problem(
        [place("a"), far],
        supplies,
        [Demand("b", MATHS, missing)],
        limits=limits or Limits(),
        forbidden=frozenset(forbidden),
        **({} if totals is None else {"total_surplus": totals}),
    )
    found = solve(asked)
    assert found.moves == ()
    return [one.reason for one in found.unfilled]


def test_each_reason_is_named():
    one = [Supply("a", MATHS, 100, people(1))]
    level = ("a", "teacher", "lower_secondary")
    assert reason([]) == ["no_surplus"]
    assert reason([Supply("a", MUSIC, 100, people(1))]) == ["no_surplus"]
    assert reason(one, missing=30) == ["below_one"]
    assert reason([Supply("a", MATHS, 99, people(1))]) == ["surplus_below_one"]
    assert reason(one, totals={level: 99}) == ["level_norm"]
    assert reason(one, totals={}) == ["level_norm"]
    guarded = [Supply("a", MATHS, 100, people(1, protected=[1]))]
    assert reason(guarded) == ["protected"]
    assert reason(one, limits=Limits(transfer_distance=100)) == ["too_far"]
    assert reason(one, forbidden=[(1, "b")]) == ["forbidden"]
    assert reason(one, forbidden=[(1, "")]) == ["forbidden"]
    assert reason(one, limits=Limits(within_total=True)) == ["total_full"]


def test_caps_and_people_used_elsewhere_are_named():
    asked = problem(
        [place("a"), place("b", north=1), place("c", north=2)],
        [Supply("a", MATHS, 200, people(1, 2))],
        [Demand("b", MATHS, 100), Demand("c", MATHS, 200)],
        limits=Limits(most_out=1),
    )
    assert [one.reason for one in solve(asked).unfilled] == ["cap"]
    free = replace(asked, limits=Limits())
    assert [one.reason for one in solve(free).unfilled] == ["used_elsewhere"]
