"""The traffic light: monotone, by direction, never failing, right by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes import indicators
from communes.indicators import Indicator
from communes.targets.judging import Margins, State, difference, state_of

MARGINS = Margins(share=Decimal("0.02"), number=Decimal("0.05"))
BETTER_FIRST = (State.MET, State.NEAR, State.MISSED)


def indicator(better="high", *, is_percent=True, digits=1, denominator="schools"):
    return Indicator(
        code="x",
        name="x",
        name_en="x",
        numerator="x",
        numerator_en="x",
        denominator=denominator,
        denominator_en=denominator,
        facts=lambda year: ("", {}),
        is_percent=is_percent,
        digits=digits,
        better=better,
    )


HIGH, LOW = indicator(), indicator("low")
RATIO = indicator(is_percent=False, digits=2)
shares = st.decimals(0, 2, places=8)
others = st.decimals(0, 1_000_000, places=6)
margins = st.builds(
    Margins, share=st.decimals(0, 1, places=4), number=st.decimals(0, 1, places=4)
)


@pytest.mark.parametrize(
    ("of", "value", "target", "state", "points"),
    [
        (HIGH, "0.61", "0.60", State.MET, "0.010"),
        (HIGH, "0.60", "0.60", State.MET, "0.000"),
        # As printed: 60,0% against 60%.
        (HIGH, "0.5996", "0.60", State.MET, "0.000"),
        (HIGH, "0.58", "0.60", State.NEAR, "-0.020"),
        (HIGH, "0.5794", "0.60", State.MISSED, "-0.021"),
        (LOW, "0.05", "0.06", State.MET, "-0.010"),
        (LOW, "0.08", "0.06", State.NEAR, "0.020"),
        (LOW, "0.081", "0.06", State.MISSED, "0.021"),
        (RATIO, "1.90", "2", State.NEAR, "-0.10"),
        (RATIO, "1.89", "2", State.MISSED, "-0.11"),
        (HIGH, None, "0.6", State.NO_VALUE, None),
        (HIGH, "0.6", None, State.NO_TARGET, None),
        (HIGH, None, None, State.NO_TARGET, None),
        # A share of nothing asked for is reached by any value.
        (HIGH, "0", "0", State.MET, "0.000"),
        (indicator(""), "0.6", "0.5", State.NO_TARGET, "0.100"),
    ],
)
def test_by_hand(of, value, target, state, points):
    value = None if value is None else Decimal(value)
    target = None if target is None else Decimal(target)
    found = state_of(of, value, target, MARGINS), difference(of, value, target)
    assert found == (state, None if points is None else Decimal(points))


@given(
    st.sampled_from([HIGH, LOW, RATIO, indicator("low", is_percent=False)]),
    others,
    others,
    others,
    margins,
)
def test_a_better_value_is_never_judged_worse(of, one, other, target, allowed):
    low, high = sorted((one, other))
    worse, better = (low, high) if of.better == "high" else (high, low)
    first = BETTER_FIRST.index(state_of(of, better, target, allowed))
    assert first <= BETTER_FIRST.index(state_of(of, worse, target, allowed))


@given(shares, shares, margins)
def test_directions_mirror_each_other(value, target, allowed):
    """High judged over is low judged under: both reached only where both are equal."""
    states = {state_of(one, value, target, allowed) for one in (HIGH, LOW)}
    assert State.MET in states
    same = difference(HIGH, value, target) == 0
    assert (states == {State.MET}) == same


@given(shares, shares, st.decimals(0, 1, places=4), st.decimals(0, 1, places=4))
def test_a_wider_margin_never_turns_nearly_into_missed(value, target, one, other):
    narrow, wide = (Margins(share=margin) for margin in sorted((one, other)))
    states = [state_of(HIGH, value, target, margin) for margin in (wide, narrow)]
    assert BETTER_FIRST.index(states[0]) <= BETTER_FIRST.index(states[1])
    assert (states[0] == State.MET) == (states[1] == State.MET)


@given(
    st.sampled_from(indicators.all()),
    st.none() | others,
    st.none() | others,
    margins,
)
def test_every_registered_indicator_is_judged_without_failing(
    of, value, target, allowed
):
    state = state_of(of, value, target, allowed)
    if not of.better or target is None:
        assert state == State.NO_TARGET
    elif value is None:
        assert state == State.NO_VALUE
    else:
        assert state in BETTER_FIRST
