"""Rows of the returns: states, learners by grade and age, one-class sites, results."""

from datetime import UTC, datetime, time, timedelta

from communes.models import DeadlineException
from schools.models import (
    AgeFigures,
    Facilities,
    GradeFigures,
    GradeResults,
    OneClassSite,
    SchoolReturn,
)

from .base import LAST_YEAR
from .copying import Table
from .facilities import FACILITY_COLUMNS, FacilityMaker
from .figures import GRADE_COLUMNS
from .results import RESULT_COLUMNS, ResultMaker
from .workflow import KHANH_KHE

RETURN_COLUMNS = (
    "id",
    "institution_id",
    "period_id",
    "state",
    "submitted_by_id",
    "submitted_at",
    "decided_by_id",
    "decided_at",
    "reason",
    "unlock_requested_by_id",
    "unlock_requested_at",
    "unlock_reason",
)


class ReturnTables:
    def __init__(self, world, intakes, figures):
        self.world, self.intakes, self.figures = world, intakes, figures
        self.results = ResultMaker(world)
        self.facilities = FacilityMaker(world, intakes)
        self.states = Table(SchoolReturn, *RETURN_COLUMNS)
        self.grades = Table(
            GradeFigures, "school_return_id", "grade_id", *GRADE_COLUMNS
        )
        self.ages = Table(
            AgeFigures,
            "school_return_id",
            "level",
            "age",
            "pupils",
            "girls",
            "ethnic",
            "ethnic_girls",
        )
        self.sites = Table(
            OneClassSite,
            "school_return_id",
            "site_id",
            "grade_id",
            "children",
            "inclusive",
        )
        self.outcomes = Table(
            GradeResults, "school_return_id", "grade_id", *RESULT_COLUMNS
        )
        self.rooms = Table(Facilities, "school_return_id", *FACILITY_COLUMNS)
        # (kind of period, school) -> grades with somebody in them a year before.
        self.ran = {}

    def run(self, returns):
        for item in returns:
            self.add_state(item)
            if item.kind == "end":
                self.add_results(item)
            elif item.filled != "nothing":
                self.add_figures(item)
        return [
            self.states,
            self.grades,
            self.ages,
            self.sites,
            self.outcomes,
            self.rooms,
        ]

    def add_state(self, item):
        # Periods are numbered start, end, year by year, as they are loaded.
        period = (item.year - 2021) * 2 + (1 if item.kind == "start" else 2)
        self.states.add(
            item.pk,
            item.school.pk,
            period,
            str(item.state),
            item.submitted_by,
            item.submitted_at,
            item.decided_by,
            item.decided_at,
            item.reason,
            item.unlock_by,
            item.unlock_at,
            item.unlock_reason,
        )

    def add_figures(self, item):
        intake = self.intakes[item.year, item.school]
        grades, ages = self.figures[item.year, item.school]
        rows = grades | self.given_up(item, grades, dict.fromkeys(GRADE_COLUMNS, 0))
        for number, (code, row) in enumerate(sorted(rows.items())):
            cells = [row[name] for name in GRADE_COLUMNS]
            if item.filled == "some" and number % 2:
                # Begun: classes and pupils are there, the rest is still empty.
                cells = [
                    row[name] if name in ("classes", "pupils") else None
                    for name in GRADE_COLUMNS
                ]
            self.grades.add(item.pk, code, *cells)
        self.rooms.add(item.pk, *self.facilities.row(item.year, item.school))
        if item.filled == "some":
            return
        for (level, age), cells in sorted(ages.items()):
            self.ages.add(item.pk, level, age, *cells)
        for site, code, children in intake.one_class:
            self.sites.add(item.pk, site.pk, code, children, 0)

    def add_results(self, item):
        intake = self.intakes[item.year, item.school]
        results = self.results.rows(intake)
        nobody = [0] * len(RESULT_COLUMNS)
        rows = results | self.given_up(item, results, nobody)
        for code, row in sorted(rows.items()):
            self.outcomes.add(item.pk, code, *row)

    def given_up(self, item, rows, nobody):
        """Groups of last year that are gone: the school says so with zeros."""
        key = item.kind, item.school
        gone = self.ran.get(key, set()) - rows.keys()
        self.ran[key] = set(rows)
        return dict.fromkeys(gone, nobody)


def exception_table(world, returns, accounts):
    """One commune has been granted some more days."""
    table = Table(
        DeadlineException,
        "period_id",
        "commune_id",
        "due_on",
        "reason",
        "granted_by_id",
        "granted_at",
    )
    flood = next(
        item
        for item in returns
        if item.year == LAST_YEAR
        and item.state == "draft"
        and item.school.managed
        and item.school.place.code != KHANH_KHE
    )
    due = world.today + timedelta(days=14)
    granted = datetime.combine(world.today - timedelta(days=1), time(3), UTC)
    reason = "Mưa lũ làm hỏng đường vào hai điểm trường, chưa kiểm đếm được phòng học."
    table.add(11, flood.school.place.code, due, reason, accounts.official, granted)
    return table
