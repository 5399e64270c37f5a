"""Section IV of a statistical form: managers, teachers and other staff.

By main place of work on the day of the form, as in the stored values: with labour
contracts and people who are away, without visiting teachers. Who teaches no level
stands under the school's highest.
"""

from datetime import date

from django.db.models import Case, CharField, F, When
from django.db.models.functions import Cast

from staffing.models import Assignment, Person, Post
from staffing.queries import with_qualification

from .lines import PARTS, WHOLE, Line, heading, with_none

GROUPS = (
    (Post.Group.MANAGER, "Cán bộ quản lý"),
    (Post.Group.TEACHER, "Giáo viên"),
    (Post.Group.YOUTH_LEADER, "Tổng phụ trách Đội"),
    (Post.Group.SUPPORT, "Nhân viên, hỗ trợ giáo dục"),
)
BANDS = ((0, 29), (30, 39), (40, 49), (50, 54), (55, 59), (60, 200))


def staff_of(form):
    """One plain row for every member of staff of the form's level."""
    serving = form.within(
        Assignment.objects.serving_on(form.day)
        .filter(is_main=True)
        .exclude(contract=Assignment.Contract.VISITING),
        "institution__",
    ).filter(institution__in=form.open_institutions)
    taught = Case(
        When(level="", then=Cast("institution__kind__highest_level", CharField())),
        default=F("level"),
    )
    found = with_qualification(serving.annotate(taught=taught), form.day)
    rows = found.filter(taught=form.level).values(
        "degree",
        "degree_rank",
        "contract",
        "qualified",
        ownership=F("institution__ownership"),
        post_name=F("post__name"),
        group=F("post__group"),
        sex=F("person__sex"),
        minority=F("person__ethnicity__is_minority"),
        born=F("person__birth_date"),
    )
    return list(rows)


def staff(form):
    """Section IV."""
    rows = form.staff
    found = [
        heading("IV", "CÁN BỘ QUẢN LÝ, GIÁO VIÊN, NHÂN VIÊN"),
        line(form, "1", "Tổng số", rows),
    ]
    for place, (group, label) in enumerate(GROUPS, start=2):
        own = [row for row in rows if row["group"] == group]
        found.append(line(form, str(place), label, own))
        if group == Post.Group.MANAGER:
            names = sorted({row["post_name"] for row in own})
            found += [
                line(form, f"{place}.{step}", name, of(own, post_name=name))
                for step, name in enumerate(names, start=1)
            ]
        if group == Post.Group.TEACHER:
            found += teachers(form, own, place)
    return found


def teachers(form, rows, place):
    """Teachers by contract, degree, standard and age."""
    contracts = Assignment.Contract
    known = [row for row in rows if row["qualified"] is not None]
    parts = [
        (label, of(rows, contract=value))
        for value, label in contracts.choices
        if value != contracts.VISITING
    ]
    degrees = {(row["degree_rank"], row["degree"]) for row in rows if row["degree"]}
    parts += [
        (f"Trình độ: {one}", of(rows, degree=one))
        for _rank, one in sorted(degrees, reverse=True)
    ]
    parts.append(("Trình độ: chưa rõ", of(rows, degree=None)))
    parts.append(("Đạt chuẩn trình độ trở lên", of(known, qualified=True)))
    parts.append(("Chưa đạt chuẩn trình độ", of(known, qualified=False)))
    for low, high in BANDS:
        inside = [row for row in rows if low <= age(row["born"], form.day) <= high]
        parts.append((band_words(low, high), inside))
    return [
        line(form, f"{place}.{step}", str(label), own)
        for step, (label, own) in enumerate(parts, start=1)
    ]


def band_words(low, high):
    if not low:
        return f"Tuổi: dưới {high + 1}"
    return f"Tuổi: từ {low} trở lên" if high > 100 else f"Tuổi: {low}–{high}"


def of(rows, **wanted):
    return [
        row for row in rows if all(row[name] == one for name, one in wanted.items())
    ]


def line(form, number, label, rows):
    """Counts of people; nobody is zero here, for the staff is always known."""
    keys = (WHOLE, "public", "private")
    cells = {(key, part): 0 for key in keys for part in PARTS}
    for row in rows:
        for part in parts_of(row):
            for key in (WHOLE, row["ownership"]):
                cells[key, part] += 1
    made = Line(number, label, "người", cells, of_people=True)
    return with_none(made, form.ownerships)


def parts_of(row):
    """Which of the four parts the person belongs to."""
    woman = row["sex"] == Person.Sex.FEMALE
    minority = row["minority"]
    return [
        part
        for part, belongs in zip(
            PARTS, (True, woman, minority, woman and minority), strict=True
        )
        if belongs
    ]


def age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
