"""Random provinces for hypothesis: schools of every kind with figures and staff.

Descriptions are drawn as plain data, so that hypothesis can shrink them; `build`
turns a list of them into rows.
"""

from dataclasses import dataclass, field
from datetime import date

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from schools.models import AgeFigures, GradeFigures
from tests import factories as make
from tests.alternatives.norms import CHILDREN_PER_CLASS, MIXED_GROUPS
from tests.factories.returns import GRADES

DAY = date(make.YEAR, 9, 30)
LEVELS = {
    "MN": ["preschool"],
    "TH": ["primary"],
    "TH-THCS": ["primary", "lower_secondary"],
    "THCS": ["lower_secondary"],
    "THCS-THPT": ["lower_secondary", "upper_secondary"],
    "THPT": ["upper_secondary"],
}
SPECIAL = {
    "MN": [""],
    "TH": ["", "semi_boarding", "disabled"],
    "TH-THCS": ["", "semi_boarding", "border_boarding"],
    "THCS": ["", "semi_boarding", "boarding", "disabled"],
    "THCS-THPT": ["", "boarding"],
    "THPT": ["", "boarding", "gifted"],
}
# Serving on the day of the data, or only before or after it.
TERMS = {
    "long ago until now": (date(2010, 9, 1), None),
    "from that day": (DAY, None),
    "until that day": (date(2012, 9, 1), DAY),
    "left the day before": (date(2012, 9, 1), date(make.YEAR, 9, 29)),
    "came the day after": (date(make.YEAR, 10, 1), None),
}
AWAY = {
    "maternity": (date(2025, 8, 1), None),
    "seconded": (date(2024, 1, 1), DAY),
    "sick": (DAY, date(2025, 12, 31)),
    "study": (date(2025, 1, 1), date(make.YEAR, 9, 29)),
}
SUPPORT = [
    *("librarian", "clerk", "treasurer", "accountant", "office", "equipment"),
    *("registrar", "counsellor", "inclusion", "pupil_manager", "nurse", "cook"),
]
COMMUNES = 3

# Every example fills a database, so there are few of them and each is large.
few_examples = settings(
    max_examples=20,
    deadline=None,
    print_blob=True,
    # The rows that differ say what is wrong; shrinking would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
        HealthCheck.data_too_large,
    ],
)


@dataclass
class GradeRow:
    code: str
    classes: int
    pupils: int
    shares: list = field(default_factory=list)
    inclusive: int = 0
    specialised: int = 0
    two_sessions: int | None = None
    lunch_boarders: int = 0


@dataclass
class Teacher:
    post: str
    level: str
    contract: str
    term: str
    absence: str
    is_main: bool
    degree: str
    teacher_training: bool
    certificate: bool
    subject: str | None


@dataclass
class School:
    kind: str
    special: str
    two_sessions: bool
    state: str
    place: int
    manager: int | None
    ownership: str
    recognised: str
    grades: list
    sites: list
    rooms: tuple
    staff: list
    # An average of the province for the school at a level (TT 20/2023 art. 3.4).
    average: tuple | None = None


@st.composite
def grade_rows(draw, code, special):
    classes = draw(st.integers(0, 12))
    pupils = classes and draw(st.integers(0, 50)) * classes + draw(st.integers(0, 20))
    row = GradeRow(code, classes, pupils)
    row.shares = [draw(st.sampled_from([0, 1, 2, 3, 4, None])) for _ in range(4)]
    if code in CHILDREN_PER_CLASS or draw(st.booleans()):
        row.inclusive = draw(st.integers(0, min(2 * classes, pupils)))
    row.lunch_boarders = draw(st.integers(0, min(pupils, 150)))
    row.two_sessions = draw(st.one_of(st.none(), st.integers(0, classes)))
    if special == "gifted":
        row.specialised = draw(st.integers(0, classes))
    return row


@st.composite
def teachers(draw, levels):
    post = draw(
        st.sampled_from(
            ["teacher"] * 9 + ["principal", "vice_principal", "youth_leader", *SUPPORT]
        )
    )
    return Teacher(
        post=post,
        level=draw(st.sampled_from([*levels, ""])) if post == "teacher" else "",
        contract=draw(
            st.sampled_from(
                ["permanent", "permanent", "fixed_term", "labour", "visiting"]
            )
        ),
        term=draw(st.sampled_from([*TERMS, "long ago until now"])),
        absence=draw(st.sampled_from(["", "", *AWAY])),
        is_main=draw(st.sampled_from([True, True, True, False])),
        degree=draw(st.sampled_from(["TC", "CD", "DH", "DH", "THS"])),
        teacher_training=draw(st.booleans()),
        certificate=draw(st.booleans()),
        subject=draw(st.sampled_from([None, "TOAN", "NN1", "TIN", "AN", "CN"])),
    )


