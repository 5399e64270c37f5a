"""Plain functions that make the rows a test needs, with defaults that are valid.

Every function takes what matters to the test by keyword and fills in the rest;
numbers in codes only keep them apart. Use it as `from tests import factories as make`.
"""

import itertools
from datetime import date

from django.utils import timezone

from communes import seeding as commune_seeding
from communes.models import (
    Commune,
    CommuneRegion,
    ComputationRun,
    CultureSocietyOffice,
    Ethnicity,
    IndicatorValue,
    Job,
    Population,
    Province,
    ReportingPeriod,
    SchoolYear,
    User,
)
from communes.scoping import COMMUNE_ROLES, Role
from schools import seeding as school_seeding
from schools.models import (
    Facilities,
    GradeFigures,
    Institution,
    NationalStandard,
    OneClassSite,
    SchoolReturn,
    Site,
)
from staffing import seeding as staffing_seeding
from staffing.models import (
    Absence,
    AssignedPlaces,
    Assignment,
    Person,
    Qualification,
)

PASSWORD = "lang-son-thu-nghiem"
YEAR = 2025

_numbers = itertools.count(1)


def number():
    """A number no other row of this test run has."""
    return next(_numbers)


# Reference data


def reference():
    """Code lists and norm sets, as a new installation loads them; no communes."""
    commune_seeding.add_missing(
        Ethnicity, commune_seeding.read_csv(commune_seeding.DATA / "ethnicities.csv")
    )
    school_seeding.load_reference()
    staffing_seeding.load_reference()


# Places and calendar


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


def _or_new_commune(row):
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


# Accounts


def user(role=Role.OFFICIAL, *, commune=None, institution=None, **fields):
    """An account of `role`; commune roles get a commune of their own if none is given."""
    own = number()
    password = fields.pop("password", PASSWORD)
    if role in COMMUNE_ROLES:
        commune = _or_new_commune(commune)
    account = User(
        **{
            "username": f"tai_khoan_{own}",
            "email": f"tai.khoan.{own}@example.test",
            "role": role,
            "commune": commune,
            "institution_code": institution.code if institution else "",
            **fields,
        }
    )
    account.set_password(password)
    account.save()
    return account


def admin(**fields):
    return user(Role.ADMIN, is_staff=True, is_superuser=True, **fields)


def official(**fields):
    return user(Role.OFFICIAL, **fields)


def owner(commune, **fields):
    """Head of the culture-society office of `commune`."""
    return user(Role.COMMUNE_HEAD, commune=commune, **fields)


def colleague(commune, **fields):
    """An officer of the same office."""
    return user(Role.COMMUNE_OFFICER, commune=commune, **fields)


def reader(commune, **fields):
    """A commune leader, who looks and changes nothing."""
    return user(Role.COMMUNE_READER, commune=commune, **fields)


def stranger(**fields):
    """Head of the office of some other commune."""
    return user(Role.COMMUNE_HEAD, **fields)


def clerk(institution, **fields):
    return user(Role.SCHOOL_CLERK, institution=institution, **fields)


def expired(commune, **fields):
    return owner(commune, expires_on=date(2020, 12, 31), **fields)


def roleless(**fields):
    return user("", **fields)


# Institutions


def institution(kind="TH", *, commune=None, managed_by_commune=None, **fields):
    """An institution of `kind`; upper secondary and centres fall to the department."""
    own = number()
    commune = _or_new_commune(commune)
    if managed_by_commune is None:
        managed_by_commune = kind not in ("THPT", "THCS-THPT", "GDTX")
    return Institution.objects.create(
        **{
            "code": f"20{own:08d}",
            "name": f"Trường số {own}",
            "kind_id": kind,
            "commune": commune,
            "managing_commune": commune if managed_by_commune else None,
            "opened_on": date(2000, 9, 1),
            **fields,
        }
    )


def site(institution, *, is_main=False, **fields):
    return Site.objects.create(
        institution=institution,
        is_main=is_main,
        **{
            "name": f"Điểm trường {number()}",
            "latitude": "21.85",
            "longitude": "106.75",
            "opened_on": date(2000, 9, 1),
            **fields,
        },
    )


def recognition(institution, *, level=1, **fields):
    return NationalStandard.objects.create(
        institution=institution,
        level=level,
        **{
            "decision": f"{number()}/QĐ-UBND",
            "issued_on": date(2023, 1, 1),
            "expires_on": date(2028, 1, 1),
            **fields,
        },
    )


# Returns


def school_return(
    institution, *, year=YEAR, kind="start", state="approved", by=None, **fields
):
    """A return in `state` with the facts that state must carry."""
    now = timezone.now()
    if state != "draft":
        by = by or _somebody(Role.SCHOOL_CLERK, institution=institution)
        fields = {"submitted_by": by, "submitted_at": now, **fields}
    if state in ("approved", "rejected", "locked"):
        # Nobody judges her own return.
        judge = _somebody(Role.OFFICIAL)
        fields = {"decided_by": judge, "decided_at": now, **fields}
    if state == "rejected":
        fields = {"reason": "Sĩ số lớp 1 chưa khớp", **fields}
    return SchoolReturn.objects.create(
        institution=institution, period=period(year, kind), state=state, **fields
    )


