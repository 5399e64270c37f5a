"""Staff workbooks: who is new, who changes how, and what is told instead of written."""

from datetime import date

import pytest

from communes import imports
from communes.models import Import, ImportProblem, RecomputeRequest
from staffing.models import Assignment, Person, Qualification
from tests import factories as make
from tests.imports.files import (
    STAFF,
    changes,
    checked,
    counts,
    problems,
    staff,
    staff_file,
)

pytestmark = pytest.mark.django_db

NEW = {
    "personal_id": "020985000001",
    "full_name": "Nông Thị Hoa",
    "sex": "F",
    "birth_date": "1985-05-15",
    "birth_year_only": False,
    "ethnicity": "02",
    "post": "teacher",
    "level": "primary",
    "subject": "TOAN",
    "contract": "labour",
    "started_on": "2025-11-01",
    "degree": "DH",
    "major": "Sư phạm Toán",
    "is_teacher_training": True,
    "has_certificate": False,
    "obtained_on": "2008-06-30",
}
# The row of STAFF as the teacher of the fixture is known.
SINCE_2015 = {"started_on": date(2015, 9, 1)}


def posts(person):
    rows = Assignment.objects.filter(person=person).order_by("started_on")
    return list(rows.values_list("institution", "started_on", "ended_on", "end_reason"))


def test_a_new_person_comes_with_post_and_degree(world):
    source = staff(world.head, {"school": world.here.code})
    assert problems(source) == []
    assert counts(source) == (1, 1, 0, 0, 0)
    assert changes(source) == [(2, "new", {}, NEW | {"school": world.here.code})]
    assert not Person.objects.exists()
    imports.apply(source.pk, world.head)
    person = Person.objects.get()
    assert posts(person) == [(world.here.pk, date(2025, 11, 1), None, "")]
    assert Qualification.objects.get().obtained_on == date(2008, 6, 30)
    source.refresh_from_db()
    assert (source.state, source.applied_by) == (Import.State.APPLIED, world.head)
    assert source.importchanges.get().object_id == person.pk


def test_the_name_of_the_school_will_do(world):
    name = world.here.name.upper()
    source = staff(world.head, {"school_name": name, "level": ""})
    assert (problems(source), counts(source)) == ([], (1, 1, 0, 0, 0))


def test_what_is_known_already_stays(world, teacher):
    source = staff(world.head, {"school": world.here.code, **SINCE_2015})
    assert (changes(source), counts(source)) == ([], (1, 0, 0, 1, 0))


def test_an_empty_cell_keeps_what_is_known(world, teacher):
    blank = dict.fromkeys(STAFF, "")
    number = {"personal_id": STAFF["personal_id"], "school": world.here.code}
    assert counts(staff(world.head, blank | number)) == (1, 0, 0, 1, 0)


def test_a_known_person_is_put_right_in_place(world, teacher):
    mend = {"full_name": "Nông Thị Hòa", "subject": "Ngữ văn", **SINCE_2015}
    source = staff(world.head, {"school": world.here.code, **mend})
    before = {"full_name": "Nông Thị Hoa", "subject": "TOAN"}
    after = {"full_name": "Nông Thị Hòa", "subject": "VAN"}
    assert changes(source) == [(2, "changed", before, after)]
    imports.apply(source.pk, world.head)
    teacher.refresh_from_db()
    assert teacher.full_name == "Nông Thị Hòa"
    assert posts(teacher) == [(world.here.pk, date(2015, 9, 1), None, "")]
    assert teacher.assignments.get().subject_id == "VAN"


def test_another_school_of_ones_own_is_a_move(world, teacher):
    source = staff(world.head, {"school": world.there.code})
    assert [change[1] for change in changes(source)] == ["changed"]
    imports.apply(source.pk, world.head)
    assert posts(teacher) == [
        (world.here.pk, date(2015, 9, 1), date(2025, 10, 31), "moved"),
        (world.there.pk, date(2025, 11, 1), None, ""),
    ]
    imports.undo(source.pk, world.head)
    assert posts(teacher) == [(world.here.pk, date(2015, 9, 1), None, "")]


