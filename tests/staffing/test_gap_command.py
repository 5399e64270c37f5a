"""`staffing_gaps`: every school and post with what it rests on, or a sentence."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make

from .computed import recompute

pytestmark = pytest.mark.django_db


def ask(**options):
    out = StringIO()
    call_command("staffing_gaps", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def school(db):
    make.reference()
    row = make.institution("TH", commune=make.commune())
    make.grade(make.school_return(row), "01", classes=10, pupils=212)
    make.school("TH", commune=make.commune())
    for contract in ("permanent", "labour"):
        make.employee(row, contract=contract)
    make.absence(make.employee(row).person, "maternity")
    make.assigned_places(row, 4)
    recompute()
    return row


def test_json_holds_both_readings_norms_articles_and_inputs(school):
    found = json.loads(ask(year="2025-2026", commune=school.commune_id, json=True))
    assert found["figures"]["against_norm"] == {
        "actual_classes": {"shortage": 22.0, "surplus": 0.0},
        "norm_classes": {"shortage": 20.0, "surplus": 0.0},
    }
    assert found["figures"]["against_places"] == {"shortage": 3.0, "surplus": 0.0}
    assert found["figures"]["unfilled_places"] == {"shortage": 2.0, "surplus": 0.0}
    assert {row["school"] for row in found["gaps"]} == {school.code}
    teacher = next(row for row in found["gaps"] if row["post"] == "teacher")
    inputs = teacher.pop("inputs")
    assert teacher == {
        "school": school.code,
        "name": school.name,
        "commune": school.commune_id,
        "managing_commune": school.managing_commune_id,
        "post": "teacher",
        "group": "teacher",
        "level": "primary",
        "required": {"norm_classes": 13.0, "actual_classes": 15.0},
        "shortage": {"norm_classes": 11.0, "actual_classes": 13.0},
        "surplus": {"norm_classes": 0.0, "actual_classes": 0.0},
        "present": 2.0,
        "present_permanent": 1.0,
        "present_contract": 1.0,
        "absent": {"maternity": 1},
        "assigned": 4,
        "assigned_to_group": 4,
        "norm_set": {
            "code": "TT20-2023",
            "document": "TT 20/2023/TT-BGDĐT",
            "reading": "actual_classes",
            "confirmed": False,
            "retroactive": False,
        },
        "articles": [
            "Điều 3 khoản 2",
            "Điều 7 khoản 1 điểm b",
            "Điều 7 khoản 1 điểm a",
        ],
    }
    assert (inputs["classes"], inputs["pupils"], inputs["region"]) == (10, 212, 1)


def test_lines_say_the_same_for_people(school):
    lines = ask(year="2025-2026", commune=school.commune_id, json=False)
    assert (
        f"{school.code} teacher primary: present 2; norm_classes: required 13, short 11, "
        "over 0; actual_classes: required 15, short 13, over 0 (TT20-2023)"
    ) in lines
    assert f"{school.code} guard -: present 0; norm_classes: required -" in lines


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"year": "2031-2032"}, "There is no school year 2031-2032."),
        ({"year": "2025-2027"}, "2025-2027 is no school year; write 2025-2026."),
        (
            {"year": "2025-2026", "commune": "99999"},
            "There is no commune 99999.",
        ),
    ],
)
def test_what_is_unknown_ends_in_a_sentence(school, options, sentence):
    with pytest.raises(CommandError) as refused:
        ask(**options)
    assert str(refused.value) == sentence


def test_a_year_without_gaps_says_what_to_do(db):
    make.reference()
    make.school_year(2025)
    with pytest.raises(CommandError) as refused:
        ask(year="2025-2026")
    assert str(refused.value) == (
        "No gaps are computed for 2025-2026; run manage.py recompute --year "
        "2025-2026 first."
    )
