"""Ways to break what must be true of places, calendar, accounts, values and jobs."""

from datetime import date

from django.utils import timezone

from communes.models import (
    CellComment,
    Commune,
    CommuneRegion,
    CultureSocietyOffice,
    DeadlineException,
    Explanation,
    Import,
    ImportChange,
    ImportFix,
    IndicatorValue,
    Job,
    Notice,
    PendingCell,
    Population,
    RecomputeRequest,
    ReportingPeriod,
    Rule,
    SchoolYear,
    User,
)
from tests import factories as make

from .registry import again, breaks, set_on

EARLY, LATE = date(2020, 1, 1), date(2024, 1, 1)


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


# Entry


def rule(**fields):
    return Rule.objects.create(
        **{
            "code": f"rule-{make.number()}",
            "form": "classes",
            "severity": "error",
            "condition": "girls <= pupils",
            "sentence": "Nữ nhiều hơn tổng số.",
            "shown_at": "girls",
            **fields,
        }
    )


@breaks("rule_structural_stays_on")
def structural_rule_switched_off():
    rule(is_structural=True, is_active=False)


@breaks("rule_says_something")
def rule_without_a_sentence():
    rule(sentence="")


def in_cell(model, **fields):
    """A row of `model` at some cell of a school's form."""
    return model.objects.create(
        **{
            "period": make.period(),
            "form": "classes",
            "unit": "20TH0001",
            "institution_code": "20TH0001",
            "line": "01",
            "field": "girls",
            **fields,
        }
    )


def pending(**fields):
    who = {"typed_by": make.official(), "typed_at": timezone.now()}
    return in_cell(PendingCell, text="35", **who | fields)


@breaks("pendingcell_unit_is_known")
def pending_cell_of_another_school():
    pending(institution_code="20TH0002")


@breaks("pending_cell_once")
def pending_twice():
    again(pending())


def explanation(**fields):
    who = {"author": make.official(), "written_at": timezone.now()}
    text = {"text": "Thôn chuyển về trường chính", "figures": "11"}
    return in_cell(Explanation, rule=rule(), **who | text | fields)


@breaks("explanation_unit_is_known")
def explanation_of_no_commune():
    explanation(institution_code="")


@breaks("explanation_once")
def explained_twice():
    again(explanation())


@breaks("explanation_says_something")
def explained_by_nothing():
    explanation(text="")


def comment(**fields):
    who = {"author": make.official(), "written_at": timezone.now()}
    return in_cell(CellComment, **{"text": "Có tính trẻ mới đến không?"} | who | fields)


@breaks("cellcomment_unit_is_known")
def comment_on_another_school():
    comment(institution_code="20TH0002")


@breaks("comment_says_something")
def comment_without_words():
    comment(text="")


@breaks("comment_resolved_who_and_when")
def comment_resolved_by_nobody():
    comment(resolved_at=timezone.now())


# Workbooks


def sent(**fields):
    return Import.objects.create(
        **{
            "kind": "staff",
            "school_year": make.school_year(),
            "file_name": "nhan-su.xlsx",
            "size": 1,
            "digest": "0" * 64,
            "uploaded_by": make.official(),
            **fields,
        }
    )


@breaks("import_refused_has_reason")
def refused_without_a_reason():
    sent(state="refused")


@breaks("import_applied_has_time")
def applied_at_no_time():
    sent(state="applied")


@breaks("import_applied_who_and_when")
def applied_by_nobody():
    sent(state="applied", applied_at=timezone.now())


@breaks("import_undone_who_and_when")
def undone_by_nobody():
    applied = {"applied_at": timezone.now(), "applied_by": make.official()}
    sent(state="undone", undone_at=timezone.now(), **applied)


@breaks("import_fix_once")
def fixed_twice():
    again(ImportFix.objects.create(source=sent(), sheet="Nhân sự", row=5, column="B"))


@breaks("import_change_new_had_nothing")
def new_row_with_a_past():
    ImportChange.objects.create(
        source=sent(), sheet="Nhân sự", row=5, action="new", before={"sex": "F"}
    )


@breaks("notice_once_per_occasion")
def told_twice():
    again(
        Notice.objects.create(recipient=make.official(), occasion="x", text="Đến hạn")
    )
