"""The rules of redeployment written once more from the regulation's words, slowly."""

from itertools import product

from staffing.redeploy.problem import crosses, distance


def homes(problem):
    return {
        one.person: (supply, one)
        for supply in problem.supplies
        for one in supply.people
    }


def broken_rules(problem, moves):
    """Names of the hard rules that (person, target) `moves` of whole people break."""
    home, limits = homes(problem), problem.limits
    found = set()
    people = [person for person, _target in moves]
    if len(people) != len(set(people)):
        found.add("somebody moves twice")
    decided = {(one.person, one.target) for one in problem.fixed}
    for person, target in moves:
        supply, candidate = home[person]
        if candidate.protected:
            found.add("protected")
        if supply.school == target:
            found.add("stays where she is")
        if (person, target) in decided:
            continue
        if {(person, target), (person, "")} & problem.forbidden:
            found.add("forbidden")
        units = distance(problem.places[supply.school], problem.places[target])
        if limits.transfer_distance and units > limits.transfer_distance:
            found.add("too far")
    for supply in problem.supplies:
        leaving = sum(home[person][0] is supply for person, _target in moves)
        if 100 * leaving > supply.surplus:
            found.add("below the norm of the subject")
    for (school, *group), surplus in problem.total_surplus.items():
        leaving = sum(
            home[person][0].school == school
            and home[person][0].line.group == tuple(group)
            for person, _target in moves
        )
        if 100 * leaving > surplus:
            found.add("below the norm of the level")
    for school in problem.places:
        leaving = sum(home[person][0].school == school for person, _target in moves)
        coming = sum(target == school for _person, target in moves)
        if limits.most_out and leaving > limits.most_out:
            found.add("more leave than the cap")
        if limits.most_in and coming > limits.most_in:
            found.add("more come than the cap")
    if any(filled is None for filled in fillings(problem, moves)):
        found.add("more than is missing")
    return found


def fillings(problem, moves):
    """Hundredths that the moves fill in each shortage; None for what nobody needs."""
    home = homes(problem)
    coming = {}
    for person, target in moves:
        key = (target, home[person][0].line)
        coming[key] = coming.get(key, 0) + 1
    missing = {(one.school, one.line): one.shortage for one in problem.demands}
    found = []
    for key, number in coming.items():
        whole, part = divmod(missing.get(key, 0), 100)
        room = whole + (1 if part and part >= problem.limits.whole_from else 0)
        found.append(None if number > room else min(100 * number, missing.get(key, 0)))
    return found


def cost(problem, moves):
    """Most filled, fewest moves, fewest across communes, shortest: smaller is better."""
    home = homes(problem)
    ways = [
        (problem.places[home[person][0].school], problem.places[target])
        for person, target in moves
    ]
    crossing = sum(crosses(*way) for way in ways) * problem.limits.commune_first
    return (
        -sum(fillings(problem, moves)),
        len(moves),
        crossing,
        sum(distance(*way) for way in ways),
    )


def best_cost(problem, *, including=()):
    """The least cost of every set of moves there is, with `including` among them."""
    choices = [
        [(person, target) for target in (None, *problem.places)]
        for person in sorted(homes(problem))
    ]
    best = None
    for tried in product(*choices):
        moves = [one for one in tried if one[1] is not None]
        if not set(including) <= set(moves) or broken_rules(problem, moves):
            continue
        found = cost(problem, moves)
        best = found if best is None or found < best else best
    return best
