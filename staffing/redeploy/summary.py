"""What a plan does, in figures: shortage before and after, moves, kilometres, reasons."""

from collections import Counter, defaultdict

from .planning import solved
from .problem import PERSON, Kind
from .words import reason_sentence


def told(year):
    """The plan of `year` solved in memory, as plain values."""
    found = solved(year)
    solution, gaps = found.solution, found.question.gaps
    short = sum(shortage for shortage, _surplus in gaps.values())
    over = sum(surplus for _shortage, surplus in gaps.values())
    given = sum(one.share for one in solution.moves)
    kinds = Counter(one.kind for one in solution.moves)
    return {
        "year": year,
        "shortage": _before_after(short, solution.filled),
        "surplus": _before_after(over, given),
        "moves": kinds[Kind.TRANSFER],
        "part_loads": kinds[Kind.PART_LOAD],
        "kilometres": round(solution.kilometres, 1),
        "across_communes": sum(map(_crosses(found), solution.moves)),
        "by_level": _by_level(found),
        "unfilled": _by_reason(solution),
        "seconds": round(found.seconds, 2),
        "inputs": found.question.digest,
        "parameters": found.question.rules.values,
    }


def _before_after(before, change):
    return {"before": before / PERSON, "after": (before - change) / PERSON}


def _crosses(found):
    institutions = found.question.institutions

    def crosses(move):
        one = institutions[move.source].managing_commune_id
        return not one or one != institutions[move.target].managing_commune_id

    return crosses


def _by_level(found):
    """Level -> shortage before and after; posts without a level stand under their post."""
    before, filled = defaultdict(int), defaultdict(int)
    for (_school, line), (shortage, _surplus) in found.question.gaps.items():
        before[line.level or line.post] += shortage
    for one in found.solution.moves:
        filled[one.line.level or one.line.post] += one.filled
    return {
        level: _before_after(shortage, filled[level])
        for level, shortage in sorted(before.items())
        if shortage
    }


def _by_reason(solution):
    missing, places = Counter(), Counter()
    for one in solution.unfilled:
        missing[one.reason] += one.missing
        places[one.reason] += 1
    return {
        reason: {
            "places": places[reason],
            "missing": number / PERSON,
            "why": reason_sentence(reason),
        }
        for reason, number in missing.most_common()
    }
