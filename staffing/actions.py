"""The verbs of staff: hire, take over, correct, move, absent, return, leave for good.

Every verb is one transaction: rights, dates and approved reports are asked first,
then the rows are written and the values that count them asked for. `day` is always
the first day on which things are different.
"""

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from . import duplicates
from .careers import (
    ONE_DAY,
    check_age,
    check_day,
    check_free,
    check_order,
    check_school,
    close,
    end_absences,
    fitted,
    locked,
    own_main,
    owned,
)
from .effects import Refused, refuse_if_approved, request_recompute
from .models import Absence, Assignment, Person

Reason = Assignment.EndReason
WORK = ("post", "level", "subject", "contract")


@transaction.atomic
def hire(*, by, personal, institution, day, work, is_another_person=False):
    """Register somebody new in a main post; `personal` are the fields of the person."""
    check_day(day)
    check_school(institution, by, day)
    check_age(personal["birth_date"], day, field="birth_date")
    duplicates.refuse_known_number(personal["personal_id"], by)
    found = duplicates.namesakes(personal["full_name"], personal["birth_date"], by)
    if found and not is_another_person:
        raise Refused(
            {
                "is_another_person": _(
                    "Đã có người cùng họ tên và ngày sinh. Hãy xem lại; nếu đúng là "
                    "người khác, hãy đánh dấu vào ô này."
                )
            }
        )
    refuse_if_approved([institution.pk], day)
    person = _written(Person(**personal), by)
    _begin(person, institution, day, work)
    return person


@transaction.atomic
def take_over(*, by, personal_id, birth_date, institution, day, work):
    """Give a main post to somebody registered whose last one has ended.

    The only verb about people whom `by` may not see: whoever knows both the number
    and the birth date has the papers in hand.
    """
    tries = settings.STAFF_TAKE_OVER_TRIES
    check_day(day)
    check_school(institution, by, day)
    person = duplicates.identified(personal_id, birth_date, by, tries=tries)
    return _engage(person, institution, day, work)


@transaction.atomic
def rehire(*, by, person, institution, day, work):
    """Give a main post to somebody of one's own who had left."""
    person = locked(person, by)
    check_day(day)
    check_school(institution, by, day)
    return _engage(person, institution, day, work)


def _written(person, by):
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        # Somebody registered the same number a moment ago.
        duplicates.refuse_known_number(person.personal_id, by, but=person.pk)
        raise
    return person


def _engage(person, institution, day, work):
    check_free(person, day)
    check_age(person.birth_date, day)
    refuse_if_approved([institution.pk], day)
    # A part load at what is now the main school ends.
    part_loads = person.assignments.filter(is_main=False, institution=institution)
    close(part_loads.filter(_reaching(day)), day, Reason.OTHER)
    return _begin(person, institution, day, work)


def _begin(person, institution, day, work, **more):
    work = fitted(institution, work)
    row = Assignment.objects.create(
        person=person, institution=institution, started_on=day, **work, **more
    )
    request_recompute([institution.pk], day, more.get("ended_on"))
    return row


@transaction.atomic
def amend(*, by, person, personal):
    """Correct the personal data of somebody; figures of all their time follow."""
    row = locked(person, by)
    duplicates.refuse_known_number(personal["personal_id"], by, but=row.pk)
    for name, value in personal.items():
        setattr(row, name, value)
    _written(row, by)
    posts = list(row.assignments.all())
    for post in posts:
        if personal["birth_date"] > post.started_on:
            raise Refused({"birth_date": _("Ngày sinh phải trước ngày đi làm.")})
        request_recompute([post.institution_id], post.started_on, post.ended_on)
    return row


@transaction.atomic
def correct(*, by, assignment, started_on, work):
    """Put right what an assignment should have said from its first day."""
    person = locked(assignment.person, by)
    row = owned(_read_anew(assignment), by)
    check_day(started_on, field="started_on")
    if row.ended_on:
        beyond = _("Ngày bắt đầu không được sau ngày kết thúc %(day)s.")
        check_order(row.ended_on, started_on, beyond, field="started_on", same_day=True)
    check_school(row.institution, by, started_on)
    check_age(person.birth_date, started_on, field="started_on")
    if row.is_main:
        _stay_in_order(person, row, started_on)
    work = fitted(row.institution, work)
    day, until = _span(row, started_on, work)
    field = "started_on" if started_on != row.started_on else NON_FIELD_ERRORS
    refuse_if_approved([row.institution_id], day, until, field=field)
    for name, value in (work | {"started_on": started_on}).items():
        setattr(row, name, value)
    row.save()
    request_recompute([row.institution_id], day, until)
    return row


