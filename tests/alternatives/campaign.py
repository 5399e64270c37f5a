"""Scores of the campaign once more: slowly, in fractions, from the words of the papers.

QĐ 4725/QĐ-BGDĐT: "mỗi nhóm 100 điểm"; mức 1 chưa đáp ứng: dưới 50 điểm; mức 2 đáp ứng
cơ bản: từ 50 đến 75 điểm; mức 3 đáp ứng tốt: trên 75 điểm, ở từng nhóm. What it leaves
open is taken as the campaign's rules say: the lower group decides, a missed mandatory
criterion does not go above level 1, the last who judged an item stands.
"""

from fractions import Fraction
from math import floor


def two_decimals(value):
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def own_points(item, amount, out_of):
    worth = Fraction(item["max"]) if item["max"] else Fraction(1)
    if amount is None or (item["kind"] == "share" and out_of in (None, 0)):
        return None
    amount = Fraction(amount)
    if item["kind"] == "yes_no":
        part = Fraction(1) if amount else Fraction(0)
    elif item["kind"] == "points":
        part = amount / worth
    else:
        reached = amount
        if item["kind"] == "share":
            reached = amount / Fraction(out_of) * 100
        part = reached / Fraction(item["target"])
    return two_decimals(worth * (1 if part > 1 else part))


def judged(item, said, tolerance):
    """(self, points, lowest, highest) of one item; said: who said what."""
    worth = Fraction(item["max"]) if item["max"] else Fraction(1)
    own = own_points(item, *said.get("answer", (None, None)))
    pair = [min(Fraction(mark), worth) for mark in said.get("department", [])]
    final = None
    if "commune" in said:
        final = said["commune"]
    if len(pair) == 1:
        final = pair[0]
    if "third" in said:
        final = said["third"]
    if "appeal" in said:
        final = said["appeal"]
    if len(pair) == 2 and not {"third", "appeal"} & set(said):
        return own, two_decimals(sum(pair) / 2), min(pair), max(pair)
    if final is not None:
        final = min(Fraction(final), worth)
        return own, final, final, final
    if own is None:
        return None, Fraction(0), Fraction(0), Fraction(0)
    return own, own, own if said.get("measured") else Fraction(0), own


def score(criteria_set, kind, said, tolerance):
    """{"self", "points", "low", "high", "level", "missing"}; None where nothing counts."""
    table, missing, weakest = [], [], []
    for group in criteria_set["groups"]:
        rows, out_of = [], Fraction(group["max"])
        for criterion in group["criteria"]:
            worth = sum(Fraction(item["max"]) for item in criterion["items"])
            if kind in criterion["except"]:
                out_of -= worth
                continue
            found = [
                (item, judged(item, said.get(item["id"], {}), tolerance))
                for item in criterion["items"]
            ]
            rows.append(found)
            if criterion["mandatory"]:
                for item, values in found:
                    if values[1] == 0 or (not item["max"] and values[1] != 1):
                        missing.append(criterion["code"])
                        break
        if not rows or out_of <= 0:
            continue
        sums = []
        for column in range(4):
            total = Fraction(0)
            for found in rows:
                for item, values in found:
                    if item["max"]:
                        total += values[column] or 0
            stretched = total * Fraction(group["max"]) / out_of
            sums.append(two_decimals(min(stretched, Fraction(group["max"]))))
        table.append((Fraction(group["max"]), sums))
        weakest.append(two_decimals(sums[1] * 100 / Fraction(group["max"])))
    if not table:
        return None
    whole = sum(most for most, _sums in table)
    shares = [
        two_decimals(sum(s[i] for _m, s in table) * 100 / whole) for i in range(4)
    ]
    level = None
    if criteria_set["levels"]:
        level = 0
        for number, bound, inclusive in sorted(criteria_set["levels"]):
            if all(p > bound or (inclusive and p == bound) for p in weakest):
                level = number
        if missing and level > criteria_set["cap"]:
            level = criteria_set["cap"]
    return {
        "self": shares[0],
        "points": shares[1],
        "low": shares[2],
        "high": shares[3],
        "level": level,
        "missing": missing,
    }


def places(field):
    """[rank, best, worst] by name: everybody compared with everybody else.

    `field`: {name: {"points", "low", "high", "level", "full", "improvement"}}.
    """

    def rules(one):
        return (one["level"] or 0, one["full"], one["improvement"] or 0)

    def beats(one, points, other, other_points):
        if points != other_points:
            return points > other_points
        return rules(one) > rules(other)

    found = {}
    for name, mine in field.items():
        rank = best = worst = 1
        for other, theirs in field.items():
            if other == name:
                continue
            rank += beats(theirs, theirs["points"], mine, mine["points"])
            best += beats(theirs, theirs["low"], mine, mine["high"])
            worst += beats(theirs, theirs["high"], mine, mine["low"])
        found[name] = [rank, best, worst]
    return found
