"""Small problems of redeployment: made by hand, and at random for hypothesis."""

from hypothesis import strategies as st

from staffing.redeploy.problem import (
    Candidate,
    Demand,
    Fixed,
    Limits,
    Line,
    Place,
    Problem,
    Supply,
)

MATHS = Line("teacher", "lower_secondary", "TOAN")
MUSIC = Line("teacher", "lower_secondary", "NHAC")
PRIMARY = Line("teacher", "primary", "TH")
LINES = (MATHS, MUSIC, PRIMARY)


def place(code, manager="x1", *, north=0.0, east=0.0):
    """A school so many tenths of a degree (11 km or so) from the middle."""
    return Place(code, manager, 21.8 + north / 10, 106.7 + east / 10)


def people(*numbers, protected=()):
    return tuple(
        Candidate(number, (number,), "maternity" if number in protected else "")
        for number in numbers
    )


def problem(places, supplies, demands, **fields):
    """Levels have as much surplus as their subjects together unless said otherwise."""
    totals = {}
    for one in supplies:
        key = (one.school, *one.line.group)
        totals[key] = totals.get(key, 0) + one.surplus
    return Problem(
        {one.code: one for one in places},
        tuple(supplies),
        tuple(demands),
        fields.pop("total_surplus", totals),
        **fields,
    )


AMOUNTS = st.sampled_from([0, 20, 60, 100, 140, 200, 260])


@st.composite
def small_problems(draw):
    """Up to five schools, seven people; every rule may bind."""
    codes = ["a", "b", "c", "d", "e"][: draw(st.integers(2, 5))]
    places = [
        place(
            code,
            draw(st.sampled_from(["x1", "x2", ""])),
            north=draw(st.integers(0, 6)),
            east=draw(st.integers(0, 6)),
        )
        for code in codes
    ]
    supplies, demands, number = [], [], 0
    for code in codes:
        for line in draw(st.lists(st.sampled_from(LINES), max_size=2, unique=True)):
            if draw(st.booleans()):
                demands.append(Demand(code, line, draw(AMOUNTS)))
                continue
            here = draw(st.integers(0, min(3, 7 - number)))
            staff = tuple(
                Candidate(
                    number + place,
                    (draw(st.integers(0, 2)),),
                    draw(st.sampled_from(["", "", "", "maternity"])),
                )
                for place in range(here)
            )
            number += here
            supplies.append(Supply(code, line, draw(AMOUNTS), staff))
    return problem(
        places,
        supplies,
        demands,
        total_surplus={
            (one.school, *one.line.group): draw(AMOUNTS) for one in supplies
        },
        limits=draw(limits()),
        fixed=draw(fixed(number, codes)),
        forbidden=draw(forbidden(number, codes)),
    )


def limits():
    return st.builds(
        Limits,
        transfer_distance=st.sampled_from([0, 300, 600]),
        part_distance=st.sampled_from([0, 200]),
        most_out=st.integers(0, 2),
        most_in=st.integers(0, 2),
        whole_from=st.sampled_from([100, 60]),
        commune_first=st.booleans(),
    )


def forbidden(number, codes):
    if not number:
        return st.just(frozenset())
    pairs = st.tuples(st.integers(0, number - 1), st.sampled_from(["", *codes]))
    return st.frozensets(pairs, max_size=3)


def fixed(number, codes):
    if not number:
        return st.just(())
    one = st.builds(Fixed, st.integers(0, number - 1), st.sampled_from(codes))
    return st.lists(one, max_size=1).map(tuple)
