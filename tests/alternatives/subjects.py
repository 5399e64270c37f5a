"""Teachers each subject needs at one school, in the words of the curriculum and TT 05.

TT 32/2018 (periods a year, over 35 weeks), TT 05/2025 (load, reductions), and the cap
of TT 20/2023. Slow, plain, and written without looking at the queries.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from staffing.models import Assignment, ChosenClasses, NormSet

from . import gaps as slow_gaps

WEEKS = 35
PRIMARY, LOWER, UPPER = "primary", "lower_secondary", "upper_secondary"

# Periods a week of grades 1 to 5; a dash of the table is 0. TH is the class teacher.
PRIMARY_PERIODS = {
    "TH": [
        12 + 3 + 1 + 2 + 3,  # Tiếng Việt, Toán, Đạo đức, TNXH, HĐTN
        10 + 5 + 1 + 2 + 3,
        7 + 5 + 1 + 2 + 1 + 3,  # with Công nghệ
        7 + 5 + 1 + 2 + 2 + 1 + 3,  # with Lịch sử và Địa lí, Khoa học
        7 + 5 + 1 + 2 + 2 + 1 + 3,
    ],
    "NN1": [0, 0, 4, 4, 4],
    "TIN": [0, 0, 1, 1, 1],
    "GDTC": [2, 2, 2, 2, 2],
    "AN": [1, 1, 1, 1, 1],
    "MT": [1, 1, 1, 1, 1],
}
PRIMARY_WEEK = [25, 25, 28, 30, 30]
# Periods a year, the same in grades 6 to 9 but for Công nghệ.
LOWER_PERIODS = {
    "VAN": 140,
    "TOAN": 140,
    "NN1": 105,
    "GDCD": 35,
    "LSDL": 105,
    "KHTN": 140,
    "TIN": 35,
    "GDTC": 70,
    "AN": 35,
    "MT": 35,
}
TECHNOLOGY = {"06": 35, "07": 35, "08": 52, "09": 52}
SHARED = {LOWER: 105 + 35, UPPER: 105 + 35}
UPPER_PERIODS = {"VAN": 105, "TOAN": 105, "NN1": 105, "SU": 52, "GDTC": 70, "QPAN": 35}
CHOSEN = 70
TOPIC = 35
# Where a school has not said what its classes chose: so many of a hundred do.
ASSUMED = {
    "DIA": 65,
    "KTPL": 60,
    "LY": 60,
    "HOA": 50,
    "SINH": 45,
    "CN": 40,
    "TIN": 70,
    "AN": 5,
    "MT": 5,
}
ASSUMED_TOPICS = {
    "TOAN": 60,
    "VAN": 50,
    "SU": 30,
    "DIA": 35,
    "KTPL": 25,
    "LY": 35,
    "HOA": 30,
    "SINH": 15,
    "CN": 5,
    "TIN": 15,
}
# TT 05/2025 art. 7: periods a week.
LOADS = {PRIMARY: 23, LOWER: 19, UPPER: 17}
OTHER_LOADS = {
    ("semi_boarding", PRIMARY): 21,
    ("semi_boarding", LOWER): 17,
    ("boarding", LOWER): 17,
    ("boarding", UPPER): 15,
    ("disabled", PRIMARY): 21,
    ("disabled", LOWER): 17,
    ("disabled", UPPER): 15,
}
HOMEROOM = 4
HEAD, DEPUTY = 3, 1
# How many the text does not say: the numbers this system is delivered with.
GROUPS = {PRIMARY: 2, LOWER: 2, UPPER: 5}
BOARDING_TEAMS = {
    ("semi_boarding", PRIMARY),
    ("semi_boarding", LOWER),
    ("boarding", LOWER),
    ("border_boarding", LOWER),
    ("boarding", UPPER),
}
LEVELS = (PRIMARY, LOWER, UPPER)
INTEGRATED = {
    LOWER: {
        "LY": "KHTN",
        "HOA": "KHTN",
        "SINH": "KHTN",
        "SU": "LSDL",
        "DIA": "LSDL",
    },
    PRIMARY: dict.fromkeys(
        ["VAN", "TOAN", "GDCD", "LSDL", "SU", "DIA", "KHTN", "LY", "HOA", "SINH", "CN"],
        "TH",
    ),
}


@dataclass
class Line:
    """One subject of one level of one school."""

    need: Fraction = Fraction(0)
    required: Decimal = Decimal(0)
    present: int = 0
    contract: int = 0
    part_in: Decimal = Decimal(0)
    part_out: Decimal = Decimal(0)
    absent: Counter = field(default_factory=Counter)

    @property
    def need_shown(self):
        return hundredths(self.need)


def hundredths(value):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.0000000001")).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def load_of(special_type, level):
    return OTHER_LOADS.get((special_type, level), LOADS[level])


def periods_of_class(level, grade):
    """Periods a year that one class of `grade` has of each compulsory subject."""
    if level == PRIMARY:
        return {
            subject: weekly[int(grade) - 1] * WEEKS
            for subject, weekly in PRIMARY_PERIODS.items()
        }
    if level == LOWER:
        return {**LOWER_PERIODS, "CN": TECHNOLOGY[grade]}
    return UPPER_PERIODS


def chosen_periods(grade, classes, chosen):
    """Periods a year of chosen subjects and topics in all classes of a grade."""
    told = [row for row in chosen if row.grade_id == grade]
    total = Counter()
    for column, periods, assumed in (
        ("classes", CHOSEN, ASSUMED),
        ("topic_classes", TOPIC, ASSUMED_TOPICS),
    ):
        known = {row.subject_id: getattr(row, column) for row in told}
        said = any(number is not None for number in known.values())
        for subject, hundred in assumed.items():
            if said:
                taking = min(known.get(subject) or 0, classes)
            else:
                taking = Fraction(classes * hundred, 100)
            total[subject] += taking * periods
    return total


def taught(level, rows, chosen):
    """Periods a week by subject, and of what belongs to no subject."""
    year, shared = Counter(), 0
    for row in rows:
        for subject, periods in periods_of_class(level, row.grade_id).items():
            year[subject] += row.classes * periods
        if level == UPPER:
            year.update(chosen_periods(row.grade_id, row.classes, chosen))
        shared += row.classes * SHARED.get(level, 0)
    weekly = {s: Fraction(periods) / WEEKS for s, periods in year.items() if periods}
    return weekly, Fraction(shared, WEEKS)


def needs(special_type, level, rows, chosen=(), *, highest=True):
    """Teachers by subject, before the cap of the general norm."""
    rows = [row for row in rows if row.classes]
    weekly, common = taught(level, rows, chosen)
    classes = sum(row.classes for row in rows)
    if not classes:
        return {}
    once = GROUPS[level] * (HEAD + DEPUTY)
    if highest and (special_type, level) in BOARDING_TEAMS:
        once += HEAD + DEPUTY
    load, homeroom = load_of(special_type, level), HOMEROOM * classes
    if level == PRIMARY:
        # The class teacher is the one who has the class, and leads the group.
        own = {**weekly, "TH": weekly["TH"] + homeroom + once}
        return {s: own[s] / load for s in own}
    common += homeroom
    whole = sum(weekly.values())
    core = sum(compulsory(s, level, rows) for s in weekly)
    return {
        s: (
            weekly[s]
            + common * weekly[s] / whole
            + once * compulsory(s, level, rows) / core
        )
        / load
        for s in weekly
    }


def compulsory(subject, level, rows):
    """Periods a week of a subject that every class has."""
    year = sum(
        row.classes * periods_of_class(level, row.grade_id).get(subject, 0)
        for row in rows
    )
    return Fraction(year, WEEKS)


def within(cap, need):
    """What the norm's maximum leaves of each need, in hundredths of a teacher."""
    total = sum(need.values())
    if cap is None or total <= cap:
        return {s: hundredths(value) for s, value in need.items()}
    parts = {s: value * Fraction(cap) / total for s, value in need.items()}
    cents = {s: int(part * 100) for s, part in parts.items()}
    left = int(cap * 100) - sum(cents.values())
    by_rest = sorted(parts, key=lambda s: (cents[s] - parts[s] * 100, s))
    for subject in by_rest[:left]:
        cents[subject] += 1
    return {s: Decimal(number) / 100 for s, number in cents.items()}