def _stay_in_order(person, row, started_on):
    """A main post that begins earlier or later meets no other and no absence."""
    before = person.assignments.filter(is_main=True, started_on__lt=row.started_on)
    for other in before.exclude(pk=row.pk):
        if other.ended_on >= started_on:
            check_free(person, started_on, but=row, field="started_on")
    orphaned = person.absences.filter(
        started_on__gte=row.started_on, started_on__lt=started_on
    )
    if orphaned.exists():
        sentence = _("Người này có đợt vắng mặt bắt đầu trước ngày %(day)s.")
        raise Refused({"started_on": sentence % {"day": f"{started_on:%d/%m/%Y}"}})


def _span(row, started_on, work):
    """First and last day on which a correction makes a difference."""
    early, late = sorted([row.started_on, started_on])
    same_work = all(getattr(row, name) == value for name, value in work.items())
    return (
        (early, late - ONE_DAY) if same_work and early < late else (early, row.ended_on)
    )


def _read_anew(assignment):
    return Assignment.objects.select_related("institution__kind", "post").get(
        pk=assignment.pk
    )


@transaction.atomic
def change(*, by, person, day, work):
    """From `day` on the same person has other work at the same school."""
    person = locked(person, by)
    main = own_main(person, by)
    check_day(day)
    work = fitted(main.institution, work)
    if all(getattr(main, name) == value for name, value in work.items()):
        raise Refused(_("Chưa có nội dung nào thay đổi so với phân công hiện tại."))
    return _succeed(main, main.institution, day, work, Reason.OTHER)


@transaction.atomic
def move(*, by, person, day, institution, work):
    """Chuyển đơn vị: the main post ends, one at another school of one's own begins."""
    person = locked(person, by)
    main = own_main(person, by)
    check_day(day)
    check_school(institution, by, day)
    if institution.pk == main.institution_id:
        raise Refused({"institution": _("Người này đang công tác tại trường này.")})
    part_loads = person.assignments.filter(is_main=False, institution=institution)
    close(part_loads.filter(_reaching(day)), day, Reason.MOVED)
    return _succeed(main, institution, day, work, Reason.MOVED)


def _succeed(main, institution, day, work, reason):
    sentence = _("Ngày %(day)s phải sau ngày bắt đầu phân công hiện tại (%(start)s).")
    check_order(day, main.started_on, sentence)
    touched = {main.institution_id, institution.pk}
    refuse_if_approved(touched, day)
    close([main], day, reason)
    request_recompute(touched, day)
    return _begin(main.person, institution, day, work)


def until_comes_after():
    return _("Ngày kết thúc không được trước ngày bắt đầu %(start)s.")


def _reaching(day):
    return Q(ended_on__isnull=True) | Q(ended_on__gte=day)


@transaction.atomic
def add_part_load(*, by, person, institution, day, share, work, until=None):
    """Dạy liên trường: a further post at another school of one's own reach."""
    person = locked(person, by)
    main = own_main(person, by)
    check_day(day)
    check_school(institution, by, day)
    if until:
        check_order(until, day, until_comes_after(), field="until", same_day=True)
    if institution.pk == main.institution_id:
        raise Refused({"institution": _("Đây là trường chính của người này.")})
    sentence = _("Ngày %(day)s trước ngày bắt đầu phân công chính (%(start)s).")
    check_order(day, main.started_on, sentence, same_day=True)
    others = person.assignments.filter(_reaching(day), is_main=False)
    if others.filter(institution=institution).exists():
        raise Refused({"institution": _("Người này đã dạy liên trường tại đây.")})
    if share + sum(row.share for row in others) > 1:
        raise Refused({"share": _("Tổng tỷ lệ dạy liên trường vượt quá 1.")})
    refuse_if_approved([institution.pk], day, until)
    ending = {"ended_on": until, "end_reason": Reason.OTHER} if until else {}
    return _begin(person, institution, day, work, is_main=False, share=share, **ending)


