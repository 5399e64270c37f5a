"""Every named constraint of our tables is tried, and PostgreSQL refuses by that name."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from communes.models import (
    Commune,
    CommuneRegion,
    CultureSocietyOffice,
    DeadlineException,
    IndicatorValue,
    Job,
    Population,
    RecomputeRequest,
    ReportingPeriod,
    SchoolYear,
    User,
)
from schools.models import (
    AgeFigures,
    Award,
    Facilities,
    GradeFigures,
    GradeResults,
    Institution,
    NationalStandard,
    NetworkChange,
    NetworkChangePart,
    OneClassSite,
    SchoolReturn,
    Site,
)
from staffing.models import (
    Absence,
    AssignedPlaces,
    Assignment,
    ClassSizeNorm,
    NormParameter,
    NormSet,
    Person,
    PostNorm,
    QualificationNorm,
    StaffingGap,
    TeacherRatio,
)
from tests import factories as make

OUR_APPS = ("communes", "schools", "staffing", "emulation")
EARLY, LATE = date(2020, 1, 1), date(2024, 1, 1)
CASES = {}


def breaks(name):
    """Register a function that does what the constraint `name` forbids."""

    def register(case):
        assert name not in CASES, name
        CASES[name] = case
        return case

    return register


def set_on(row, **fields):
    """Write past forms and `save`, as an import or a colleague's SQL would."""
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def again(row, **fields):
    """Insert a second row like `row`."""
    copied = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not (field.primary_key or field.generated)
    }
    type(row)._base_manager.create(**copied | fields)


# Names our apps declare, and whether each has a case


