"""The verbs of qualifications: add, amend, remove.

A degree is a lasting fact, found out late more often than not, so approved reports do
not stop it; whoever writes is told which of them count it from now on.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from .careers import locked
from .effects import Refused, approved_return, request_recompute
from .models import Qualification


@transaction.atomic
def add(*, by, person, facts):
    person = locked(person, by)
    _refuse_twice(person, facts)
    row = Qualification.objects.create(person=person, **facts)
    return row, _recomputed(person, row.obtained_on)


@transaction.atomic
def amend(*, by, qualification, facts):
    person = locked(qualification.person, by)
    row = person.qualifications.get(pk=qualification.pk)
    _refuse_twice(person, facts, but=row.pk)
    early = min(row.obtained_on, facts["obtained_on"])
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row, _recomputed(person, early)


@transaction.atomic
def remove(*, by, qualification):
    person = locked(qualification.person, by)
    row = person.qualifications.get(pk=qualification.pk)
    row.delete()
    return row, _recomputed(person, row.obtained_on)


def _refuse_twice(person, facts, but=None):
    if facts["obtained_on"] <= person.birth_date:
        raise Refused({"obtained_on": _("Ngày cấp phải sau ngày sinh.")})
    same = person.qualifications.filter(degree=facts["degree"], major=facts["major"])
    if same.exclude(pk=but).exists():
        sentence = _("Đã khai văn bằng %(degree)s chuyên ngành này rồi.")
        raise Refused({"major": sentence % {"degree": facts["degree"]}})


def _recomputed(person, day):
    """Ask for the values of all the person's service since; a note on approved ones."""
    note = ""
    for post in person.assignments.filter(is_main=True):
        since = max(day, post.started_on)
        if post.ended_on and post.ended_on < since:
            continue
        request_recompute([post.institution_id], since, post.ended_on)
        if approved_return([post.institution_id], since, post.ended_on):
            note = _("Tỷ lệ đạt chuẩn của báo cáo đã duyệt sẽ được tính lại.")
    return note
