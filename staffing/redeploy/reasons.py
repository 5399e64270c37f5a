"""Why a shortage stays: the first rule that leaves no school to take people from."""

from .problem import PERSON, Kind

# In the order in which they are asked.
REASONS = (
    "no_surplus",
    "below_one",
    "surplus_below_one",
    "level_norm",
    "protected",
    "too_far",
    "forbidden",
    "total_full",
    "cap",
    "used_elsewhere",
)


def unfilled(room):
    """(school, line, hundredths missing, reason) of every shortage that is left."""
    supplies = {}
    for supply in room.problem.supplies:
        supplies.setdefault(supply.line, []).append(supply)
    for demand in room.problem.demands:
        missing = room.shortage[demand.school, demand.line]
        if missing > 0:
            reason = why(room, demand, supplies.get(demand.line, ()))
            yield demand.school, demand.line, missing, reason


def why(room, demand, supplies):
    supplies = [one for one in supplies if one.school != demand.school]
    supplies = [one for one in supplies if one.surplus > 0]
    if not supplies:
        return "no_surplus"
    if room.shortage[demand.school, demand.line] < room.limits.whole_from:
        return "below_one"
    for reason, keeps in STEPS:
        supplies = [one for one in supplies if keeps(room, demand, one)]
        if not supplies:
            return reason
    if not any(room.slots(demand.school, demand.line)):
        return "total_full"
    if room.whole_in(demand.school) < 1:
        return "cap"
    if all(room.whole_out(one.school) < 1 for one in supplies):
        return "cap"
    return "used_elsewhere"


def _whole(room, demand, supply):
    return supply.surplus >= PERSON


def _above_norm(room, demand, supply):
    total = room.problem.total_surplus.get((supply.school, *supply.line.group), 0)
    return total >= PERSON


def _open(supply):
    return [one for one in supply.people if not one.protected]


def _unprotected(room, demand, supply):
    return bool(_open(supply))


def _near(room, demand, supply):
    return room.is_in_reach(supply.school, demand.school, Kind.TRANSFER)


def _allowed(room, demand, supply):
    barred = room.problem.forbidden
    return any(
        (one.person, "") not in barred and (one.person, demand.school) not in barred
        for one in _open(supply)
    )


STEPS = (
    ("surplus_below_one", _whole),
    ("level_norm", _above_norm),
    ("protected", _unprotected),
    ("too_far", _near),
    ("forbidden", _allowed),
)
