"""Whose workbook may touch what: the file never widens the reach of its sender."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes import imports
from communes.models import Import
from staffing.models import Assignment, Person
from tests import factories as make
from tests.imports.files import STAFF, changes, counts, problems, staff, staff_file

pytestmark = pytest.mark.django_db

# Who may write a new person into which of the world's schools.
REACH = {
    "head": {"here", "there"},
    "officer": {"here", "there"},
    "clerk": {"here"},
    "official": {"upper"},
    "admin": {"here", "there", "foreign", "upper"},
    "stranger": set(),
}


@pytest.mark.parametrize("who", REACH)
def test_only_ones_own_schools_are_known(world, who):
    by = getattr(world, who)
    if who == "stranger":
        make.institution("TH", commune=by.commune)
    row = {"degree": "", "major": "", "obtained_on": "", "level": ""}
    reached = set()
    for name in ("here", "there", "foreign", "upper"):
        school = getattr(world, name)
        level = {"level": "Trung học phổ thông"} if name == "upper" else {}
        source = staff(by, row | level | {"school": school.code})
        if counts(source) == (1, 1, 0, 0, 0):
            reached.add(name)
        else:
            assert problems(source) == [(2, "A", "unknown_school")]
            message = source.importproblems.get().message
            assert school.name not in message
    assert reached == REACH[who]


@pytest.mark.parametrize("who", ["reader", "nobody", "expired", "roleless", "bare"])
def test_who_may_change_nothing_may_send_nothing(world, who):
    others = {
        "nobody": lambda: make.clerk(make.institution("TH"), is_active=False),
        "expired": lambda: make.expired(world.commune),
        "roleless": make.roleless,
        # Head of a commune without a school.
        "bare": make.stranger,
    }
    by = others[who]() if who in others else getattr(world, who)
    content = staff_file({"school": world.here.code})
    with pytest.raises(PermissionDenied):
        imports.start("staff", content, "a.xlsx", year=2025, by=by)
    assert not Import.objects.exists()


def test_a_person_of_somebody_else_is_told_without_a_place(world, teacher):
    Assignment.objects.update(institution=world.foreign)
    source = staff(world.head, {"school": world.here.code})
    assert problems(source) == [(2, "C", "elsewhere")]
    problem = source.importproblems.get()
    told = problem.message + problem.suggestion
    hidden = [world.foreign.name, world.foreign.code, "Nông Thị Hoa"]
    assert not any(word in told for word in hidden)


def test_a_namesake_of_somebody_else_is_not_told(world, teacher):
    Assignment.objects.update(institution=world.foreign)
    row = {"school": world.here.code, "personal_id": "020985000777"}
    assert problems(staff(world.head, row)) == []


def test_only_the_sender_or_an_admin_applies(world):
    source = staff(world.head, {"school": world.here.code})
    for other in (world.officer, world.reader, world.stranger, world.official):
        for verb in (imports.apply, imports.undo):
            with pytest.raises(PermissionDenied):
                verb(source.pk, other)
        with pytest.raises(PermissionDenied):
            imports.fix(source, "Nhân sự", 2, "", "", other)
        with pytest.raises(PermissionDenied):
            imports.recheck(source, by=other)
    assert not Person.objects.exists()
    imports.apply(source.pk, world.admin)
    assert Person.objects.count() == 1


def test_rights_lost_since_the_check_count(world):
    source = staff(world.head, {"school": world.here.code})
    world.head.expires_on = date(2020, 1, 1)
    world.head.save()
    with pytest.raises(PermissionDenied):
        imports.apply(source.pk, world.head)
    assert not Person.objects.exists()


def test_a_school_given_away_since_the_check_is_out_of_reach(world):
    source = staff(world.head, {"school": world.here.code})
    world.here.managing_commune = world.foreign.commune
    world.here.save()
    with pytest.raises(imports.Refused) as refused:
        imports.apply(source.pk, world.head)
    assert refused.value.code == "stale"
    assert not Person.objects.exists()
    assert problems(source) == [(2, "A", "unknown_school")]


def test_queries_do_not_grow_with_rows(world):
    def queries(start, rows):
        people = [
            {
                "school": world.here.code,
                "personal_id": f"0209{start + n:08d}",
                "full_name": f"{STAFF['full_name']} {start + n}",
            }
            for n in range(rows)
        ]
        with CaptureQueriesContext(
            connection,
        ) as found:
            source = staff(world.head, *people)
            imports.apply(source.pk, world.head)
            imports.undo(source.pk, world.head)
        assert counts(source) == (rows, rows, 0, 0, 0)
        return len(found)

    queries(1000, 1)
    assert queries(2000, 3) == queries(3000, 300)
    assert changes(staff(world.head, {"school": world.here.code}))[0][1] == "new"