@transaction.atomic
def end_part_load(*, by, assignment, day):
    """The part load ends; whoever keeps the main post or that school may say so."""
    person = locked(assignment.person, by)
    row = person.assignments.get(pk=assignment.pk)
    main = person.assignments.filter(is_main=True).order_by("-started_on").first()
    mine = Assignment.objects.editable_by(by)
    if not mine.filter(pk__in=[row.pk, main and main.pk]).exists():
        raise PermissionDenied(_("Phân công này do trường khác quản lý."))
    check_day(day)
    if row.is_main or (row.ended_on and row.ended_on < day):
        raise Refused({"day": _("Việc dạy liên trường này đã kết thúc trước đó.")})
    sentence = _("Ngày %(day)s phải sau ngày bắt đầu dạy tại đây (%(start)s).")
    check_order(day, row.started_on, sentence)
    refuse_if_approved([row.institution_id], day)
    close([row], day, Reason.OTHER)
    request_recompute([row.institution_id], day)
    return row


@transaction.atomic
def leave(*, by, person, kind, day, until=None, destination=""):
    """Employed but away: seconded, on maternity leave, studying or ill."""
    person = locked(person, by)
    own_main(person, by)
    check_day(day)
    if until:
        check_order(until, day, until_comes_after(), field="until", same_day=True)
    if kind == Absence.Kind.SECONDED and not destination.strip():
        raise Refused({"destination": _("Hãy ghi nơi nhận biệt phái.")})
    overlapping = person.absences.filter(_reaching(day))
    if until:
        overlapping = overlapping.filter(started_on__lte=until)
    if found := overlapping.first():
        sentence = _(
            "Trùng với đợt %(kind)s bắt đầu ngày %(start)s. Hãy ghi trở lại trước."
        )
        facts = {
            "kind": found.get_kind_display(),
            "start": f"{found.started_on:%d/%m/%Y}",
        }
        raise Refused({"day": sentence % facts})
    served = _serving_from(person, day)
    refuse_if_approved(served, day, until)
    request_recompute(served, day, until)
    return Absence.objects.create(
        person=person,
        kind=kind,
        started_on=day,
        ended_on=until,
        destination=destination.strip(),
    )


def _serving_from(person, day):
    """Schools of the main posts from `day` on, the first of which covers that day."""
    posts = person.assignments.filter(_reaching(day), is_main=True)
    if not posts.filter(started_on__lte=day).exists():
        sentence = _("Người này không công tác tại trường nào vào ngày %(day)s.")
        raise Refused({"day": sentence % {"day": f"{day:%d/%m/%Y}"}})
    return set(posts.values_list("institution", flat=True))


def absent_now(person):
    """The absence from which the person may return: the last one."""
    return person.absences.order_by("-started_on").first()


@transaction.atomic
def come_back(*, by, person, day):
    """Trở lại: the absence ended the day before."""
    person = locked(person, by)
    own_main(person, by)
    check_day(day)
    absence = absent_now(person)
    if absence is None or (absence.ended_on and absence.ended_on < day):
        raise Refused({"day": _("Người này không vắng mặt vào ngày đó.")})
    sentence = _("Ngày %(day)s phải sau ngày bắt đầu vắng mặt (%(start)s).")
    check_order(day, absence.started_on, sentence)
    served = _serving_from(person, day)
    refuse_if_approved(served, day, absence.ended_on)
    request_recompute(served, day, absence.ended_on)
    absence.ended_on = day - ONE_DAY
    absence.save(update_fields=["ended_on"])
    return absence


@transaction.atomic
def strike_absence(*, by, absence):
    """The absence was recorded by mistake and never was; its history stays."""
    person = locked(absence.person, by)
    own_main(person, by)
    row = person.absences.get(pk=absence.pk)
    served = _serving_from(person, row.started_on)
    span = (row.started_on, row.ended_on)
    refuse_if_approved(served, *span, field=NON_FIELD_ERRORS)
    row.delete()
    request_recompute(served, *span)
    return row


@transaction.atomic
def depart(*, by, person, day, reason):
    """The person leaves for good: every open post and absence ends."""
    person = locked(person, by)
    main = own_main(person, by)
    check_day(day)
    sentence = _("Ngày %(day)s phải sau ngày bắt đầu phân công hiện tại (%(start)s).")
    check_order(day, main.started_on, sentence)
    posts = list(person.assignments.filter(_reaching(day)))
    touched = {post.institution_id for post in posts}
    refuse_if_approved(touched, day)
    close(posts, day, reason)
    end_absences(person, day)
    request_recompute(touched, day)
    return main


def resign(*, by, person, day):
    return depart(by=by, person=person, day=day, reason=Reason.RESIGNED)


def retire(*, by, person, day):
    return depart(by=by, person=person, day=day, reason=Reason.RETIRED)


def transfer_out(*, by, person, day):
    """Chuyển đi: to a school out of one's reach, which then takes the person over."""
    return depart(by=by, person=person, day=day, reason=Reason.MOVED)