@st.composite
def schools(draw):
    kind = draw(st.sampled_from(sorted(LEVELS)))
    special = draw(st.sampled_from(SPECIAL[kind]))
    codes = [*GRADES[kind], *(MIXED_GROUPS if kind == "MN" else ())]
    grades = [draw(grade_rows(code, special)) for code in codes]
    sites = []
    for row in grades if kind == "MN" else ():
        if row.classes and draw(st.booleans()):
            # One class of the grade, most often too small, at a site of its own.
            limit = CHILDREN_PER_CLASS.get(row.code, 15) + 2
            children = min(draw(st.integers(1, limit)), row.pupils)
            if row.classes == 1:
                children = min(row.pupils, limit)
                row.pupils = children
            inclusive = min(draw(st.integers(0, 2)), row.inclusive, children)
            rest = row.pupils - children
            row.inclusive = inclusive + min(row.inclusive - inclusive, rest)
            sites.append((row.code, children, inclusive))
    total = draw(st.integers(0, 30))
    return School(
        kind=kind,
        special=special,
        two_sessions=draw(st.booleans()),
        state=draw(
            st.sampled_from(["approved", "locked", "submitted", "draft", "rejected"])
        ),
        place=draw(st.integers(0, COMMUNES - 1)),
        manager=draw(st.sampled_from([None, *range(COMMUNES)])),
        ownership=draw(st.sampled_from(["public", "public", "private"])),
        recognised=draw(st.sampled_from(["", "valid", "expired", "future"])),
        grades=grades,
        sites=sites,
        rooms=(total, draw(st.integers(0, total))),
        staff=draw(st.lists(teachers(LEVELS[kind]), max_size=6)),
        average=draw(st.one_of(st.none(), averages(LEVELS[kind]))),
    )


def averages(levels):
    general = [level for level in levels if level != "preschool"] or ["primary"]
    return st.tuples(st.sampled_from(general), st.integers(15, 40))


RECOGNITIONS = {
    "valid": (date(2023, 1, 1), date(2028, 1, 1)),
    "expired": (date(2018, 1, 1), date(2023, 1, 1)),
    "future": (date(2026, 1, 1), date(2031, 1, 1)),
}


def build(descriptions):
    """Rows of all described schools in three communes of vùng 1, 2 and 3."""
    make.school_year()
    communes = [
        make.commune(region=1 + index % 3, cluster=("Cao Lộc", "Văn Lãng")[index % 2])
        for index in range(COMMUNES)
    ]
    for index, commune in enumerate(communes):
        make.population(commune, 5, 60 + 40 * index, exempt=index)
        make.population(commune, 4, 55)
    # One of them has an average of its own, in force on the day for one level only.
    make.class_average(commune=communes[0], level="primary", pupils_per_class=20)
    make.class_average(
        commune=communes[0], level="lower_secondary", valid_to=date(2025, 9, 29)
    )
    return [build_school(each, communes) for each in descriptions]


def build_school(each, communes):
    institution = make.institution(
        each.kind,
        commune=communes[each.place],
        managing_commune=None if each.manager is None else communes[each.manager],
        special_type=each.special,
        teaches_two_sessions=each.two_sessions,
        ownership=each.ownership,
    )
    if each.average:
        level, pupils = each.average
        make.class_average(
            institution=institution, level=level, pupils_per_class=pupils
        )
    if each.recognised:
        issued, expires = RECOGNITIONS[each.recognised]
        make.recognition(institution, issued_on=issued, expires_on=expires)
    filed = make.school_return(institution, state=each.state)
    GradeFigures.objects.bulk_create(figures(filed, row) for row in each.grades)
    for code, children, inclusive in each.sites:
        make.one_class_site(filed, code, children=children, inclusive=inclusive)
    rooms, solid = each.rooms
    make.facilities(filed, classrooms=rooms, solid_rooms=solid)
    if each.kind == "MN":
        build_ages(filed, each.grades)
    build_staff(institution, each.staff)
    return institution


def figures(filed, row):
    """A grade row: its parts are so many quarters of the pupils, or not yet entered."""
    quarters = [
        None if share is None else row.pupils * share // 4 for share in row.shares
    ]
    per_class = row.pupils // row.classes if row.classes else 0
    return GradeFigures(
        school_return=filed,
        grade_id=row.code,
        classes=row.classes,
        pupils=row.pupils,
        girls=quarters[0],
        ethnic=quarters[1],
        two_session_pupils=quarters[2],
        two_session_classes=row.two_sessions,
        mixed_classes=row.classes if row.code in MIXED_GROUPS else 0,
        inclusive=row.inclusive,
        lunch_boarders=min(row.lunch_boarders, row.pupils),
        english=quarters[3],
        specialised_classes=row.specialised,
        specialised_pupils=row.specialised * per_class,
    )


def build_ages(filed, grades):
    """Some of the eldest are five, some already six."""
    eldest = next((row.pupils for row in grades if row.code == "M5"), 0)
    for age, pupils in ((5, eldest - eldest // 5), (6, eldest // 5)):
        AgeFigures.objects.create(
            school_return=filed,
            level="preschool",
            age=age,
            pupils=pupils,
            girls=0,
            ethnic=0,
            ethnic_girls=0,
        )


def build_staff(institution, staff):
    for each in staff:
        person = make.person()
        started, ended = TERMS[each.term]
        make.assignment(
            person,
            institution,
            each.post,
            level=each.level,
            is_main=each.is_main,
            contract=each.contract,
            subject_id=each.subject if each.post == "teacher" else None,
            started_on=started,
            ended_on=ended,
            end_reason="moved" if ended else "",
        )
        make.qualification(
            person,
            each.degree,
            is_teacher_training=each.teacher_training,
            has_certificate=each.certificate,
        )
        if each.absence:
            started, ended = AWAY[each.absence]
            make.absence(person, each.absence, started_on=started, ended_on=ended)
