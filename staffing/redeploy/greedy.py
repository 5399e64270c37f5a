"""The obvious way, to be measured against: always the nearest pair that is left."""

from .problem import PERSON, Kind
from .room import Room


def nearest_first(problem):
    """Moves of whole people under the same hard rules, one nearest pair at a time."""
    room = Room(problem.in_order())
    demands = {}
    for demand in room.problem.demands:
        demands.setdefault(demand.line, []).append(demand)
    moves = []
    for _units, _place, target, supply in _pairs(room, demands):
        while _may(room, supply, target):
            person = _first(room, supply, target)
            if person is None:
                break
            moves.append(room.take(person, target))
    return moves


def _pairs(room, demands):
    """Every pair of schools within reach of each other, nearest first."""
    found = [
        (room.distance(supply.school, demand.school), place, demand.school, supply)
        for place, supply in enumerate(room.problem.supplies)
        if room.free(supply) and room.gives(supply.school, supply.line) >= PERSON
        for demand in demands.get(supply.line, ())
        if room.is_in_reach(supply.school, demand.school, Kind.TRANSFER)
    ]
    return sorted(found, key=lambda pair: pair[:3])


def _may(room, supply, target):
    return (
        room.gives(supply.school, supply.line) >= PERSON
        and any(room.slots(target, supply.line))
        and room.whole_out(supply.school) > 0
        and room.whole_in(target) > 0
    )


def _first(room, supply, target):
    people = room.free(supply)
    return next((p.person for p in people if room.may_go(p.person, target)), None)
