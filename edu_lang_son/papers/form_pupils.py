"""Sections II and III of a statistical form: classes and learners, results at the end."""

from django.db.models import F, Sum

from communes.approvable import REPORTED_STATES
from communes.levels import Level
from schools.models import AgeFigures, Grade, GradeFigures, GradeResults

from .lines import heading, summed, unknown, with_none

CLASSES = ("classes", "two_session_classes", "mixed_classes")
PEOPLE = ("pupils", "girls", "ethnic", "ethnic_girls")
MORE = (
    ("new_entrants", "Tuyển mới"),
    ("repeaters", "Lưu ban"),
    ("right_age", "Đúng độ tuổi"),
    ("two_session_pupils", "Học 2 buổi/ngày"),
    ("lunch_boarders", "Bán trú"),
    ("boarders", "Nội trú"),
    ("inclusive", "Khuyết tật học hòa nhập"),
    ("english", "Học Tiếng Anh"),
    ("informatics", "Học Tin học"),
)
RESULTS = (
    ("assessed", "Được đánh giá"),
    ("rated_excellent", "Tốt"),
    ("rated_good", "Khá"),
    ("rated_pass", "Đạt"),
    ("rated_fail", "Chưa đạt"),
    ("promoted", "Lên lớp, hoàn thành chương trình"),
    ("held_back", "Ở lại lớp"),
    ("exam_candidates", "Dự xét, dự thi tốt nghiệp"),
    ("graduated", "Tốt nghiệp"),
    ("dropped_out", "Bỏ học trong năm"),
    ("moved_in", "Chuyển đến"),
    ("moved_out", "Chuyển đi"),
)


def sums_of(model, form, names, **by):
    """Sums by ownership and the keys `by`, over returns handed in for the period."""
    rows = model.objects.filter(
        school_return__period=form.period, school_return__state__in=REPORTED_STATES
    )
    rows = form.within(rows, "school_return__institution__")
    keys = {"ownership": F("school_return__institution__ownership"), **by}
    # Named apart from the columns: Django refuses a sum under the name of its field.
    totals = {f"sum_{name}": Sum(name) for name in names}
    found = rows.order_by().values(**keys).annotate(**totals)
    return [
        {key: row[key] for key in keys} | {name: row[f"sum_{name}"] for name in names}
        for row in found
    ]


def grades_of(form):
    names = (*CLASSES, *PEOPLE, *(name for name, _label in MORE))
    rows = sums_of(GradeFigures, form, names, code=F("grade"), taught=F("grade__level"))
    return [row for row in rows if row["taught"] == form.level]


def classes(form):
    """Section II."""
    preschool = form.level == Level.PRESCHOOL
    unit = "nhóm, lớp" if preschool else "lớp"
    found = [
        heading("II", "NHÓM TRẺ, LỚP MẪU GIÁO" if preschool else "LỚP"),
        line(form, "1", "Tổng số", unit, form.grades, ("classes",)),
    ]
    found += [
        line(form, f"1.{place}", grade.name, unit, rows, ("classes",))
        for place, (grade, rows) in enumerate(by_grade(form, form.grades), start=1)
    ]
    return [
        *found,
        line(form, "2", "Học 2 buổi/ngày", unit, form.grades, ("two_session_classes",)),
        line(form, "3", "Lớp ghép", unit, form.grades, ("mixed_classes",)),
    ]


def learners(form):
    """Section III."""
    preschool = form.level == Level.PRESCHOOL
    unit = "trẻ" if preschool else "học sinh"
    found = [
        heading("III", "TRẺ EM" if preschool else "HỌC SINH"),
        line(form, "1", "Tổng số", unit, form.grades, PEOPLE),
    ]
    found += [
        line(form, f"1.{place}", grade.name, unit, rows, PEOPLE)
        for place, (grade, rows) in enumerate(by_grade(form, form.grades), start=1)
    ]
    found += [
        # The returns ask for these without sex or ethnicity.
        line(form, str(place), label, unit, form.grades, (name, None, None, None))
        for place, (name, label) in enumerate(MORE, start=2)
    ]
    return found + ages(form, unit, len(MORE) + 2)


def ages(form, unit, number):
    rows = [row for row in form.ages if row["taught"] == form.level]
    found = [heading(str(number), "Chia theo tuổi")]
    return found + [
        line(
            form,
            f"{number}.{place}",
            f"{age} tuổi",
            unit,
            [row for row in rows if row["year_of_age"] == age],
            PEOPLE,
        )
        for place, age in enumerate(sorted({row["year_of_age"] for row in rows}), 1)
    ]


def ages_of(form):
    return sums_of(AgeFigures, form, PEOPLE, taught=F("level"), year_of_age=F("age"))


def results(form):
    """Section III of the end of the year."""
    names = [name for name, _label in RESULTS]
    rows = sums_of(GradeResults, form, names, code=F("grade"), taught=F("grade__level"))
    rows = [row for row in rows if row["taught"] == form.level]
    found = [heading("III", "KẾT QUẢ CUỐI NĂM HỌC")]
    for place, (name, label) in enumerate(RESULTS, start=1):
        parts = (name, None, None, None)
        found.append(line(form, str(place), label, "học sinh", rows, parts))
        found += [
            line(form, f"{place}.{step}", grade.name, "học sinh", own, parts)
            for step, (grade, own) in enumerate(by_grade(form, rows), start=1)
        ]
    return found


def uncollected(form):
    """Section II of the end of the year: what the end-of-year return does not ask."""
    return [
        heading("II", "LỚP"),
        unknown("1", "Số lớp cuối năm học", "lớp"),
        unknown("2", "Số học sinh cuối năm học", "học sinh", of_people=True),
    ]


def line(form, number, label, unit, rows, names):
    return with_none(summed(number, label, unit, rows, names), form.ownerships)


def by_grade(form, rows):
    """(grade, its rows) for every grade of the level, also those that nobody has."""
    return [
        (grade, [row for row in rows if row["code"] == grade.code])
        for grade in Grade.objects.filter(level=form.level).order_by("order")
    ]