def test_other_work_from_a_later_day_follows_the_old(world, teacher):
    row = {"school": world.here.code, "post": "Hiệu trưởng", "level": ""}
    imports.apply(staff(world.head, row).pk, world.head)
    assert posts(teacher) == [
        (world.here.pk, date(2015, 9, 1), date(2025, 10, 31), "other"),
        (world.here.pk, date(2025, 11, 1), None, ""),
    ]


def test_a_higher_degree_is_added(world, teacher):
    master = {"degree": "Thạc sĩ", "major": "Toán", "obtained_on": date(2025, 6, 1)}
    row = {"school": world.here.code, **SINCE_2015, **master}
    source = staff(world.head, row)
    imports.apply(source.pk, world.head)
    degrees = teacher.qualifications.order_by("degree__rank")
    assert list(degrees.values_list("degree", "major")) == [
        ("DH", "Sư phạm Toán"),
        ("THS", "Toán"),
    ]
    imports.undo(source.pk, world.head)
    assert list(teacher.qualifications.values_list("degree", flat=True)) == ["DH"]


def test_undo_removes_the_new_and_sets_back_the_changed(world, teacher):
    new = {"personal_id": "020985000002", "full_name": "Vi Văn Nam"}
    mend = {"contract": "Thỉnh giảng", "ethnicity": "Nùng", "subject": "Tin học"}
    source = staff(
        world.head,
        {"school": world.here.code, **new},
        {"school": world.here.code, **mend, **SINCE_2015},
    )
    assert counts(source) == (2, 1, 1, 0, 0)
    imports.apply(source.pk, world.head)
    assert Person.objects.count() == 2
    imports.undo(source.pk, world.head)
    assert list(Person.objects.values_list("ethnicity")) == [("02",)]
    post = Assignment.objects.get()
    assert (post.contract, post.subject_id) == ("labour", "TOAN")
    assert Qualification.objects.count() == 1
    source.refresh_from_db()
    assert source.state == Import.State.UNDONE


def test_undo_stops_at_what_is_newer(world, teacher):
    row = {"school": world.here.code, "ethnicity": "Nùng", **SINCE_2015}
    source = staff(world.head, row)
    imports.apply(source.pk, world.head)
    Person.objects.update(ethnicity="01")
    with pytest.raises(imports.Refused) as refused:
        imports.undo(source.pk, world.head)
    assert (refused.value.code, "Nông Thị Hoa" in refused.value.sentence) == (
        "newer",
        True,
    )
    assert Person.objects.get().ethnicity_id == "01"


def test_undo_spares_somebody_with_an_absence(world):
    source = staff(world.head, {"school": world.here.code})
    imports.apply(source.pk, world.head)
    make.absence(Person.objects.get(), started_on=date(2025, 11, 3))
    with pytest.raises(imports.Refused):
        imports.undo(source.pk, world.head)
    assert Person.objects.count() == 1


def test_changes_since_the_check_are_shown_and_nothing_is_written(world, teacher):
    row = {"school": world.here.code, "ethnicity": "Nùng", **SINCE_2015}
    source = staff(
        world.head,
        row,
        {"personal_id": "020985000009"}
        | {"school": world.here.code, "full_name": "Lý Thị Mai"},
    )
    Person.objects.update(ethnicity="01")
    with pytest.raises(imports.Refused) as refused:
        imports.apply(source.pk, world.head)
    assert refused.value.code == "stale"
    assert Person.objects.count() == 1
    assert changes(source)[0][2:] == ({"ethnicity": "01"}, {"ethnicity": "09"})
    source.refresh_from_db()
    imports.apply(source.pk, world.head)
    assert Person.objects.filter(ethnicity="09").count() == 1


def test_a_person_is_asked_about_whose_name_and_birth_date_are_known(world, teacher):
    row = {"school": world.here.code, "personal_id": "020985000777"}
    source = staff(world.head, row)
    assert problems(source) == [(2, "C", "namesake")]
    question = source.importproblems.get()
    assert question.severity == ImportProblem.Severity.QUESTION
    assert question.suggestion == "020985000001"
    imports.fix(source, "Nhân sự", 2, "C", question.value, world.head)
    imports.check(source.pk)
    source.refresh_from_db()
    assert (problems(source), counts(source)) == ([], (1, 1, 0, 0, 0))


