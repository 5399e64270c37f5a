"""Whole returns whose figures agree with each other in every form."""

from communes.levels import Level
from schools.models import AgeFigures, Facilities, Grade, GradeFigures, GradeResults

from .institutions import institution, site
from .places import YEAR, office, population
from .returns import GRADES, school_return

CLASSES, PUPILS = 2, 50
# Of the fifty of a grade: 48 at the right age, two a year older.
ON_TIME = {"pupils": 48, "girls": 24, "ethnic": 39, "ethnic_girls": 19}
LATER = {"pupils": 2, "girls": 1, "ethnic": 1, "ethnic_girls": 1}
FIRST = ("01", "06", "10", "T10")
FACILITIES = {
    "classrooms": 10,
    "solid_rooms": 9,
    "semi_solid_rooms": 1,
    "temporary_rooms": 0,
    "borrowed_rooms": 0,
    "subject_rooms": 2,
    "libraries": 1,
    "teaching_computers": 20,
    "working_computers": 18,
    "management_computers": 5,
    "projectors": 8,
    **dict.fromkeys(
        (
            "internet",
            "power",
            "clean_water",
            "toilets",
            "separate_toilets",
            "hand_washing",
            "disability_access",
        ),
        True,
    ),
}


def grade_figures(code):
    """Every column of one grade."""
    return {
        "classes": CLASSES,
        "two_session_classes": CLASSES,
        "mixed_classes": 0,
        "specialised_classes": 0,
        "pupils": PUPILS,
        "girls": 25,
        "ethnic": 40,
        "ethnic_girls": 20,
        "inclusive": 1,
        "repeaters": 0,
        "new_entrants": PUPILS if code in FIRST else 0,
        "left": 0,
        "right_age": 48,
        "two_session_pupils": PUPILS,
        "lunch_boarders": 0,
        "boarders": 0,
        "english": PUPILS,
        "informatics": PUPILS,
        "specialised_pupils": 0,
    }


def age_figures(codes):
    """(level, age) -> columns that add up to the grades of `codes`."""
    ages = {}
    for grade in Grade.objects.filter(pk__in=codes).exclude(right_age=None):
        for age, parts in ((grade.right_age, ON_TIME), (grade.right_age + 1, LATER)):
            row = ages.setdefault((grade.level, age), dict.fromkeys(ON_TIME, 0))
            for name, number in parts.items():
                row[name] += number
    return ages


def complete_return(institution, *, year=YEAR, kind="start", **fields):
    """A return in which nothing is missing and nothing contradicts."""
    filed = school_return(institution, year=year, kind=kind, **fields)
    codes = GRADES[institution.kind_id]
    if kind == "end":
        complete_results(filed, codes)
        return filed
    GradeFigures.objects.bulk_create(
        GradeFigures(school_return=filed, grade_id=code, **grade_figures(code))
        for code in codes
    )
    AgeFigures.objects.bulk_create(
        AgeFigures(school_return=filed, level=level, age=age, **row)
        for (level, age), row in age_figures(codes).items()
    )
    Facilities.objects.create(school_return=filed, **FACILITIES)
    return filed


def complete_results(filed, codes):
    grades = Grade.objects.filter(pk__in=codes).exclude(level=Level.PRESCHOOL)
    last = {"09", "12", "T12"}
    GradeResults.objects.bulk_create(
        GradeResults(
            school_return=filed,
            grade=grade,
            assessed=PUPILS,
            rated_excellent=10,
            rated_good=20,
            rated_pass=18,
            rated_fail=2,
            promoted=48,
            held_back=2,
            exam_candidates=PUPILS if grade.pk in last else 0,
            graduated=48 if grade.pk in last else 0,
            dropped_out=0,
            moved_in=1,
            moved_out=1,
        )
        for grade in grades
    )


def complete_school(kind="TH", *, year=YEAR, state="draft", **fields):
    """An institution with a complete start-of-year return in `state`."""
    row = institution(kind, **fields)
    site(row, is_main=True)
    complete_return(row, year=year, state=state)
    return row


def complete_commune_forms(commune, *, year=YEAR):
    """What a commune answers for itself: its office and its residents by age."""
    row = office(commune, year=year)
    type(row).objects.filter(pk=row.pk).update(head_name="Hoàng Thị Thử Nghiệm")
    for age in range(18):
        population(commune, age, 300, year=year)
