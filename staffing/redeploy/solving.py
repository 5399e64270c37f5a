"""The best plan: most shortage filled, fewest moves, within the commune, least distance.

Whole people first, as one minimum-cost maximum flow. Each move fills part of one
shortage, so the largest filling needs no more moves than any other that large. Then
part loads over what is left, at most one a level of a school, as a best matching.
"""

from dataclasses import dataclass

from .flow import Network
from .problem import PERSON, UNITS_PER_KM, Kind, Line
from .reasons import unfilled
from .room import Room


@dataclass(frozen=True)
class Impossible:
    """A decided move that breaks a rule: told, never quietly dropped."""

    person: int
    target: str
    why: str


@dataclass(frozen=True)
class Unfilled:
    school: str
    line: Line
    # Hundredths still missing.
    missing: int
    reason: str


@dataclass(frozen=True)
class Solution:
    moves: tuple
    unfilled: tuple
    impossible: tuple = ()

    @property
    def filled(self):
        return sum(one.filled for one in self.moves)

    @property
    def kilometres(self):
        return sum(one.distance for one in self.moves) / UNITS_PER_KM


def solve(problem, *, at_most=None):
    """The plan for `problem`; with `at_most`, the best of so many whole moves."""
    problem = problem.in_order()
    room = Room(problem)
    moves, impossible = _decided(room)
    moves += _whole(room, at_most)
    if at_most is None:
        moves += _parts(room)
    moves.sort(key=lambda one: (one.line, one.source, one.target, one.person))
    left = (Unfilled(*one) for one in unfilled(room))
    return Solution(tuple(moves), tuple(left), tuple(impossible))


def _decided(room):
    moves, impossible = [], []
    for one in room.problem.fixed:
        why = room.why_not(one)
        if why:
            impossible.append(Impossible(one.person, one.target, why))
            continue
        moves.append(
            room.take(
                one.person, one.target, kind=one.kind, share=one.share, is_fixed=True
            )
        )
    return moves, impossible


def _by_line(rows):
    found = {}
    for row in rows:
        found.setdefault(row.line, []).append(row)
    return found


def _whole(room, at_most):
    """Whole people by a minimum-cost flow over all lines together."""
    network = Network()
    demands = _by_line(room.problem.demands)
    choices, leaving = [], 0
    for supply in room.problem.supplies:
        people = room.free(supply)
        most = min(room.gives(supply.school, supply.line) // PERSON, len(people))
        if most < 1 or supply.line not in demands:
            continue
        leaving += most
        giving = _way_out(room, network, supply, most)
        for ranked in _interchangeable(room, people):
            if len(ranked) == len(people):
                node = giving
            else:
                node = network.node("people", supply.school, supply.line, ranked[0])
                for rank, _person in ranked:
                    network.arc(giving, node, 1, rank=rank)
            reached = [
                (network.arc(node, entry, most, **cost), demand.school)
                for demand, entry, cost in _targets(
                    room, network, supply, ranked[0][1], demands[supply.line]
                )
            ]
            choices.append((ranked, reached))
    flow = network.solve(leaving if at_most is None else min(at_most, leaving))
    return [
        room.take(person, target)
        for ranked, reached in choices
        # The nearest school for the first of the order.
        for (_rank, person), target in zip(
            ranked,
            [school for arc, school in reached for _one in range(flow[arc])],
            strict=False,
        )
    ]


def _way_out(room, network, supply, most):
    """From the source of the flow to one line of a school, through its caps."""
    school, line = supply.school, supply.line
    gate = network.node("out", school)
    network.arc_once(network.source, gate, max(0, room.whole_out(school)))
    total = network.node("total", school, line.group)
    room_in_total = room.total_surplus.get((school, *line.group), 0)
    network.arc_once(gate, total, max(0, room_in_total) // PERSON)
    node = network.node("line", school, line)
    network.arc(total, node, most)
    return node


def _interchangeable(room, people):
    """People of a line by the schools forbidden to them, each with the place in order."""
    groups = {}
    for rank, one in enumerate(people):
        barred = room.barred.get(one.person, frozenset())
        groups.setdefault(barred, []).append((rank, one.person))
    return list(groups.values())


def _targets(room, network, supply, person, demands):
    """Schools that anybody of the group may go to, nearest first, with the cost."""
    found = []
    for demand in demands:
        target = demand.school
        if not room.is_in_reach(supply.school, target, Kind.TRANSFER):
            continue
        if not room.may_go(person, target) or not any(room.slots(target, demand.line)):
            continue
        units = room.distance(supply.school, target)
        crossing = room.limits.commune_first and room.crosses(supply.school, target)
        found.append((units, target, demand, int(crossing)))
    for units, _target, demand, crossing in sorted(found, key=lambda one: one[:2]):
        entry = _way_in(room, network, demand)
        yield demand, entry, {"distance": units, "crossing": crossing}


def _way_in(room, network, demand):
    """From one line of a school with shortage to the sink, through its caps."""
    school, line = demand.school, demand.line
    entry, is_new = network.new_node("short", school, line)
    if not is_new:
        return entry
    gate = network.node("in", school)
    network.arc_once(gate, network.sink, max(0, room.whole_in(school)))
    if room.limits.within_total:
        total = network.node("total_in", school, line.group)
        missing = room.total_shortage.get((school, *line.group), 0)
        whole, part = divmod(missing, PERSON)
        network.arc_once(
            total, gate, whole + int(part >= room.limits.whole_from and part > 0)
        )
        gate = total
    whole, part = room.slots(school, line)
    network.arc(entry, gate, whole)
    if part:
        network.arc(entry, gate, 1, loss=PERSON - part)
    return entry


def _parts(room):
    """Part loads: one line of a school to one line of another, as a best matching."""
    network = Network()
    demands = _by_line(room.problem.demands)
    choices = []
    for supply in room.problem.supplies:
        people = room.free(supply)
        if not people or not room.gives(supply.school, supply.line):
            continue
        node = _part_out(network, supply)
        for demand in demands.get(supply.line, ()):
            found = _part_to(room, supply, demand, people)
            if found is None:
                continue
            person, share, cost = found
            entry = _part_in(network, room, demand)
            arc = network.arc(node, entry, 1, loss=PERSON - share, move=1, **cost)
            choices.append((arc, person, demand.school, share))
    flow = network.solve(len(room.problem.supplies), loss_of_none=PERSON)
    return [
        room.take(person, target, kind=Kind.PART_LOAD, share=share)
        for arc, person, target, share in choices
        if flow[arc]
    ]


def _part_out(network, supply):
    total = network.node("total", supply.school, supply.line.group)
    network.arc_once(network.source, total, 1)
    node = network.node("line", supply.school, supply.line)
    network.arc_once(total, node, 1)
    return node


def _part_in(network, room, demand):
    entry = network.node("short", demand.school, demand.line)
    gate = network.sink
    if room.limits.within_total:
        gate = network.node("total_in", demand.school, demand.line.group)
        network.arc_once(gate, network.sink, 1)
    network.arc_once(entry, gate, 1)
    return entry


def _part_to(room, supply, demand, people):
    """Who could teach at the other school beside, how much and at what cost."""
    source, target = supply.school, demand.school
    if not room.is_in_reach(source, target, Kind.PART_LOAD):
        return None
    share = room.part(source, target, supply.line)
    person = next((p.person for p in people if room.may_go(p.person, target)), None)
    if not share or person is None:
        return None
    crossing = room.limits.commune_first and room.crosses(source, target)
    cost = {"distance": room.distance(source, target), "crossing": int(crossing)}
    return person, share, cost
