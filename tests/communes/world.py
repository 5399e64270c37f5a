"""One commune and its people, and a row of every kind that they might reach."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communes.models import (
    Commune,
    CommuneRegion,
    ComputationRun,
    CultureSocietyOffice,
    DeadlineException,
    Ethnicity,
    IndicatorValue,
    Job,
    Notice,
    PaperSchedule,
    Population,
    Province,
    RecomputeRequest,
    ReportingPeriod,
    SchoolYear,
    User,
)
from schools.models import (
    AgeFigures,
    Award,
    Facilities,
    Grade,
    GradeFigures,
    GradeResults,
    Institution,
    InstitutionKind,
    NationalStandard,
    NetworkChange,
    NetworkChangePart,
    OneClassSite,
    RejectionReason,
    SchoolReturn,
    Site,
)
from staffing.models import (
    Absence,
    AssignedPlaces,
    Assignment,
    ClassSizeNorm,
    Degree,
    NormParameter,
    NormSet,
    Person,
    Post,
    PostNorm,
    Qualification,
    QualificationNorm,
    RetirementAge,
    StaffingGap,
    Subject,
    TeacherRatio,
)
from tests import factories as make

from . import (
    campaign_rows,
    export_rows,
    forecast_rows,
    norm_rows,
    paper_rows,
    redeploy_rows,
    subject_rows,
)
from .entry_rows import OF_EVERYBODY, OF_SCHOOLS
from .report_rows import OF_REPORTS
from .target_rows import OF_COMMUNES as TARGETS
from .target_rows import OF_EVERYBODY as MARGINS

PROVINCE = {"admin", "official"}
HOUSE = {"head", "officer", "reader"}
SCHOOL = {"clerk"}
ACTIVE = PROVINCE | HOUSE | SCHOOL | {"other_clerk", "stranger"}
NOBODY = set()


class World:
    """One commune with two schools and all who might look at them."""

    def __init__(self):
        make.reference()
        self.commune = make.commune()
        self.school = make.institution("TH", commune=self.commune)
        other = make.institution("THCS", commune=self.commune)
        self.filed = make.school_return(self.school)
        self.person = make.person()
        self.assignment = make.assignment(self.person, self.school)
        self.run = make.computation_run()
        self.people = {
            "admin": make.admin(),
            "official": make.official(),
            "head": make.owner(self.commune),
            "officer": make.colleague(self.commune),
            "reader": make.reader(self.commune),
            "clerk": make.clerk(self.school),
            "other_clerk": make.clerk(other),
            "stranger": make.stranger(),
            "expired": make.expired(self.commune),
            "expired_admin": make.admin(expires_on=date(2020, 1, 1)),
            "off": make.owner(self.commune, is_active=False),
            "roleless": make.roleless(commune=self.commune),
            "unknown_role": make.user("minister", commune=self.commune),
            "anonymous": AnonymousUser(),
            "nobody": None,
        }

    def who(self, reach, row):
        """Names of the people whose `reach` (a queryset method) covers `row`."""
        rows = type(row).objects
        return {
            name
            for name, person in self.people.items()
            if getattr(rows, reach)(person).filter(pk=row.pk).exists()
        }


def norm_row(model, **fields):
    return lambda world: model.objects.create(
        norm_set=NormSet.objects.create(
            code="thu",
            family="general",
            title="Thử",
            title_en="Trial",
            document="TT",
            valid_from=date(1990, 1, 1),
        ),
        article="Điều 1",
        **fields,
    )


def change_part(world):
    change = NetworkChange.objects.create(
        kind="opened", effective_on=date(2020, 1, 1), decision="1/QĐ"
    )
    return NetworkChangePart.objects.create(
        change=change, institution=world.school, side="after", name="Mới"
    )


def staffing_gap(world):
    return StaffingGap.objects.create(
        institution=world.school,
        school_year=make.school_year(),
        post_id="principal",
        norm_set=norm_row(NormParameter, code="x", name="x", value=1)(world).norm_set,
        required_norm_classes=1,
        required_actual_classes=1,
        present_permanent=1,
        present_contract=0,
        run=world.run,
    )


def grade_row(world):
    return make.grade(world.filed, "01", classes=1, pupils=20)


# model: (make a row of the commune's school, who sees it, who changes it)
OPEN_TO_ALL = (ACTIVE, {"admin"})
OF_THE_COMMUNE = (PROVINCE | HOUSE, {"admin", "head", "officer"})
OF_THE_SCHOOL = (PROVINCE | HOUSE | SCHOOL, {"admin", "head", "officer", "clerk"})
DECIDED_ABOVE = (PROVINCE | HOUSE | SCHOOL, {"admin"})

TABLE = {
    Province: (lambda w: w.commune.province, *OPEN_TO_ALL),
    Commune: (lambda w: w.commune, *OPEN_TO_ALL),
    CommuneRegion: (lambda w: w.commune.regions.get(), *OPEN_TO_ALL),
    Ethnicity: (lambda w: Ethnicity.objects.first(), *OPEN_TO_ALL),
    SchoolYear: (lambda w: make.school_year(), *OPEN_TO_ALL),
    ReportingPeriod: (lambda w: make.period(), *OPEN_TO_ALL),
    ComputationRun: (lambda w: w.run, *OPEN_TO_ALL),
    Grade: (lambda w: Grade.objects.first(), *OPEN_TO_ALL),
    RejectionReason: (lambda w: RejectionReason.objects.first(), *OPEN_TO_ALL),
    InstitutionKind: (lambda w: InstitutionKind.objects.first(), *OPEN_TO_ALL),
    NetworkChange: (lambda w: change_part(w).change, *OPEN_TO_ALL),
    NetworkChangePart: (change_part, *OPEN_TO_ALL),
    Post: (lambda w: Post.objects.first(), *OPEN_TO_ALL),
    Subject: (lambda w: Subject.objects.first(), *OPEN_TO_ALL),
    Degree: (lambda w: Degree.objects.first(), *OPEN_TO_ALL),
    RetirementAge: (lambda w: RetirementAge.objects.first(), *OPEN_TO_ALL),
    NormSet: (
        lambda w: norm_row(NormParameter, code="x", name="x", value=1)(w).norm_set,
        *OPEN_TO_ALL,
    ),
    ClassSizeNorm: (
        norm_row(
            ClassSizeNorm, level="primary", pupils_per_class=25, leftover_per_teacher=12
        ),
        *OPEN_TO_ALL,
    ),
    TeacherRatio: (norm_row(TeacherRatio, level="primary", ratio=1), *OPEN_TO_ALL),
    PostNorm: (
        norm_row(PostNorm, post_id="principal", level="primary", quantity=1),
        *OPEN_TO_ALL,
    ),
    NormParameter: (
        norm_row(NormParameter, code="x", name="x", value=1),
        *OPEN_TO_ALL,
    ),
    QualificationNorm: (
        norm_row(QualificationNorm, level="primary", minimum_degree_id="DH"),
        *OPEN_TO_ALL,
    ),
    Population: (lambda w: make.population(w.commune, 5, 90), *OF_THE_COMMUNE),
    CultureSocietyOffice: (lambda w: make.office(w.commune), *OF_THE_COMMUNE),
    DeadlineException: (
        lambda w: DeadlineException.objects.create(
            period=make.period(),
            commune=w.commune,
            due_on=date(2025, 12, 1),
            reason="Lũ lụt",
            granted_by=w.people["official"],
        ),
        PROVINCE | HOUSE,
        {"admin"},
    ),
    RecomputeRequest: (
        lambda w: RecomputeRequest.objects.create(
            commune=w.commune,
            school_year=make.school_year(),
            requested_at=timezone.now(),
        ),
        PROVINCE | HOUSE,
        {"admin"},
    ),
    Job: (
        lambda w: make.job(commune=w.commune, institution_code=w.school.code),
        *DECIDED_ABOVE,
    ),
    IndicatorValue: (
        lambda w: make.indicator_value(
            "learners", "institution", w.school.code, 10, commune=w.commune
        ),
        PROVINCE | HOUSE | SCHOOL,
        NOBODY,
    ),
    Institution: (lambda w: w.school, *OF_THE_SCHOOL),
    Site: (lambda w: make.site(w.school), *OF_THE_SCHOOL),
    NationalStandard: (lambda w: make.recognition(w.school), *DECIDED_ABOVE),
    SchoolReturn: (lambda w: w.filed, *OF_THE_SCHOOL),
    GradeFigures: (grade_row, *OF_THE_SCHOOL),
    AgeFigures: (
        lambda w: AgeFigures.objects.create(
            school_return=w.filed,
            level="primary",
            age=6,
            pupils=1,
            girls=0,
            ethnic=0,
            ethnic_girls=0,
        ),
        *OF_THE_SCHOOL,
    ),
    OneClassSite: (
        lambda w: make.one_class_site(w.filed, "M3", children=9),
        *OF_THE_SCHOOL,
    ),
    Facilities: (lambda w: make.facilities(w.filed), *OF_THE_SCHOOL),
    GradeResults: (
        lambda w: GradeResults.objects.create(school_return=w.filed, grade_id="01"),
        *OF_THE_SCHOOL,
    ),
    Award: (
        lambda w: Award.objects.create(
            institution=w.school,
            school_year=make.school_year(),
            contest="national",
            subject="Toán",
            prize="first",
        ),
        *OF_THE_SCHOOL,
    ),
    Person: (lambda w: w.person, *OF_THE_SCHOOL),
    Qualification: (lambda w: make.qualification(w.person), *OF_THE_SCHOOL),
    Absence: (lambda w: make.absence(w.person), *OF_THE_SCHOOL),
    Assignment: (lambda w: w.assignment, *OF_THE_SCHOOL),
    AssignedPlaces: (lambda w: make.assigned_places(w.school, 20), *DECIDED_ABOVE),
    StaffingGap: (staffing_gap, PROVINCE | HOUSE | SCHOOL, NOBODY),
    User: (
        lambda w: make.user("school_clerk", institution=w.school, commune=w.commune),
        *DECIDED_ABOVE,
    ),
}
TABLE |= {model: (row, *OF_THE_SCHOOL) for model, row in OF_SCHOOLS.items()}
TABLE |= {
    model: (row, *OF_THE_SCHOOL) for model, row in paper_rows.ABOUT_SCHOOL.items()
}
TABLE[PaperSchedule] = (paper_rows.schedule, *OF_THE_COMMUNE)
TABLE |= {model: (row, *OPEN_TO_ALL) for model, row in OF_EVERYBODY.items()}
# Whoever is told, and nobody else: she marks it as read.
TABLE[Notice] = (
    lambda w: Notice.objects.create(
        recipient=w.people["head"], occasion="x", text="Đến hạn"
    ),
    {"head"},
    {"head"},
)
TABLE |= {
    model: (row, {"head"}, {"head"})
    for model, row in export_rows.OF_THE_REQUESTER.items()
}
for rows, reach in (
    (campaign_rows.OPEN_TO_ALL, OPEN_TO_ALL),
    (forecast_rows.OF_THE_DEPARTMENT, (ACTIVE, PROVINCE)),
    (forecast_rows.COMPUTED, (PROVINCE | HOUSE, NOBODY)),
    (norm_rows.OPEN_TO_ALL, OPEN_TO_ALL),
    (norm_rows.COMPUTED, (PROVINCE | HOUSE | SCHOOL, NOBODY)),
    (subject_rows.OPEN_TO_ALL, OPEN_TO_ALL),
    (subject_rows.OF_THE_SCHOOL, OF_THE_SCHOOL),
    (subject_rows.COMPUTED, (PROVINCE | HOUSE | SCHOOL, NOBODY)),
    (campaign_rows.OF_THE_SCHOOL, OF_THE_SCHOOL),
    (campaign_rows.OF_THE_COMMUNE, OF_THE_COMMUNE),
    (campaign_rows.COMPUTED, (PROVINCE | HOUSE | SCHOOL, NOBODY)),
    (campaign_rows.KEPT, DECIDED_ABOVE),
    (campaign_rows.BLIND, (PROVINCE, {"official"})),
    (campaign_rows.OF_THE_DEPARTMENT, (PROVINCE, {"admin"})),
):
    TABLE |= {model: (row, *reach) for model, row in rows.items()}
TABLE |= {model: (row, *OF_THE_COMMUNE) for model, row in OF_REPORTS.items()}
for rows, reach in (
    (redeploy_rows.OPEN_TO_ALL, OPEN_TO_ALL),
    (redeploy_rows.OF_THE_SCHOOL, OF_THE_SCHOOL),
    (redeploy_rows.OF_THE_DEPARTMENT_AND_COMMUNE, (PROVINCE | HOUSE, PROVINCE)),
    (redeploy_rows.SIGNED_BY_THE_COMMUNE, OF_THE_COMMUNE),
    (redeploy_rows.PLANS, (PROVINCE | HOUSE | {"stranger"}, PROVINCE)),
):
    TABLE |= {model: (row, *reach) for model, row in rows.items()}
TABLE |= {model: (row, PROVINCE | HOUSE, {"admin"}) for model, row in TARGETS.items()}
TABLE |= {model: (row, *OPEN_TO_ALL) for model, row in MARGINS.items()}
