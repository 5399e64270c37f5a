"""Ways to break what must be true of institutions and their returns."""

from datetime import date

from django.utils import timezone

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
    RejectionReason,
    SchoolReturn,
    Site,
)
from tests import factories as make

from .registry import again, breaks, set_on

EARLY, LATE = date(2020, 1, 1), date(2024, 1, 1)


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


@breaks("rejection_reason_says_something")
def empty_reason():
    RejectionReason.objects.create(code="khong", text="")


@breaks("schoolreturn_unlock_refused_stays_closed")
def refusal_on_an_open_return():
    set_on(filed("submitted"), unlock_refusal="Đã chốt số liệu")


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