def test_saying_it_is_the_known_person_changes_that_one(world, teacher):
    row = {"school": world.here.code, "personal_id": "020985000777", **SINCE_2015}
    source = staff(world.head, row)
    imports.fix(source, "Nhân sự", 2, "C", "020985000001", world.head)
    imports.check(source.pk)
    source.refresh_from_db()
    assert counts(source) == (1, 0, 0, 1, 0)


def test_all_problems_of_all_rows_come_at_once(world):
    source = staff(
        world.head,
        {"school": "khong-co", "sex": "?", "birth_date": "45/13/1980"},
        {"school": world.here.code, "personal_id": "12", "post": "Phi công"},
        {"school": world.here.code, "full_name": "", "contract": ""},
        {"school": world.here.code, "full_name": "Lý Thị Mai"},
        {
            "school": world.upper.code,
            "personal_id": "020985000004",
            "full_name": "Vi Thị Na",
        },
        {
            "school_name": world.here.name,
            "personal_id": "020985000005",
            "full_name": "Vi Thị Nga",
            "birth_date": date(2015, 1, 1),
        },
    )
    assert problems(source) == [
        (2, "A", "unknown_school"),
        (2, "E", "unknown_choice"),
        (2, "F", "no_such_day"),
        (3, "C", "bad_personal_number"),
        (3, "H", "unknown_choice"),
        (4, "C", "twice"),
        (4, "D", "missing"),
        (4, "K", "missing"),
        (5, "C", "twice"),
        (6, "A", "unknown_school"),
        (7, "F", "too_young"),
        (7, "Q", "obtained_before_birth"),
    ]
    assert counts(source)[:4] == (6, 0, 0, 0)


def test_a_row_left_out_and_a_fixed_cell_count_at_the_next_check(world):
    source = staff(
        world.head,
        {"school": world.here.code, "post": "Phi công"},
        {"school": world.here.code, "personal_id": "1"},
    )
    imports.fix(source, "Nhân sự", 2, "H", "Giáo viên", world.head)
    imports.fix(source, "Nhân sự", 3, "", "", world.head)
    imports.check(source.pk)
    source.refresh_from_db()
    assert (problems(source), counts(source)) == ([], (1, 1, 0, 0, 0))
    imports.unfix(source, "Nhân sự", 3, "", world.head)
    imports.check(source.pk)
    assert problems(source) == [(3, "C", "bad_personal_number")]


@pytest.mark.parametrize("state", ["approved", "locked"])
def test_what_an_approved_report_has_counted_stays(world, teacher, state):
    make.school_return(world.here, state=state)
    early = date(2025, 9, 30)
    new = {"personal_id": "020985000002", "full_name": "Vi Văn Nam"}
    source = staff(
        world.head,
        {"school": world.here.code, "subject": "Tin học", **SINCE_2015},
        {"school": world.here.code, **new, "started_on": early},
    )
    assert problems(source) == [(2, "H", "approved_work"), (3, "L", "approved")]


def test_approval_between_check_and_apply_stops_it(world):
    row = {"school": world.here.code, "started_on": date(2025, 9, 1)}
    source = staff(world.head, row)
    assert counts(source) == (1, 1, 0, 0, 0)
    make.school_return(world.here)
    with pytest.raises(imports.Refused):
        imports.apply(source.pk, world.head)
    assert not Person.objects.exists()
    assert problems(source) == [(2, "L", "approved")]


def test_values_are_computed_again_for_the_communes_touched(
    world, teacher, django_capture_on_commit_callbacks
):
    source = staff(world.head, {"school": world.there.code})
    imports.apply(source.pk, world.head)
    asked = RecomputeRequest.objects.values_list("commune", "school_year")
    assert list(asked) == [(world.commune.code, 2025)]


def test_the_same_file_again_is_told(world):
    # Once: a workbook knows the second in which it was written.
    content = staff_file({"school": world.here.code})
    first = checked("staff", content, world.head)
    imports.apply(first.pk, world.head)
    again = checked("staff", content, world.head)
    assert problems(again) == [(0, "", "already_applied")]
    assert counts(again) == (1, 0, 0, 1, 0)
