"""What the API says, whole: numbers with both parts, ratio, coverage, time, version."""

from datetime import date

import pytest

from communes import indicators
from communes.models import ComputationRun
from communes.recompute import recompute_year
from staffing.models import StaffingGap
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = make.YEAR


@pytest.fixture
def official(client):
    make.reference()
    client.force_login(make.official())
    return client


def rows(client, address):
    return client.get(address).json()["results"]


def test_value_carries_everything_that_qualifies_it(official):
    commune = make.commune()
    run = make.computation_run(versions={"indicators": {"girls_share": 3}})
    value = make.indicator_value(
        "girls_share",
        "commune",
        commune.code,
        48,
        96,
        commune=commune,
        basis="managed",
        level="primary",
        run=run,
        expected=3,
        reported=2,
        approved=1,
    )
    [row] = rows(official, "/api/v1/values/")
    assert row.pop("run")["computed_at"] is not None
    assert row == {
        "id": value.pk,
        "indicator": "girls_share",
        "definition_version": 3,
        "school_year": YEAR,
        "scope": "commune",
        "scope_key": commune.code,
        "commune": commune.code,
        "basis": "managed",
        "level": "primary",
        "numerator": 48.0,
        "denominator": 96.0,
        "ratio": 0.5,
        "coverage": {"expected": 3, "reported": 2, "approved": 1},
    }


@pytest.mark.parametrize(
    ("numerator", "denominator", "ratio"),
    [(5, 0, None), (0, 0, None), (5, None, None), (None, 4, None), (0, 4, 0.0)],
)
def test_nothing_over_zero_is_no_value(official, numerator, denominator, ratio):
    make.indicator_value("girls_share", "province", "20", numerator, denominator)
    [row] = rows(official, "/api/v1/values/")
    assert (row["numerator"], row["denominator"], row["ratio"]) == (
        numerator,
        denominator,
        ratio,
    )


def test_gap_gives_both_readings_and_nets_nothing(official):
    school = make.institution("TH")
    filed = make.school_return(school, state="submitted")
    make.grade(filed, "01", classes=10, pupils=212)
    make.employee(school)
    make.employee(school, contract="labour")
    make.absence(make.employee(school).person)
    recompute_year(YEAR, host="shell@test")
    gap = StaffingGap.objects.get(institution=school, post="teacher")
    [row] = rows(official, "/api/v1/gaps/?post=teacher")
    inputs, run, norm_set = row.pop("inputs"), row.pop("run"), row.pop("norm_set")
    assert inputs == gap.inputs
    assert row.pop("articles") == [
        "Điều 3 khoản 2",
        "Điều 7 khoản 1 điểm b",
        "Điều 7 khoản 1 điểm a",
    ]
    assert (run["id"], run["host"]) == (gap.run_id, "shell@test")
    assert (norm_set["code"], norm_set["document"]) == (
        gap.norm_set.code,
        gap.norm_set.document,
    )
    assert row == described(gap, school)


def described(gap, school):
    """The worked case of 212 pupils, without the one Tổng phụ trách Đội."""
    return {
        "id": gap.pk,
        "school_year": YEAR,
        "institution": {
            "code": school.code,
            "name": school.name,
            "commune": school.commune_id,
            "managing_commune": school.commune_id,
        },
        "post": {
            "code": "teacher",
            "name": "Giáo viên",
            "name_en": "Teacher",
            "group": "teacher",
        },
        "level": "primary",
        "basis": "location",
        "headline_reading": "actual_classes",
        "actual_classes": {
            "required": 15.0,
            "numerator": 2.0,
            "denominator": 15.0,
            "ratio": pytest.approx(2 / 15),
            "shortage": 13.0,
            "surplus": 0.0,
        },
        "norm_classes": {
            "required": 13.0,
            "numerator": 2.0,
            "denominator": 13.0,
            "ratio": pytest.approx(2 / 13),
            "shortage": 11.0,
            "surplus": 0.0,
        },
        "present": 2.0,
        "present_permanent": 1.0,
        "present_contract": 1.0,
        "absent": {"maternity": 1},
        "assigned": None,
        "coverage": {"expected": 1, "reported": 1, "approved": 0},
        "why": f"/staffing/why/{school.code}/teacher/primary/?year={YEAR}",
    }


def test_every_indicator_is_defined_in_both_languages(official):
    listed = official.get("/api/v1/indicators/").json()
    assert [row["code"] for row in listed] == [i.code for i in indicators.all()]
    english = official.get("/api/v1/indicators/", headers={"accept-language": "en"})
    assert english.json() == listed
    empty = [row["code"] for row in listed if not (row["name"] and row["name_en"])]
    assert empty == []


def test_indicator_says_how_it_is_computed(official):
    indicator = indicators.get("pupils_per_class")
    assert official.get("/api/v1/indicators/pupils_per_class/").json() == {
        "code": "pupils_per_class",
        **{
            name: str(getattr(indicator, name))
            for field in ("name", "numerator", "denominator", "unit", "note")
            for name in (field, f"{field}_en")
        },
        "digits": indicator.digits,
        "is_percent": False,
        "is_count": False,
        "better": indicator.better,
        "document": indicator.document,
        "article": indicator.article,
        "uis": indicator.uis,
        "levels": list(indicator.levels),
        "version": indicator.version,
    }
    assert official.get("/api/v1/indicators/khong_co/").status_code == 404