def _somebody(role, **fields):
    return User.objects.filter(role=role).first() or user(role, **fields)


def grade(school_return, code, *, classes, pupils, **fields):
    """Figures of one grade; two sessions for everybody unless said otherwise."""
    return GradeFigures.objects.create(
        school_return=school_return,
        grade_id=code,
        classes=classes,
        pupils=pupils,
        **{
            "two_session_classes": classes,
            "two_session_pupils": pupils,
            "mixed_classes": 0,
            "girls": pupils // 2,
            "ethnic": pupils,
            "ethnic_girls": pupils // 2,
            "inclusive": 0,
            "english": pupils,
            "informatics": pupils,
            **fields,
        },
    )


def one_class_site(school_return, grade, *, children, inclusive=0):
    return OneClassSite.objects.create(
        school_return=school_return,
        site=site(school_return.institution),
        grade_id=grade,
        children=children,
        inclusive=inclusive,
    )


def facilities(school_return, *, classrooms=10, solid_rooms=8, **fields):
    return Facilities.objects.create(
        school_return=school_return,
        classrooms=classrooms,
        solid_rooms=solid_rooms,
        **fields,
    )


GRADES = {
    "MN": ("N3", "M3", "M4", "M5"),
    "TH": ("01", "02", "03", "04", "05"),
    "THCS": ("06", "07", "08", "09"),
    "THPT": ("10", "11", "12"),
    "GDTX": ("T10", "T11", "T12"),
}
GRADES["MG"] = GRADES["MN"][1:]
GRADES["NT"] = ("N1", "N2", "N3")
GRADES["TH-THCS"] = GRADES["TH"] + GRADES["THCS"]
GRADES["THCS-THPT"] = GRADES["THCS"] + GRADES["THPT"]


def school(kind="TH", *, classes=2, pupils=50, year=YEAR, state="approved", **fields):
    """An institution with a return of `classes` and `pupils` in every grade it teaches."""
    row = institution(kind, **fields)
    site(row, is_main=True)
    filed = school_return(row, year=year, state=state)
    for code in GRADES[kind]:
        grade(filed, code, classes=classes, pupils=pupils)
    facilities(filed)
    return row


# People


def person(**fields):
    own = number()
    return Person.objects.create(
        **{
            "personal_id": f"020{own:09d}",
            "full_name": f"Nông Thị Số {own}",
            "sex": Person.Sex.FEMALE,
            "birth_date": date(1985, 5, 15),
            "ethnicity_id": "02",
            **fields,
        }
    )


def assignment(person, institution, post="teacher", **fields):
    if post == "teacher":
        fields.setdefault("level", institution.kind.highest_level)
    return Assignment.objects.create(
        person=person,
        institution=institution,
        post_id=post,
        **{
            "contract": Assignment.Contract.PERMANENT,
            "started_on": date(2015, 9, 1),
            **fields,
        },
    )


def employee(institution, post="teacher", *, degree="DH", **fields):
    """A person serving at `institution`, with one degree of teacher training."""
    someone = person()
    if degree:
        qualification(someone, degree)
    return assignment(someone, institution, post, **fields)


def qualification(person, degree="DH", **fields):
    return Qualification.objects.create(
        person=person,
        degree_id=degree,
        **{"major": "Sư phạm", "obtained_on": date(2008, 6, 30), **fields},
    )


def absence(person, kind="maternity", **fields):
    return Absence.objects.create(
        person=person,
        kind=kind,
        **{"started_on": date(2025, 8, 1), **fields},
    )


def assigned_places(institution, places, *, group="teacher", year=YEAR):
    return AssignedPlaces.objects.create(
        institution=institution,
        school_year=school_year(year),
        post_group=group,
        places=places,
        decision="QĐ giao biên chế",
    )


# Computed rows and jobs


def computation_run(*, year=YEAR, **fields):
    now = timezone.now()
    return ComputationRun.objects.create(
        school_year=school_year(year),
        **{
            "host": "shell@test",
            "state": ComputationRun.State.DONE,
            "started_at": now,
            "finished_at": now,
            **fields,
        },
    )


def indicator_value(indicator, scope, scope_key, numerator, denominator=None, **fields):
    year = fields.pop("year", YEAR)
    return IndicatorValue.objects.create(
        indicator=indicator,
        scope=scope,
        scope_key=scope_key,
        numerator=numerator,
        denominator=denominator,
        school_year=school_year(year),
        run=fields.pop("run", None) or computation_run(year=year),
        **{"expected": 1, "reported": 1, "approved": 1, **fields},
    )


def job(kind="recompute", **fields):
    return Job.objects.create(kind=kind, **fields)
