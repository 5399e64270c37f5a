"""Who is at work in a school, and what is missing or over, school by school."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from communes.models import CommuneRegion, ReportingPeriod
from schools.models import GradeFigures, Institution, OneClassSite, SchoolReturn
from staffing.models import Absence, Assignment, ClassAverage

from . import norms, posts

REPORTED = ("submitted", "approved", "locked")


@dataclass
class Gap:
    """One post of one school (teachers: one level) on the day of the data."""

    # None: the text gives no number, so nobody is missing or too many.
    required_norm_classes: Decimal | None = Decimal(0)
    required_actual_classes: Decimal | None = Decimal(0)
    present_permanent: int = 0
    present_contract: int = 0
    absent: Counter = field(default_factory=Counter)

    @property
    def present(self):
        return self.present_permanent + self.present_contract

    def shortage(self, reading="actual_classes"):
        required = self._required(reading)
        if required is None:
            return Decimal(0)
        return max(Decimal(0), required - self.present)

    def surplus(self, reading="actual_classes"):
        required = self._required(reading)
        if required is None:
            return Decimal(0)
        return max(Decimal(0), self.present - required)

    def _required(self, reading):
        return getattr(self, f"required_{reading}")


def is_on(row, day):
    return row.started_on <= day and (row.ended_on is None or row.ended_on >= day)


def is_open(school, day):
    return school.opened_on <= day and (
        school.closed_on is None or school.closed_on > day
    )


def region_on(commune_id, day):
    for row in CommuneRegion.objects.filter(commune=commune_id):
        if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day):
            return row.staffing_region
    return None


def averages_on(school, day):
    """Art. 3.4: averages decided for the school, else for its commune, by level.

    A school whose size stands in its charter (art. 3.2.d) has its commune's not.
    """
    found = {}
    for row in ClassAverage.objects.all():
        in_force = row.valid_from <= day and (
            row.valid_to is None or row.valid_to >= day
        )
        if not in_force:
            continue
        if row.institution_id == school.pk:
            found[row.level] = row.pupils_per_class
        elif (
            row.commune_id == school.commune_id
            and school.special_type not in norms.SCHOOLS_WITH_OWN_CHARTER
        ):
            found.setdefault(row.level, row.pupils_per_class)
    return found


@dataclass
class SchoolFacts:
    institution: Institution
    filed: SchoolReturn
    region: int | None
    averages: dict = field(default_factory=dict)
    grades: list = field(default_factory=list)
    one_class_sites: list = field(default_factory=list)
    assignments: list = field(default_factory=list)


def facts_of(year, institutions=None):
    """Every school with a return handed in, with its rows of the start of `year`."""
    start = ReportingPeriod.objects.get(school_year=year, kind="start")
    day = start.as_of
    wanted = {row.pk for row in institutions} if institutions is not None else None
    regions, schools, by_return = {}, {}, {}
    for filed in SchoolReturn.objects.filter(period=start).select_related(
        "institution__kind"
    ):
        school = filed.institution
        if filed.state not in REPORTED or (wanted and school.pk not in wanted):
            continue
        # TT 19 and 20/2023 are about public schools, and not about GDTX centres.
        if school.ownership != "public" or school.kind.highest_level == "continuing":
            continue
        if not is_open(school, day):
            continue
        if school.commune_id not in regions:
            regions[school.commune_id] = region_on(school.commune_id, day)
        facts = SchoolFacts(
            school,
            filed,
            regions[school.commune_id],
            averages_on(school, day),
        )
        schools[school.pk] = by_return[filed.pk] = facts
    for row in GradeFigures.objects.select_related("grade"):
        if row.school_return_id in by_return:
            by_return[row.school_return_id].grades.append(row)
    for row in OneClassSite.objects.all():
        if row.school_return_id in by_return:
            by_return[row.school_return_id].one_class_sites.append(row)
    for row in Assignment.objects.select_related("post"):
        counted = row.is_main and row.contract != "visiting" and is_on(row, day)
        if counted and row.institution_id in schools:
            schools[row.institution_id].assignments.append(row)
    return day, schools


def absences_on(day):
    """Kind of absence of each person who is away on `day`."""
    away = {}
    for row in Absence.objects.order_by("pk"):
        if is_on(row, day):
            away[row.person_id] = row.kind
    return away


def gaps_of(facts, away, rounding="none"):
    """Gap rows of one school by (post, level); only teachers have a level."""
    gaps = defaultdict(Gap)

    def require(post, level, required):
        row = gaps[post, level]
        row.required_norm_classes = norms.rounded(required.norm_classes, rounding)
        row.required_actual_classes = norms.rounded(required.actual_classes, rounding)

    def require_posts(post, number):
        if number is None:
            gaps[post, ""] = Gap(None, None)
        else:
            require(post, "", norms.Required(Decimal(number), Decimal(number)))

    allowed = norms.teachers(
        facts.institution,
        facts.region,
        facts.grades,
        facts.one_class_sites,
        facts.averages,
    )
    for level, required in allowed.items():
        require("teacher", level, required)
    require_posts("principal", norms.principals())
    require_posts("vice_principal", norms.vice_principals(facts.grades))
    if norms.youth_leaders(facts.grades):
        require_posts("youth_leader", 1)
    support = posts.support(facts.institution, facts.region, facts.grades)
    for post, number in support.items():
        require_posts(post, number)

    highest = facts.institution.kind.highest_level
    for row in facts.assignments:
        post = posts.OFFICE_PEOPLE.get(row.post_id, row.post_id)
        key = post, (row.level or highest) if post == "teacher" else ""
        if key not in gaps and post != "teacher":
            require_posts(post, posts.of_a_person(post, highest))
        gap = gaps[key]
        if row.person_id in away:
            gap.absent[away[row.person_id]] += 1
        elif row.contract == "labour":
            gap.present_contract += 1
        else:
            gap.present_permanent += 1
    return dict(gaps)


def all_gaps(year, institutions=None, rounding="none"):
    """Gap rows of all schools: {(institution pk, post, level): Gap}."""
    day, schools = facts_of(year, institutions)
    away = absences_on(day)
    return {
        (pk, post, level): gap
        for pk, facts in schools.items()
        for (post, level), gap in gaps_of(facts, away, rounding).items()
    }


def rolled_up(gaps, wanted, reading="actual_classes"):
    """Shortage and surplus of many rows, gross: one never fills the other."""
    shortage = surplus = required = Decimal(0)
    present = 0
    for key, gap in gaps.items():
        if wanted(key):
            shortage += gap.shortage(reading)
            surplus += gap.surplus(reading)
            required += gap.required_actual_classes or 0
            present += gap.present
    return {
        "shortage": shortage,
        "surplus": surplus,
        "required": required,
        "present": present,
    }
