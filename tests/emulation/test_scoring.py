"""Properties of the scoring, tried on made-up criteria sets and everything people say."""

from dataclasses import replace
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from emulation.scored.places import Contender, places
from emulation.scored.scoring import (
    item_points,
    level_of,
    score_set,
    settle,
    whole_score,
)
from emulation.scored.terms import (
    CriterionRule,
    GroupRule,
    GroupScore,
    ItemRule,
    LevelRule,
    Part,
    SetRule,
    Span,
    Verdicts,
)
from tests.alternatives import campaign as slow

from .random_campaigns import (
    KINDS,
    LEVELS,
    TOLERANCE,
    all_items,
    cases,
    cents,
    fast,
    rule_of,
    span_of,
    spans_of,
)


class TestAgainstTheSlowVersion:
    @given(cases())
    def test_a_set_scores_the_same(self, case):
        found, expected = fast(*case), slow.score(*case, TOLERANCE)
        if expected is None:
            assert found is None
            return
        assert {
            "self": Fraction(found.self_score or 0),
            "points": Fraction(found.span.points),
            "low": Fraction(found.span.low),
            "high": Fraction(found.span.high),
            "level": found.level,
            "missing": list(found.missing),
        } == expected

    @given(
        st.lists(
            st.tuples(
                cents(0, 5),
                cents(0, 5),
                cents(0, 5),
                st.sampled_from([None, 1, 2]),
                st.integers(0, 2),
                st.sampled_from([None, D(-1), D(1)]),
            ),
            max_size=9,
        )
    )
    def test_places_are_the_same(self, rows):
        field, contenders = {}, []
        for key, (a, b, c, level, full, improvement) in enumerate(rows):
            low, points, high = sorted((a, b, c))
            facts = {"level": level, "full": full, "improvement": improvement}
            field[key] = {"points": points, "low": low, "high": high, **facts}
            contenders.append(Contender(key, points, low, high, **facts))
        found = places(contenders)
        assert {
            key: [place.rank, place.best, place.worst] for key, place in found.items()
        } == slow.places(field)
        assert all(p.best <= p.rank <= p.worst <= p.ranked for p in found.values())
        # The order in which entries come changes nothing.
        assert places(reversed(contenders)) == found


class TestBounds:
    @given(cases())
    def test_between_nothing_and_everything_with_the_score_within_its_doubt(self, case):
        found = fast(*case)
        assume(found is not None)
        assert 0 <= found.span.low <= found.span.points <= found.span.high <= 100
        assert found.self_score is None or 0 <= found.self_score <= 100
        assert 0 <= found.verified_share <= 100
        assert found.answered <= found.expected
        for group in found.groups:
            assert 0 <= group.span.low <= group.span.points <= group.span.high
            assert group.span.high <= group.out_of

    @given(st.lists(st.tuples(cases(), cents(1, 9), st.booleans()), max_size=3))
    def test_the_whole_lies_between_its_sets(self, drawn):
        parts = [Part(s, w, d) for case, w, d in drawn if (s := fast(*case))]
        whole = whole_score(parts)
        if not parts:
            assert whole is None
            return
        for name in ("low", "points", "high"):
            sets = [getattr(part.score.span, name) for part in parts]
            assert min(sets) <= getattr(whole.span, name) <= max(sets)
        assert whole.span.low <= whole.span.points <= whole.span.high
        levels = [part.score.level for part in parts if part.decides_level]
        known = [level for level in levels if level is not None]
        assert whole.level == (min(known) if known else None)