def test_school_keeps_location_apart_from_management(official):
    commune = make.commune()
    school = make.institution("THPT", commune=commune, name="THPT Bình Gia")
    make.recognition(school, level=2, decision="05/QĐ-UBND")
    assert official.get(f"/api/v1/schools/{school.code}/").json() == {
        "code": school.code,
        "name": "THPT Bình Gia",
        "kind": {
            "code": "THPT",
            "name": "Trường trung học phổ thông",
            "name_en": "Upper secondary school",
            "short_name": "THPT",
            "lowest_level": "upper_secondary",
            "highest_level": "upper_secondary",
            "recognisable": True,
        },
        "special_type": "",
        "ownership": "public",
        "commune": commune.code,
        "managing_commune": None,
        "teaches_two_sessions": True,
        "opened_on": "2000-09-01",
        "closed_on": None,
        "sites": [],
        "recognitions": [
            {
                "level": 2,
                "decision": "05/QĐ-UBND",
                "issued_on": "2023-01-01",
                "expires_on": "2028-01-01",
            }
        ],
    }


def test_person_shows_what_the_reader_may_see_and_hides_the_number(client):
    make.reference()
    here, elsewhere = make.institution("TH"), make.institution("TH")
    person = make.person(full_name="Nông Thị Lan", personal_id="020185001234")
    make.assignment(person, elsewhere, ended_on=date(2020, 8, 31), end_reason="moved")
    make.assignment(person, here, started_on=date(2020, 9, 1))
    client.force_login(make.owner(here.commune))
    row = client.get(f"/api/v1/staff/{person.pk}/").json()
    posts = row.pop("assignments")
    assert [post["school"] for post in posts] == [here.code]
    assert row == {
        "id": person.pk,
        "personal_id": "*********234",
        "full_name": "Nông Thị Lan",
        "sex": "F",
        "birth_date": "1985-05-15",
        "birth_year_only": False,
        "ethnicity": "02",
        "ethnicity_name": person.ethnicity.name,
        "qualifications": [],
    }


# Filters, sorting, pages


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=khanh khe", ["MN Khánh Khê", "TH Khánh Khê"]),
        ("q=KHÁNH khê th", ["TH Khánh Khê"]),
        ("kind=MN", ["MN Khánh Khê"]),
        ("level=primary", ["TH Khánh Khê", "TH-THCS Đồng Giáp"]),
        ("cluster=Bình Gia", ["TH-THCS Đồng Giáp"]),
        ("open_on=2010-01-01", ["MN Khánh Khê", "TH Khánh Khê"]),
        ("sort=-search_name", ["TH-THCS Đồng Giáp", "TH Khánh Khê", "MN Khánh Khê"]),
        ("page_size=1&page=2", ["TH Khánh Khê"]),
    ],
)
def test_schools_are_found_without_marks_and_sorted(official, query, expected):
    here = make.commune(cluster="Cao Lộc")
    make.institution("TH", commune=here, name="TH Khánh Khê")
    make.institution("MN", commune=here, name="MN Khánh Khê")
    make.institution(
        "TH-THCS",
        commune=make.commune(cluster="Bình Gia"),
        name="TH-THCS Đồng Giáp",
        opened_on=date(2015, 9, 1),
    )
    found = rows(official, f"/api/v1/schools/?{query}")
    assert [row["name"] for row in found] == expected


def test_gaps_are_filtered_by_where_and_what(official):
    school = make.school("TH-THCS")
    make.school("MN")
    recompute_year(YEAR, host="shell@test")
    query = f"commune={school.commune_id}&group=teacher&level=lower_secondary"
    found = rows(official, f"/api/v1/gaps/?year={YEAR}&{query}")
    assert [
        (r["institution"]["code"], r["post"]["code"], r["level"]) for r in found
    ] == [(school.code, "teacher", "lower_secondary")]
    assert rows(official, "/api/v1/gaps/?year=2019") == []


def test_values_of_all_levels_together_are_asked_for_by_name(official):
    run = make.computation_run()
    for level in ("", "primary"):
        make.indicator_value("classes", "province", "20", 7, level=level, run=run)
    found = rows(official, "/api/v1/values/?level=all")
    assert [row["level"] for row in found] == [""]


@pytest.mark.parametrize(
    ("query", "faulty"),
    [
        ("yaer=2025", "yaer"),
        ("year=moi", "year"),
        ("scope=xa", "scope"),
        ("basis=x", "basis"),
    ],
)
def test_a_wrong_filter_is_refused_instead_of_returning_everything(
    official, query, faulty
):
    response = official.get(f"/api/v1/values/?{query}")
    assert (response.status_code, list(response.json())) == (400, [faulty])


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/values/?year=99999999999999999999",
        "/api/v1/values/?year=1e400",
        "/api/v1/values/?year=nan",
        "/api/v1/gaps/99999999999999999999/",
        "/api/v1/gaps/%00/",
        "/api/v1/schools/?q=%00",
        "/api/v1/schools/?open_on=9999-99-99",
        "/api/v1/schools/?page=0",
        "/api/v1/schools/?page_size=-1",
        "/api/v1/staff/?school=%00",
        "/api/v1/communes/%00/",
    ],
)
def test_nonsense_is_answered_not_crashed_over(official, address):
    response = official.get(address)
    assert response.status_code in (200, 400, 404)
    assert response.headers["Content-Type"] == "application/json"


def test_run_tells_the_norms_it_used(official):
    make.school()
    recompute_year(YEAR, host="shell@test")
    run = ComputationRun.objects.get()
    norms = {name: v for name, v in run.versions.items() if name != "indicators"}
    [row] = rows(
        official,
        "/api/v1/values/?indicator=learners&scope=province&basis=location&level=all",
    )
    assert row["run"]["norms"] == norms != {}
