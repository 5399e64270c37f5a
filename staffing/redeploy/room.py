"""What is left to give and to take while moves are fixed: the hard rules in one place.

Never below the norm at the source, by subject and by the level's total; never more at
the target than is missing; no school beyond its cap; nobody twice; nobody protected.
"""

from collections import Counter

from .problem import PERSON, Kind, Move, crosses, distance, is_near


class Room:
    """The state of a problem; `take` moves somebody, or `why_not` says why not."""

    def __init__(self, problem):
        self.problem = problem
        self.limits = problem.limits
        self.surplus = {(one.school, one.line): one.surplus for one in problem.supplies}
        self.shortage = {
            (one.school, one.line): one.shortage for one in problem.demands
        }
        self.total_surplus = dict(problem.total_surplus)
        self.total_shortage = dict(problem.total_shortage)
        self.left, self.joined = Counter(), Counter()
        self.engaged = set()
        self.barred = _by_person(problem.forbidden)
        self._distances = {}
        self.serving = {
            candidate.person: (supply, candidate)
            for supply in problem.supplies
            for candidate in supply.people
        }

    def free(self, supply):
        """Those of a school's line who may still be moved, first in order first."""
        return [
            one
            for one in supply.people
            if not one.protected
            and one.person not in self.engaged
            and (one.person, "") not in self.problem.forbidden
        ]

    def gives(self, school, line):
        """Hundredths that the school may still give of this line."""
        total = self.total_surplus.get((school, *line.group), 0)
        return max(0, min(self.surplus.get((school, line), 0), total))

    def whole_out(self, school):
        """Whole people the school may still give, by its cap alone."""
        most = self.limits.most_out
        return most - self.left[school] if most else len(self.serving)

    def whole_in(self, school):
        most = self.limits.most_in
        return most - self.joined[school] if most else len(self.serving)

    def slots(self, school, line):
        """Whole places missing, and the part of one more that a person may be given for."""
        missing = self._missing(school, line)
        whole, part = divmod(missing, PERSON)
        return whole, part if part >= self.limits.whole_from else 0

    def _missing(self, school, line):
        missing = self.shortage.get((school, line), 0)
        if not self.limits.within_total:
            return missing
        return min(missing, self.total_shortage.get((school, *line.group), 0))

    def part(self, source, target, line):
        """What somebody may teach at `target` beside `source`; 0 where too little."""
        over, short = self.gives(source, line), self._missing(target, line)
        if min(over, short) >= PERSON:
            # A whole person, whom another rule keeps from moving.
            return 0
        share = min(over, short, self.limits.largest_part)
        return share if share >= self.limits.least_part else 0

    def distance(self, source, target):
        found = self._distances.get((source, target))
        if found is None:
            places = self.problem.places
            found = distance(places[source], places[target])
            self._distances[source, target] = found
        return found

    def crosses(self, source, target):
        places = self.problem.places
        return crosses(places[source], places[target])

    def may_go(self, person, target):
        return (person, target) not in self.problem.forbidden

    def why_not(self, fixed):
        """The rule that a decided move would break, or an empty string."""
        if fixed.person not in self.serving:
            return "not_surplus"
        supply, candidate = self.serving[fixed.person]
        line, school = supply.line, supply.school
        if fixed.target not in self.problem.places:
            return "no_shortage"
        if fixed.person in self.engaged:
            return "twice"
        if candidate.protected:
            return "protected"
        if self.gives(school, line) < fixed.share:
            return "below_norm"
        if fixed.kind == Kind.PART_LOAD:
            room = self._missing(fixed.target, line)
            return "" if room >= fixed.share else "no_shortage"
        whole, part = self.slots(fixed.target, line)
        if not whole and not part:
            return "no_shortage"
        if self.whole_out(school) < 1 or self.whole_in(fixed.target) < 1:
            return "cap"
        return ""

    def take(self, person, target, *, kind=Kind.TRANSFER, share=PERSON, is_fixed=False):
        """Move somebody and reduce what is left; the caller has asked the rules."""
        supply, candidate = self.serving[person]
        line, source = supply.line, supply.school
        open_people = [one for one in supply.people if not one.protected]
        filled = min(share, self._missing(target, line))
        self.engaged.add(person)
        self.surplus[source, line] -= share
        self.total_surplus[(source, *line.group)] -= share
        self.shortage[target, line] -= filled
        group = (target, *line.group)
        if group in self.total_shortage:
            self.total_shortage[group] -= min(filled, self.total_shortage[group])
        if kind == Kind.TRANSFER:
            self.left[source] += 1
            self.joined[target] += 1
        return Move(
            person,
            source,
            target,
            line,
            self.distance(source, target),
            kind,
            share,
            filled,
            is_fixed,
            open_people.index(candidate) + 1,
            len(open_people),
        )

    def is_in_reach(self, source, target, kind):
        limit = (
            self.limits.transfer_distance
            if kind == Kind.TRANSFER
            else self.limits.part_distance
        )
        return source != target and is_near(self.distance(source, target), limit)


def _by_person(forbidden):
    barred = {}
    for person, school in forbidden:
        barred[person] = barred.get(person, frozenset()) | {school}
    return barred
