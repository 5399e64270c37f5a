"""The standard of qualification: rule, exception, certificate, and heads."""

from datetime import date

import pytest

from staffing.qualification import judging
from tests import factories as make
from tests.pages import reading

DAY = date(2026, 9, 30)


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()
    make.province(name="Lạng Sơn")
    make.school_year()


def standing(kind, post="teacher", *, subject=None, level="", degree="DH", **training):
    school = make.institution(kind)
    person = make.person()
    row = make.assignment(person, school, post, level=level, subject_id=subject)
    if degree:
        make.qualification(person, degree, **training)
    judged = judging.judged(make.official(), DAY).get(pk=row.pk)
    return judged.standing, judging.why(judged, judging.Rules.on(DAY))


@pytest.mark.parametrize(
    ("kind", "level", "subject", "degree", "expected"),
    [
        ("MN", "preschool", "MN", "CD", "meets"),
        ("MN", "preschool", "MN", "DH", "above"),
        ("MN", "preschool", "MN", "TC", "below"),
        ("TH", "primary", "TH", "DH", "meets"),
        ("TH", "primary", "TH", "CD", "below"),
        ("TH", "primary", "NN1", "CD", "exception"),
        ("THCS", "lower_secondary", "NN1", "CD", "below"),
        ("THCS", "lower_secondary", "TIN", "CD", "exception"),
        ("THCS", "lower_secondary", "AN", "CD", "exception"),
        ("THCS", "lower_secondary", "MT", "CD", "exception"),
        ("THCS", "lower_secondary", "CN", "CD", "exception"),
        ("THCS", "lower_secondary", "CN", "TC", "below"),
        ("THPT", "upper_secondary", "TOAN", "THS", "above"),
        ("THPT", "upper_secondary", "TOAN", None, "below"),
    ],
)
def test_level_and_subject_decide_not_the_degree_alone(
    kind, level, subject, degree, expected
):
    found, _why = standing(kind, level=level, subject=subject, degree=degree)
    assert found == expected


def test_degree_outside_teacher_training_needs_a_certificate():
    outside = {"is_teacher_training": False}
    found, why = standing(
        "THCS",
        level="lower_secondary",
        subject="TOAN",
        has_certificate=False,
        **outside,
    )
    assert found == "no_certificate"
    assert why == (
        "Trình độ: đại học ngoài ngành đào tạo giáo viên, chưa có chứng chỉ nghiệp vụ sư "
        "phạm: cần bồi dưỡng lấy chứng chỉ (Luật Nhà giáo 73/2025/QH15, Điều 28)."
    )
    found, _why = standing(
        "THCS", level="lower_secondary", subject="TOAN", has_certificate=True, **outside
    )
    assert found == "meets"


def test_exception_says_that_the_degree_must_be_upgraded():
    _standing, why = standing("TH", level="primary", subject="TIN", degree="CD")
    assert why == (
        "Trình độ: cao đẳng; chuẩn tiểu học là đại học, riêng môn Tin học chấp nhận cao "
        "đẳng nhưng phải nâng trình độ (NĐ 93/2026/NĐ-CP Điều 20 khoản 2; khoản 8)."
    )


def test_head_is_judged_as_a_teacher_of_the_highest_level():
    assert standing("MN", "principal", degree="CD")[0] == "meets"
    assert standing("TH-THCS", "principal", degree="CD")[0] == "below"


def test_page_counts_by_subject_and_lists_with_the_reason(client):
    school = make.institution("TH", commune=make.commune())
    for degree, subject in (("CD", "TIN"), ("DH", "TIN"), ("CD", "TH")):
        person = make.person()
        make.assignment(person, school, "teacher", level="primary", subject_id=subject)
        make.qualification(person, degree, obtained_on=date(2015, 6, 1))
    client.force_login(make.official())
    counts, people = reading.tables(client.get("/staff/qualification/"))
    assert counts[1][:3] == ["Tiểu học", "Giáo dục tiểu học (nhiều môn)", "1"]
    assert counts[2][1:3] == ["Tin học", "2"]
    assert [row[0] for row in people][-1] == "Cộng 3 người theo bộ lọc"
    below = client.get("/staff/qualification/", {"standing": "below"})
    assert "thấp hơn mức đại học" in below.content.decode()


def test_stranger_sees_nobody(client):
    school = make.institution("TH", commune=make.commune())
    person = make.person()
    make.assignment(person, school, "teacher", level="primary", subject_id="TH")
    make.qualification(person, "DH", obtained_on=date(2015, 6, 1))
    for account, sees in ((make.official(), True), (make.stranger(), False)):
        client.force_login(account)
        page = client.get("/staff/qualification/").content.decode()
        assert (person.full_name in page) is sees
