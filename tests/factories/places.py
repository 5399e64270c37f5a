"""Reference data, places and the calendar."""

import itertools
from datetime import date, timedelta

from django.utils import timezone

from communes import seeding as commune_seeding
from communes.models import (
    Commune,
    CommuneRegion,
    CultureSocietyOffice,
    Ethnicity,
    PendingCell,
    Population,
    Province,
    ReportingPeriod,
    SchoolYear,
)
from emulation import seeding as emulation_seeding
from schools import seeding as school_seeding
from staffing import seeding as staffing_seeding

YEAR = 2025

_numbers = itertools.count(1)


def number():
    """A number no other row of this test run has."""
    return next(_numbers)


def reference():
    """Code lists, rules, norms and criteria sets as a new installation loads them."""
    commune_seeding.add_missing(
        Ethnicity, commune_seeding.read_csv(commune_seeding.DATA / "ethnicities.csv")
    )
    commune_seeding.add_rules(commune_seeding.DATA / "rules.json")
    school_seeding.load_reference()
    staffing_seeding.load_reference()
    emulation_seeding.load_reference()


def province(code="20", **fields):
    found, _ = Province.objects.get_or_create(
        code=code, defaults={"name": f"Tỉnh {code}", **fields}
    )
    return found


def commune(*, region=1, region_from=date(2020, 1, 1), **fields):
    """A commune in vùng `region`; None leaves it without a decision."""
    own = number()
    row = Commune.objects.create(
        **{
            "code": f"{own % 100000:05d}",
            "province": fields.pop("province", None) or province(),
            "name": f"Xã số {own}",
            "kind": Commune.Kind.COMMUNE,
            "cluster": "Cao Lộc",
            "latitude": "21.85",
            "longitude": "106.75",
            "area_km2": "60.5",
            **fields,
        }
    )
    if region:
        commune_region(row, region, valid_from=region_from)
    return row


def or_new_commune(row):
    return row or commune()


def commune_region(commune, region, *, valid_from=date(2020, 1, 1), **fields):
    return CommuneRegion.objects.create(
        commune=commune,
        staffing_region=region,
        **{
            "ethnic_area": "III",
            "decision": "QĐ thử nghiệm",
            "decided_on": valid_from,
            "valid_from": valid_from,
            **fields,
        },
    )


def school_year(start=YEAR):
    """The school year with its two reporting periods."""
    year, made = SchoolYear.objects.get_or_create(
        start=start,
        defaults={
            "starts_on": date(start, 8, 1),
            "ends_on": date(start + 1, 7, 31),
        },
    )
    if made:
        for kind, day in (
            (ReportingPeriod.Kind.START, date(start, 9, 30)),
            (ReportingPeriod.Kind.END, date(start + 1, 5, 31)),
        ):
            due = date(day.year, day.month + 1, 30)
            ReportingPeriod.objects.create(
                school_year=year,
                kind=kind,
                as_of=day,
                opens_on=day,
                due_on=due,
                locks_on=date(due.year, due.month + 1, 15),
            )
    return year


def period(start=YEAR, kind="start"):
    return school_year(start).periods.get(kind=kind)


def open_period(start=YEAR, kind="start", *, due_in=10, locks_in=20):
    """The same period with its days around today: opened a month ago, not yet locked."""
    today = timezone.localdate()
    row = period(start, kind)
    row.opens_on = today - timedelta(days=30)
    row.due_on = today + timedelta(days=due_in)
    row.locks_on = today + timedelta(days=locks_in)
    row.save()
    return row


def pending_cell(institution, *, by, year=YEAR, kind="start", **fields):
    """Something typed into a form of `institution` that the figures could not take."""
    return PendingCell.objects.create(
        period=period(year, kind),
        unit=institution.code,
        institution_code=institution.code,
        commune=institution.managing_commune,
        typed_by=by,
        typed_at=timezone.now(),
        **{
            "form": "classes",
            "line": "01",
            "field": "girls",
            "text": "ba mươi",
            **fields,
        },
    )


def population(commune, age, total, *, year=YEAR, **fields):
    return Population.objects.create(
        commune=commune,
        school_year=school_year(year),
        age_from=age,
        **{
            "age_to": age,
            "total": total,
            "female": total // 2,
            "ethnic": total,
            "ethnic_female": total // 2,
            **fields,
        },
    )


def office(commune, *, year=YEAR, staff=10, education_specialists=1):
    return CultureSocietyOffice.objects.create(
        commune=commune,
        school_year=school_year(year),
        staff=staff,
        education_specialists=education_specialists,
    )