class TestMonotone:
    @given(cases(), st.data())
    def test_more_for_one_item_never_costs_points_or_the_level(self, case, data):
        criteria_set, kind, said = case
        item = data.draw(st.sampled_from(all_items(criteria_set)))
        before = fast(*case)
        assume(before is not None)
        spans = spans_of(criteria_set, said)
        own = spans[item["id"]]
        more = data.draw(cents(0, 40))
        most = item["max"] or D(1)
        spans[item["id"]] = replace(
            own,
            points=min(most, own.points + more),
            high=min(most, own.high + more),
            source=own.source if own.source != "none" else "self",
        )
        after = score_set(rule_of(criteria_set), kind, spans)
        assert after.span.points >= before.span.points
        assert after.span.high >= before.span.high
        assert (after.level or 0) >= (before.level or 0)
        assert set(after.missing) <= set(before.missing)
        assert after.full >= before.full

    @given(
        st.sampled_from(KINDS), cents(0, 40), cents(1, 100), cents(0, 90), cents(0, 30)
    )
    def test_a_greater_answer_never_earns_less(self, kind, most, target, amount, more):
        out_of = D(120)
        points = [
            item_points(kind, most, target, value, out_of)
            for value in (amount, amount + more)
        ]
        assert points[0] <= points[1] <= (most or 1)


class TestLevels:
    @given(cases())
    def test_a_missed_mandatory_criterion_holds_the_level_down(self, case):
        criteria_set, kind, said = case
        found = fast(*case)
        assume(found is not None and found.level is not None)
        if found.missing:
            assert found.level <= criteria_set["cap"]
        else:
            rule = rule_of(criteria_set)
            assert found.level == level_of(rule, found.groups, ())

    @given(st.lists(cents(0, 100), min_size=1, max_size=4))
    @example([D(80), D(40)])
    @example([D(75), D(75)])
    @example([D(50), D(100)])
    def test_the_lowest_group_decides(self, points):
        rule = SetRule((), tuple(LevelRule(n, D(b), own) for n, b, own in LEVELS))
        groups = [
            GroupScore("A", "A", D(100), D(0), Span(value, value, value))
            for value in points
        ]
        lowest = min(points)
        expected = 1 if lowest < 50 else 2 if lowest <= 75 else 3
        assert level_of(rule, groups, ()) == expected
        assert level_of(rule, reversed(groups), ()) == expected

    def test_the_printed_examples(self):
        """80 and 40 are level 1; 50 is level 2 already, 75 still; 75,01 is level 3."""
        rule = SetRule((), tuple(LevelRule(n, D(b), own) for n, b, own in LEVELS))

        def level(*points):
            return level_of(
                rule,
                [
                    GroupScore("A", "A", D(100), D(0), Span(D(p), D(p), D(p)))
                    for p in points
                ],
                (),
            )

        assert [level(80, 40), level(50, 90), level(75, 90), level("75.01", 76)] == [
            1,
            2,
            2,
            3,
        ]