def declared_names():
    return {
        constraint.name
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_a_breaking_case():
    assert set(CASES) == declared_names()


@pytest.mark.parametrize("name", sorted(declared_names()))
def test_database_refuses(name, db):
    make.reference()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        CASES[name]()
    assert refused.value.__cause__.diag.constraint_name == name


# Calendar


@breaks("school_year_dates_in_order")
def year_ends_before_it_starts():
    SchoolYear.objects.create(
        start=2030, starts_on=date(2030, 8, 1), ends_on=date(2030, 7, 31)
    )


@breaks("period_once_per_year_and_kind")
def period_twice():
    again(make.period())


@breaks("period_dates_in_order")
def period_locks_before_it_is_due():
    row = make.period()
    ReportingPeriod.objects.filter(pk=row.pk).update(locks_on=row.opens_on)


def extension(**fields):
    return DeadlineException.objects.create(
        **{
            "period": make.period(),
            "commune": make.commune(),
            "due_on": date(2025, 11, 20),
            "reason": "Lũ lụt",
            "granted_by": make.official(),
            **fields,
        }
    )


@breaks("deadline_exception_once")
def two_extensions():
    again(extension())


@breaks("deadline_exception_has_reason")
def extension_without_reason():
    extension(reason="")


# Jobs


@breaks("job_done_to_total")
def job_does_more_than_all():
    make.job(done=3, total=2)


@breaks("job_ended_has_time")
def job_ends_at_no_time():
    make.job(state=Job.State.DONE)


# Places


@breaks("commune_code_five_digits")
def commune_code_with_letter():
    make.commune(code="0628A", region=None)


@breaks("commune_area_positive")
def commune_without_area():
    set_on(make.commune(), area_km2=0)


@breaks("commune_name_unique")
def two_communes_of_one_name():
    first = make.commune()
    Commune.objects.filter(pk=make.commune().pk).update(name=first.name)


@breaks("region_is_1_2_or_3")
def region_four():
    make.commune(region=4)


@breaks("region_dates_in_order")
def region_ends_before_it_starts():
    make.commune_region(
        make.commune(region=None), 1, valid_from=LATE, valid_to=date(2023, 12, 31)
    )


@breaks("region_one_at_a_time")
def two_regions_on_one_day():
    commune = make.commune(region=None)
    make.commune_region(commune, 1, valid_from=EARLY, valid_to=LATE)
    # The last day of the one is the first day of the other.
    CommuneRegion.objects.create(
        commune=commune,
        staffing_region=2,
        decision="QĐ",
        decided_on=LATE,
        valid_from=LATE,
    )


@breaks("population_once_per_age")
def population_of_an_age_twice():
    again(make.population(make.commune(), 5, 100))


@breaks("population_single_years_to_17")
def children_in_an_age_band():
    make.population(make.commune(), 6, 100, age_to=10)


@breaks("population_parts_within_total")
def more_women_than_people():
    Population.objects.filter(pk=make.population(make.commune(), 5, 100).pk).update(
        female=101
    )


@breaks("office_once_per_year")
def two_offices_in_a_commune():
    again(make.office(make.commune()))


@breaks("office_specialists_within_staff")
def more_specialists_than_staff():
    CultureSocietyOffice.objects.filter(pk=make.office(make.commune()).pk).update(
        education_specialists=11
    )


# Accounts


@breaks("user_commune_role_has_commune")
def commune_head_of_no_commune():
    User.objects.filter(pk=make.official().pk).update(role="commune_head")


@breaks("user_clerk_has_institution")
def clerk_of_no_school():
    User.objects.filter(pk=make.official().pk).update(role="school_clerk")


# Values


def value(**fields):
    return make.indicator_value("learners", "province", "20", 10, **fields)


@breaks("value_once")
def value_twice():
    again(value())


@breaks("value_coverage_in_order")
def more_reported_than_expected():
    value(expected=2, reported=3, approved=1)


@breaks("value_denominator_not_negative")
def negative_denominator():
    IndicatorValue.objects.filter(pk=value().pk).update(denominator=-1)


@breaks("recompute_request_once")
def request_twice():
    again(
        RecomputeRequest.objects.create(
            commune=make.commune(),
            school_year=make.school_year(),
            requested_at=timezone.now(),
        )
    )


# Institutions


@breaks("institution_has_code")
def institution_without_code():
    make.institution(code="")


@breaks("institution_dates_in_order")
def institution_closed_before_it_opened():
    Institution.objects.filter(pk=make.institution().pk).update(
        closed_on=date(1999, 1, 1)
    )


@breaks("site_one_main_per_institution")
def two_main_sites():
    institution = make.institution()
    make.site(institution, is_main=True)
    make.site(institution, is_main=True)


@breaks("site_dates_in_order")
def site_closed_before_it_opened():
    make.site(make.institution(), closed_on=date(1999, 1, 1))


@breaks("site_lies_in_viet_nam")
def site_with_coordinates_swapped():
    site = make.site(make.institution())
    Site.objects.filter(pk=site.pk).update(
        latitude=site.longitude, longitude=site.latitude
    )


@breaks("standard_level_1_or_2")
def standard_level_three():
    make.recognition(make.institution(), level=3)


@breaks("standard_dates_in_order")
def standard_expires_on_issue():
    make.recognition(make.institution(), expires_on=date(2023, 1, 1))


@breaks("standard_once_per_day")
def standard_twice_on_a_day():
    first = make.recognition(make.institution())
    NationalStandard.objects.create(
        institution=first.institution,
        level=2,
        decision="Khác",
        issued_on=first.issued_on,
        expires_on=first.expires_on,
    )


@breaks("change_has_decision")
def change_without_decision():
    NetworkChange.objects.create(kind="merged", effective_on=LATE, decision="")


@breaks("change_part_once")
def institution_twice_on_one_side():
    institution = make.institution()
    change = NetworkChange.objects.create(
        kind="renamed", effective_on=LATE, decision="12/QĐ-UBND"
    )
    again(
        NetworkChangePart.objects.create(
            change=change, institution=institution, side="before", name="Tên cũ"
        )
    )


# Returns


def filed(state="draft", **fields):
    return make.school_return(make.institution(), state=state, **fields)


@breaks("schoolreturn_submitted_who_and_when")
def submitted_by_nobody():
    set_on(filed(), submitted_at=timezone.now())


@breaks("schoolreturn_decided_who_and_when")
def decided_at_no_time():
    set_on(filed("submitted"), decided_by=make.official())


@breaks("schoolreturn_handed_in_has_author")
def handed_in_by_nobody():
    set_on(filed(), state="submitted")


@breaks("schoolreturn_judged_has_judge")
def approved_by_nobody():
    set_on(filed("submitted"), state="approved")


@breaks("schoolreturn_rejected_has_reason")
def rejected_without_reason():
    set_on(filed("rejected"), reason="")


@breaks("schoolreturn_judge_is_not_author")
def approved_by_its_author():
    row = filed("approved")
    set_on(row, decided_by=row.submitted_by)


@breaks("schoolreturn_unlock_request_complete")
def unlock_asked_without_reason():
    set_on(
        filed("locked"),
        unlock_requested_by=make.official(),
        unlock_requested_at=timezone.now(),
    )


@breaks("return_once_per_period")
def two_returns_for_a_period():
    row = filed()
    SchoolReturn.objects.create(institution=row.institution, period=row.period)


def figures(**fields):
    return make.grade(filed(), "01", classes=2, pupils=50, **fields)


@breaks("grade_once")
def grade_twice():
    again(figures())


@breaks("grade_parts_within_pupils")
def more_girls_than_pupils():
    figures(girls=51)


@breaks("grade_ethnic_girls_within_both")
def more_ethnic_girls_than_girls():
    figures(girls=20, ethnic_girls=21)


@breaks("grade_parts_within_classes")
def more_mixed_classes_than_classes():
    figures(mixed_classes=3)


@breaks("grade_pupils_need_a_class")
def pupils_without_a_class():
    GradeFigures.objects.filter(pk=figures().pk).update(
        classes=0, two_session_classes=0, mixed_classes=0
    )


def ages(**fields):
    return AgeFigures.objects.create(
        **{
            "school_return": filed(),
            "level": "primary",
            "age": 6,
            "pupils": 10,
            "girls": 5,
            "ethnic": 5,
            "ethnic_girls": 2,
            **fields,
        }
    )


@breaks("age_once_per_level")
def age_twice():
    again(ages())


@breaks("age_parts_within_pupils")
def more_ethnic_girls_than_ethnic():
    ages(ethnic_girls=6, girls=8)


@breaks("one_class_site_once")
def site_with_two_single_classes():
    first = make.one_class_site(filed(), "M3", children=14)
    OneClassSite.objects.create(
        school_return=first.school_return, site=first.site, grade_id="M4", children=9
    )


@breaks("one_class_site_parts_within_children")
def more_inclusive_children_than_children():
    make.one_class_site(filed(), "M3", children=1, inclusive=2)


@breaks("rooms_parts_within_classrooms")
def more_solid_rooms_than_rooms():
    make.facilities(filed(), classrooms=5, solid_rooms=6)


@breaks("computers_working_within_all")
def more_working_computers_than_computers():
    Facilities.objects.create(
        school_return=filed(), teaching_computers=1, working_computers=2
    )


def results(**fields):
    return GradeResults.objects.create(
        **{"school_return": filed(), "grade_id": "09", "assessed": 30, **fields}
    )


@breaks("results_once")
def results_twice():
    again(results())


@breaks("results_parts_within_assessed")
def more_promoted_than_assessed():
    results(promoted=31)


@breaks("results_graduates_within_candidates")
def more_graduates_than_candidates():
    results(exam_candidates=20, graduated=21)


def award(**fields):
    return Award.objects.create(
        **{
            "institution": make.institution(),
            "school_year": make.school_year(),
            "contest": "national",
            "subject": "Lịch sử",
            "prize": "first",
            **fields,
        }
    )


@breaks("award_once")
def award_twice():
    again(award())


@breaks("award_counts_something")
def award_of_nothing():
    award(count=0)


# Norms


def norm_set(**fields):
    """A set of a time when nothing of ours is in force."""
    return NormSet.objects.create(
        **{
            "code": f"thu-{make.number()}",
            "family": "general",
            "title": "Thử",
            "title_en": "Trial",
            "document": "TT thử",
            "status": "draft",
            "valid_from": date(1990, 1, 1),
            "valid_to": date(1995, 1, 1),
            **fields,
        }
    )


@breaks("norm_set_dates_in_order")
def norm_set_ends_before_it_starts():
    norm_set(valid_to=date(1989, 1, 1))


@breaks("norm_set_one_in_force")
def two_general_sets_in_force():
    norm_set(status="in_force")
    norm_set(status="in_force")


def class_size(**fields):
    return ClassSizeNorm.objects.create(
        **{
            "norm_set": norm_set(),
            "article": "Điều 3",
            "level": "primary",
            "region": 1,
            "pupils_per_class": 25,
            "leftover_per_teacher": 12,
            **fields,
        }
    )


@breaks("class_size_once")
def class_size_twice():
    # No grade on either row: empty cells count as equal.
    again(class_size())


@breaks("class_size_positive")
def class_of_nobody():
    class_size(pupils_per_class=0)


def ratio(**fields):
    return TeacherRatio.objects.create(
        **{
            "norm_set": norm_set(),
            "article": "Điều 7",
            "level": "primary",
            "ratio": Decimal("1.5"),
            **fields,
        }
    )


@breaks("teacher_ratio_once")
def ratio_twice():
    again(ratio())


@breaks("teacher_ratio_positive")
def ratio_of_zero():
    ratio(ratio=0)


def post_norm(**fields):
    return PostNorm.objects.create(
        **{
            "norm_set": norm_set(),
            "article": "Điều 6",
            "post_id": "principal",
            "level": "primary",
            "quantity": 1,
            **fields,
        }
    )


@breaks("post_norm_once")
def post_norm_twice():
    again(post_norm())


@breaks("post_norm_not_negative")
def less_than_no_principal():
    post_norm(quantity=-1)


@breaks("norm_parameter_once")
def parameter_twice():
    again(
        NormParameter.objects.create(
            norm_set=norm_set(), article="Điều 5", code="thu", name="Thử", value=2
        )
    )


@breaks("qualification_norm_once")
def qualification_norm_twice():
    again(
        QualificationNorm.objects.create(
            norm_set=norm_set(family="qualification"),
            article="Điều 28",
            level="primary",
            minimum_degree_id="DH",
        )
    )


# People and gaps


@breaks("person_id_twelve_digits")
def personal_number_of_nine_digits():
    make.person(personal_id="123456789")


@breaks("person_sex_known")
def person_of_unknown_sex():
    Person.objects.filter(pk=make.person().pk).update(sex="X")


@breaks("qualification_once")
def degree_twice():
    again(make.qualification(make.person()))


@breaks("assignment_one_main_at_a_time")
def two_employers():
    person = make.person()
    make.assignment(person, make.institution())
    make.assignment(person, make.institution())


@breaks("assignment_dates_in_order")
def service_ends_before_it_starts():
    make.assignment(
        make.person(),
        make.institution(),
        started_on=LATE,
        ended_on=EARLY,
        end_reason="moved",
    )


@breaks("assignment_end_has_reason")
def service_ends_without_reason():
    make.assignment(make.person(), make.institution(), ended_on=LATE)


@breaks("assignment_share_up_to_one")
def more_than_one_full_load():
    row = make.assignment(make.person(), make.institution())
    Assignment.objects.filter(pk=row.pk).update(share=Decimal("1.5"))


@breaks("absence_dates_in_order")
def back_before_leaving():
    Absence.objects.create(
        person=make.person(), kind="study", started_on=LATE, ended_on=EARLY
    )


@breaks("places_once")
def places_given_twice():
    first = make.assigned_places(make.institution(), 20)
    AssignedPlaces.objects.create(
        institution=first.institution,
        school_year=first.school_year,
        post_group="teacher",
        places=21,
        decision="QĐ khác",
    )


def gap(**fields):
    return StaffingGap.objects.create(
        **{
            "institution": make.institution(),
            "school_year": make.school_year(),
            "post_id": "teacher",
            "level": "primary",
            "norm_set": norm_set(),
            "required_norm_classes": 10,
            "required_actual_classes": 12,
            "present_permanent": 9,
            "present_contract": 0,
            "run": make.computation_run(),
            **fields,
        }
    )


@breaks("gap_once")
def gap_twice():
    again(gap())


@breaks("gap_required_not_negative")
def fewer_than_no_teachers_required():
    gap(required_norm_classes=-1)
