"""What a reader may do about a person: the buttons of the person's page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from schools.models import Institution

from .models import Assignment, Person


@dataclass(frozen=True)
class Verb:
    route: str
    label: str
    url: str


@dataclass(frozen=True)
class Rights:
    """What the reader may change about one person; all empty for mere readers."""

    may_edit: bool = False
    verbs: tuple = ()
    # Part loads that the reader may end.
    endable: frozenset = frozenset()


def may_add_people(user):
    return Institution.objects.editable_by(user).exists()


def rights(person, user):
    """Needs `person.assignments` and `person.absences`; costs three queries."""
    if not Person.objects.editable_by(user).filter(pk=person.pk).exists():
        return Rights()
    mine = set(
        Assignment.objects.editable_by(user)
        .filter(person=person)
        .values_list("pk", flat=True)
    )
    posts = list(person.assignments.all())
    main = next((row for row in posts if row.is_main and row.ended_on is None), None)
    is_mine = main is not None and main.pk in mine
    endable = {
        row.pk
        for row in posts
        if not row.is_main and row.ended_on is None and (is_mine or row.pk in mine)
    }
    return Rights(True, tuple(_verbs(person, main, is_mine, user)), frozenset(endable))


def _verbs(person, main, is_mine, user):
    if main is None:
        yield _verb(person, "staff_rehire", _("Tiếp nhận lại"))
        return
    if not is_mine:
        return
    yield _verb(person, "staff_correct", _("Sửa phân công ghi sai"))
    yield _verb(person, "staff_change", _("Đổi vị trí, môn dạy, hợp đồng"))
    others = Institution.objects.editable_by(user).exclude(pk=main.institution_id)
    if others.exists():
        yield _verb(person, "staff_move", _("Chuyển đơn vị"))
        yield _verb(person, "staff_part_load", _("Dạy liên trường"))
    today = timezone.localdate()
    ends = [row.ended_on for row in person.absences.all()]
    if any(end is None or end >= today for end in ends):
        yield _verb(person, "staff_return", _("Trở lại"))
    else:
        yield _verb(person, "staff_second", _("Biệt phái"))
        yield _verb(person, "staff_absence", _("Nghỉ thai sản, đi học, nghỉ ốm"))
    yield _verb(person, "staff_transfer_out", _("Chuyển đi nơi khác"))
    yield _verb(person, "staff_resign", _("Thôi việc"))
    yield _verb(person, "staff_retire", _("Nghỉ hưu"))


def _verb(person, route, label):
    return Verb(route, label, reverse(route, args=[person.pk]))