class TestWhoJudges:
    @given(cases())
    def test_the_order_of_two_reviewers_changes_nothing(self, case):
        criteria_set, kind, said = case
        turned = {
            key: words | {"department": words.get("department", [])[::-1]}
            for key, words in said.items()
        }
        assert fast(criteria_set, kind, turned) == fast(*case)

    @given(cases())
    def test_a_mark_never_touches_what_people_said_of_themselves(self, case):
        criteria_set, kind, said = case
        alone = {
            key: {name: words[name] for name in ("answer", "measured") if name in words}
            for key, words in said.items()
        }
        found, without = fast(*case), fast(criteria_set, kind, alone)
        assume(found is not None)
        assert found.self_score == without.self_score
        assert [group.self_points for group in found.groups] == [
            group.self_points for group in without.groups
        ]

    @given(cases(), st.data())
    def test_a_new_self_assessment_never_touches_what_was_verified(self, case, data):
        criteria_set, kind, said = case
        own = spans_of(criteria_set, said)
        for item in all_items(criteria_set):
            words = dict(said[item["id"]])
            words["answer"] = (data.draw(cents(0, 120)), D(120))
            after = span_of(item, words)
            if own[item["id"]].source not in ("none", "self", "measured"):
                assert replace(after, self_points=None) == replace(
                    own[item["id"]], self_points=None
                )

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ({}, (None, 0, 0, 0, "none")),
            ({"self_points": D(9)}, (9, 9, 0, 9, "self")),
            ({"self_points": D(9), "is_measured": True}, (9, 9, 9, 9, "measured")),
            ({"self_points": D(9), "commune": D(8)}, (9, 8, 8, 8, "commune")),
            ({"commune": D(8), "department": (D(7),)}, (None, 7, 7, 7, "department")),
            # 20 % of 10 points are 2: 5 and 7 agree, 5 and 7.01 do not.
            ({"department": (D(7), D(5))}, (None, 6, 5, 7, "pair")),
            (
                {"department": (D(5), D("7.01"))},
                (None, D("6.01"), 5, D("7.01"), "disputed"),
            ),
            ({"department": (D(1), D(9)), "third": D(4)}, (None, 4, 4, 4, "third")),
            ({"third": D(4), "appeal": D(6)}, (None, 6, 6, 6, "appeal")),
            # Nobody gives more than the item is worth.
            ({"commune": D(12)}, (None, 10, 10, 10, "commune")),
        ],
    )
    def test_the_last_to_speak_stands(self, said, expected):
        span = settle(Verdicts(highest=D(10), **said), 20)
        found = (span.self_points, span.points, span.low, span.high, span.source)
        assert found == expected


class TestItems:
    @pytest.mark.parametrize(
        ("facts", "points"),
        [
            (("yes_no", D(20), None, D(1)), D(20)),
            (("yes_no", D(0), None, D(1)), D(1)),
            (("yes_no", D(20), None, D(0)), D(0)),
            (("share", D(30), D(80), D(40), D(100)), D(15)),
            (("share", D(30), D(80), D(90), D(100)), D(30)),
            (("share", D(30), D(80), D(0), D(0)), None),
            (("share", D(30), D(80), D(4), None), None),
            (("count", D(10), D(3), D(1)), D("3.33")),
            (("count", D(10), D(3), D(2)), D("6.67")),
            (("count", D(10), D(3), D(5)), D(10)),
            (("points", D(6), None, D("4.5")), D("4.5")),
            (("points", D(6), None, D(7)), D(6)),
            (("points", D(6), None, None), None),
        ],
    )
    def test_what_an_answer_earns(self, facts, points):
        assert item_points(*facts) == points


class TestWhatDoesNotApply:
    """A group of 100 with a criterion of 30 that preschools have nothing to do with."""

    def group(self, most):
        items = [
            ItemRule(1, "points", D(70) - (D(100) - most)),
            ItemRule(2, "points", D(30)),
        ]
        return SetRule(
            (
                GroupRule(
                    "A",
                    "A",
                    D(100),
                    (
                        CriterionRule("A1", (items[0],)),
                        CriterionRule(
                            "A2", (items[1],), except_kinds=frozenset({"MN"})
                        ),
                    ),
                ),
            )
        )

    def score(self, rule, kind, points):
        found = score_set(
            rule, kind, {1: Span(D(points), D(points), D(points), "self")}
        )
        return found.span.points

    def test_the_rest_is_scaled_up(self):
        # 35 of the 70 that are left are 50 of 100; with all criteria it is 35.
        assert self.score(self.group(D(100)), "MN", 35) == 50
        assert self.score(self.group(D(100)), "TH", 35) == 35

    def test_what_the_set_itself_lacks_is_not_made_up_for(self):
        # The items are worth 90 in all, 60 without A2: 60 of the 70 that could be.
        assert self.score(self.group(D(90)), "MN", 60) == D("85.71")

    def test_nothing_that_applies_is_no_score(self):
        only = CriterionRule(
            "A1", (ItemRule(1, "points", D(100)),), except_kinds=frozenset({"MN"})
        )
        assert (
            score_set(SetRule((GroupRule("A", "A", D(100), (only,)),)), "MN", {})
            is None
        )