def subject_at(level, subject):
    if level == "preschool":
        return "MN"
    if level == PRIMARY and subject is None:
        return "TH"
    return INTEGRATED.get(level, {}).get(subject, subject)


def lines_of(facts, gaps, away, further, chosen):
    """{(level, subject): Line} of one school."""
    lines = defaultdict(Line)
    levels = slow_gaps.norms.levels_taught(facts.grades)
    highest = [
        level for level in LEVELS if any(r.classes for r in levels.get(level, []))
    ]
    for level in highest:
        cap = gaps["teacher", level].required_actual_classes
        need = needs(
            facts.institution.special_type,
            level,
            levels[level],
            chosen,
            highest=level == highest[-1],
        )
        for subject, required in within(cap, need).items():
            line = lines[level, subject]
            line.need, line.required = need[subject], required
    if ("teacher", "preschool") in gaps:
        required = gaps["teacher", "preschool"].required_actual_classes
        line = lines["preschool", "MN"]
        line.need, line.required = Fraction(required), required
    for row in facts.teaching:
        count(lines, facts, row, away, further)
    return dict(lines)


def count(lines, facts, row, away, further):
    level = row.level or facts.institution.kind.highest_level
    subject = subject_at(level, row.subject_id)
    if subject is None or level == "continuing":
        return
    line, employed = lines[level, subject], row.is_main and row.contract != "visiting"
    if row.person_id in away:
        if employed:
            line.absent[away[row.person_id]] += 1
    elif not employed:
        line.part_in += row.share
    else:
        line.present += 1
        line.contract += row.contract == "labour"
        line.part_out += sum(
            (
                other.share
                for other in further.get(row.person_id, ())
                if other.institution_id != row.institution_id
            ),
            Decimal(0),
        )


def all_lines(year, institutions=None):
    """{(institution pk, level, subject): Line} of every school that handed in."""
    day, schools = slow_gaps.facts_of(year, institutions)
    away = slow_gaps.absences_on(day)
    further = defaultdict(list)
    for facts in schools.values():
        facts.teaching = []
    for row in Assignment.objects.filter(post__group="teacher"):
        if not slow_gaps.is_on(row, day):
            continue
        if not row.is_main:
            further[row.person_id].append(row)
        if row.institution_id in schools:
            schools[row.institution_id].teaching.append(row)
    chosen = defaultdict(list)
    for row in ChosenClasses.objects.all():
        chosen[row.school_return_id].append(row)
    rounding = NormSet.objects.get(code="TT20-2023").rounding
    return {
        (pk, level, subject): line
        for pk, facts in schools.items()
        for (level, subject), line in lines_of(
            facts,
            slow_gaps.gaps_of(facts, away, rounding),
            away,
            further,
            chosen[facts.filed.pk],
        ).items()
    }
