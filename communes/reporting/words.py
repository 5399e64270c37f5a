"""Sentences of reports, in the Vietnamese of such reports, out of values.

A report is a Vietnamese paper whoever reads the screens: its sentences are not
translated. They never say more than the coverage allows.
"""

from decimal import ROUND_HALF_UP, Decimal

from communes import numbers
from communes.levels import Level
from communes.reporting.facts import indicator
from communes.targets.judging import State

LEVELS = {
    "": "các cấp học",
    Level.PRESCHOOL: "mầm non",
    Level.PRIMARY: "tiểu học",
    Level.LOWER_SECONDARY: "trung học cơ sở",
    Level.UPPER_SECONDARY: "trung học phổ thông",
    Level.CONTINUING: "giáo dục thường xuyên, giáo dục nghề nghiệp",
}
NAMES = {
    Level.PRESCHOOL: "Mầm non",
    Level.PRIMARY: "Tiểu học",
    Level.LOWER_SECONDARY: "Trung học cơ sở",
    Level.UPPER_SECONDARY: "Trung học phổ thông",
    Level.CONTINUING: "GDTX, GDNN",
}


def capital(text):
    return text[:1].upper() + text[1:]


def lowered(text):
    """`text` inside a sentence: Tiếng Anh keeps its capitals."""
    return text[:1].lower() + text[1:]


def count(value):
    return numbers.shown(value, 0)


def per_cent(value, digits=1):
    return numbers.NONE if value is None else f"{numbers.shown(value * 100, digits)}%"


def measured(code, value):
    return numbers.measured(indicator(code), value)


def change_of_count(now, before, unit=""):
    """ "tăng 12 trường so với năm học trước"; empty where one of them is missing."""
    if now is None or before is None:
        return ""
    difference = now - before
    if not difference:
        return "giữ nguyên so với năm học trước"
    verb = "tăng" if difference > 0 else "giảm"
    words = f"{verb} {count(abs(difference))} {unit}".strip()
    return f"{words} so với năm học trước"


def change_of_share(now, before):
    """A difference of shares in percentage points, never in per cent."""
    if now is None or before is None:
        return ""
    # Of the figures as they are printed, so that a reader who subtracts agrees.
    difference = _tenths(now) - _tenths(before)
    if not difference:
        return "không đổi so với năm học trước"
    verb = "tăng" if difference > 0 else "giảm"
    points = numbers.shown(abs(difference), 1)
    return f"{verb} {points} điểm phần trăm so với năm học trước"


def _tenths(share):
    return numbers.exact(share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def change(code, facts, level=""):
    """How an indicator moved since the year before and stands to its target, in words."""
    return joined(moved(code, facts, level), against_target(code, facts, level))


def moved(code, facts, level=""):
    """How an indicator moved since the year before."""
    now, before = facts.value(code, level), facts.value(code, level, back=1)
    found = indicator(code)
    if found.is_percent:
        return change_of_share(now, before)
    if found.is_count:
        return change_of_count(now, before, str(found.unit))
    if now is None or before is None or now == before:
        return ""
    verb = "tăng" if now > before else "giảm"
    return f"{verb} {measured(code, abs(now - before))} so với năm học trước"


VERDICTS = {
    State.MET: "đạt chỉ tiêu",
    State.NEAR: "gần đạt chỉ tiêu",
    State.MISSED: "chưa đạt chỉ tiêu",
}


def against_target(code, facts, level=""):
    """ "chưa đạt chỉ tiêu (60,0%), thấp hơn 2,0 điểm phần trăm"; empty without one.

    While not everything behind the value is approved it is only a provisional state.
    """
    one = facts.standing(code, level)
    if not one.is_judged:
        return ""
    reserve = "tạm tính " if one.is_provisional else ""
    whose = " của tỉnh" if one.is_inherited else ""
    verdict = f"{reserve}{VERDICTS[one.state]}{whose} ({measured(code, one.aim)})"
    return joined(verdict, apart(one))


def apart(standing):
    """ "cao hơn 1,2 điểm phần trăm": how far a value is from its target."""
    difference, found = standing.difference, standing.indicator
    if not difference:
        return ""
    word = "cao hơn" if difference > 0 else "thấp hơn"
    scale, unit = (100, "điểm phần trăm") if found.is_percent else (1, str(found.unit))
    return f"{word} {numbers.shown(abs(difference) * scale, found.digits)} {unit}"


def joined(*parts):
    """Parts of a sentence that are there, with commas."""
    return ", ".join(part for part in parts if part)


def listed(parts):
    """ "a, b và c"."""
    parts = list(parts)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} và {parts[-1]}"


def basis(facts):
    """What figures rest on, said before them while not everything is approved."""
    expected, reported, approved = facts.coverage
    if not reported:
        return ""
    if approved == expected:
        return ""
    if reported == expected:
        return (
            f"Theo báo cáo của {count(reported)} cơ sở giáo dục, trong đó "
            f"{count(approved)} báo cáo đã được duyệt, "
        )
    return (
        f"Theo báo cáo của {count(reported)}/{count(expected)} cơ sở giáo dục đã nộp "
        f"({count(approved)} báo cáo đã duyệt), "
    )


def stated(facts, words):
    """A sentence with its reservation in front, where one is needed."""
    reservation = basis(facts)
    return f"{reservation}{words}" if reservation else capital(words)


def extremes(code, facts, places, level=""):
    """ "Cao nhất là …, thấp nhất là …" over places with a value."""
    known = [(one.name, facts.at(code, one, level)) for one in places]
    known = [(name, value) for name, value in known if value is not None]
    if len(known) < 2:
        return ""
    best = max(known, key=lambda one: one[1])
    least = min(known, key=lambda one: one[1])
    if measured(code, best[1]) == measured(code, least[1]):
        return f"Các nơi đều ở mức {measured(code, best[1])}."
    return (
        f"Cao nhất là {best[0]} ({measured(code, best[1])}), thấp nhất là {least[0]} "
        f"({measured(code, least[1])})."
    )
