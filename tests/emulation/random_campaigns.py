"""Made-up criteria sets with everything that people may say about them."""

from decimal import Decimal as D

from hypothesis import strategies as st

from emulation.scored.scoring import item_points, score_set, settle
from emulation.scored.terms import (
    CriterionRule,
    GroupRule,
    ItemRule,
    LevelRule,
    SetRule,
    Verdicts,
)

LEVELS = ((1, 0, True), (2, 50, True), (3, 75, False))
KINDS = ("yes_no", "share", "count", "points")
TOLERANCE = 20


def cents(low, high):
    return st.integers(low * 100, high * 100).map(lambda value: D(value) / 100)


@st.composite
def items(draw, number, mandatory):
    kind = "yes_no" if mandatory else draw(st.sampled_from(KINDS))
    return {
        "id": number,
        "kind": kind,
        "max": D(0) if mandatory else draw(cents(1, 40)),
        "target": draw(cents(1, 100)),
    }


@st.composite
def criteria_sets(draw):
    """One to three groups, some with criteria that preschools have nothing to do with."""
    groups, number = [], 0
    for code in "ABC"[: draw(st.integers(1, 3))]:
        criteria = []
        for place in range(draw(st.integers(1, 3))):
            mandatory = draw(st.booleans())
            own = []
            for _ in range(1 if mandatory else draw(st.integers(1, 3))):
                number += 1
                own.append(draw(items(number, mandatory)))
            criteria.append(
                {
                    "code": f"{code}{place}",
                    "mandatory": mandatory,
                    "except": draw(st.sampled_from([[], [], ["MN"]])),
                    "items": own,
                }
            )
        worth = sum(item["max"] for one in criteria for item in one["items"])
        # Now and then the items fall short of what the group is out of.
        short = draw(st.sampled_from([D(0), D(10)]))
        groups.append(
            {"code": code, "max": (worth + short) or D(1), "criteria": criteria}
        )
    levels = draw(st.sampled_from([LEVELS, ()]))
    return {"groups": groups, "levels": levels, "cap": draw(st.integers(1, 2))}


def all_items(criteria_set):
    return [
        item
        for group in criteria_set["groups"]
        for criterion in group["criteria"]
        for item in criterion["items"]
    ]


@st.composite
def words_about(draw, item):
    """What was said about one item, by whom."""
    most = item["max"] or D(1)
    marks = cents(0, int(most) + 2)
    said = {}
    if draw(st.booleans()):
        amount = draw(cents(0, 120))
        out_of = draw(st.sampled_from([None, D(0), amount + draw(cents(0, 50))]))
        said["answer"] = (amount, out_of)
        said["measured"] = draw(st.booleans())
    for who in ("commune", "third", "appeal"):
        if draw(st.integers(0, 3)) == 0:
            said[who] = draw(marks)
    if count := draw(st.integers(0, 2)):
        said["department"] = [draw(marks) for _ in range(count)]
    return said


@st.composite
def cases(draw):
    criteria_set = draw(criteria_sets())
    said = {item["id"]: draw(words_about(item)) for item in all_items(criteria_set)}
    return criteria_set, draw(st.sampled_from(["MN", "TH"])), said


def rule_of(criteria_set):
    return SetRule(
        groups=tuple(
            GroupRule(
                group["code"],
                group["code"],
                group["max"],
                tuple(
                    CriterionRule(
                        one["code"],
                        tuple(
                            ItemRule(i["id"], i["kind"], i["max"], i["target"])
                            for i in one["items"]
                        ),
                        one["mandatory"],
                        frozenset(one["except"]),
                    )
                    for one in group["criteria"]
                ),
            )
            for group in criteria_set["groups"]
        ),
        levels=tuple(
            LevelRule(n, D(bound), own) for n, bound, own in criteria_set["levels"]
        ),
        mandatory_cap=criteria_set["cap"],
    )


def span_of(item, said):
    return settle(
        Verdicts(
            highest=item["max"] or D(1),
            self_points=item_points(
                item["kind"],
                item["max"],
                item["target"],
                *said.get("answer", (None, None)),
            ),
            is_measured=said.get("measured", False),
            commune=said.get("commune"),
            department=tuple(said.get("department", ())),
            third=said.get("third"),
            appeal=said.get("appeal"),
        ),
        TOLERANCE,
    )


def spans_of(criteria_set, said):
    return {
        item["id"]: span_of(item, said[item["id"]]) for item in all_items(criteria_set)
    }


def fast(criteria_set, kind, said):
    return score_set(rule_of(criteria_set), kind, spans_of(criteria_set, said))
