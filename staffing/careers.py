"""What must hold of a person's posts and absences, asked by every verb before it writes.

One main post at a time, dates in order, schools within the writer's reach.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.levels import Level
from schools.models import Institution

from .effects import Refused
from .models import Assignment, Person

SHOWN = "%d/%m/%Y"
ONE_DAY = timedelta(days=1)


def locked(person, by):
    """The person read anew; whoever else writes about the same person waits.

    Raises PermissionDenied unless `by` may change the person.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    if not Person.objects.editable_by(by).filter(pk=row.pk).exists():
        raise PermissionDenied(_("Bạn không được sửa hồ sơ của người này."))
    return row


def open_main(person):
    """The main assignment that has no end yet, or None."""
    posts = person.assignments.select_related("institution__kind", "post")
    return posts.filter(is_main=True, ended_on__isnull=True).first()


def own_main(person, by):
    """The open main assignment, when there is one and `by` may change it."""
    main = open_main(person)
    if main is None:
        raise Refused(no_main())
    return owned(main, by)


def no_main():
    return _("Người này hiện không có phân công chính nào đang mở.")


def owned(assignment, by):
    if not Assignment.objects.editable_by(by).filter(pk=assignment.pk).exists():
        raise PermissionDenied(_("Phân công này do trường khác quản lý."))
    return assignment


def check_day(day, *, field="day"):
    """A day so far ahead is a slip of the finger."""
    limit = timezone.localdate() + timedelta(days=settings.STAFF_DAYS_AHEAD)
    if day > limit:
        sentence = _("Ngày %(day)s cách hôm nay hơn một năm. Hãy kiểm tra lại năm.")
        raise Refused({field: sentence % {"day": f"{day:{SHOWN}}"}})


def check_order(day, start, sentence, *, field="day", same_day=False):
    """`day` comes after `start`; `sentence` may name %(day)s and %(start)s."""
    if day > start or (same_day and day == start):
        return
    facts = {"day": f"{day:{SHOWN}}", "start": f"{start:{SHOWN}}"}
    raise Refused({field: sentence % facts})


def check_school(institution, by, day):
    """The school is within reach of `by` and open on `day`."""
    reach = Institution.objects.editable_by(by)
    if not reach.filter(pk=institution.pk).exists():
        sentence = _("%(school)s không thuộc phạm vi quản lý của bạn.")
        raise Refused({"institution": sentence % {"school": institution.name}})
    if not reach.open_on(day).filter(pk=institution.pk).exists():
        sentence = _("%(school)s không hoạt động vào ngày %(day)s.")
        facts = {"school": institution.name, "day": f"{day:{SHOWN}}"}
        raise Refused({"day": sentence % facts})


def check_age(person_birth_date, day, *, field="day"):
    years = settings.STAFF_YOUNGEST_YEARS
    if day.year - person_birth_date.year < years:
        sentence = _("Tính đến ngày %(day)s người này chưa đủ %(years)s tuổi.")
        raise Refused({field: sentence % {"day": f"{day:{SHOWN}}", "years": years}})


def check_free(person, day, *, but=None, field="day"):
    """No main assignment but `but` reaches into the time from `day` on."""
    others = person.assignments.filter(is_main=True).exclude(pk=but and but.pk)
    others = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    found = others.select_related("institution").order_by("started_on").first()
    if found is None:
        return
    if found.ended_on is None:
        sentence = _(
            "Người này còn phân công chính tại %(school)s. Đơn vị đó phải ghi chuyển "
            "đi hoặc thôi việc trước."
        )
    else:
        sentence = _(
            "Ngày %(day)s trùng với thời gian công tác tại %(school)s "
            "(đến hết %(end)s). Hãy chọn ngày sau đó."
        )
    facts = {
        "school": found.institution.name,
        "day": f"{day:{SHOWN}}",
        "end": f"{found.ended_on:{SHOWN}}" if found.ended_on else "",
    }
    raise Refused({field: sentence % facts})


def levels_of(institution):
    """Levels that the institution's kind teaches, lowest first."""
    order = Level.values
    kind = institution.kind
    lowest, highest = map(order.index, (kind.lowest_level, kind.highest_level))
    return order[lowest : highest + 1]


def fitted(institution, work):
    """`work` (post, level, subject, contract) with the level as the school has it.

    Only teachers are counted by level; where a school has one level it goes
    without saying.
    """
    if work["post"].group != work["post"].Group.TEACHER:
        return work | {"level": ""}
    levels = levels_of(institution)
    level = work.get("level") or (levels[0] if len(levels) == 1 else "")
    if level not in levels:
        names = ", ".join(str(Level(name).label) for name in levels)
        sentence = _("Hãy chọn cấp dạy của %(school)s: %(levels)s.")
        facts = {"school": institution.name, "levels": names}
        raise Refused({"level": sentence % facts})
    return work | {"level": level}


def close(rows, day, reason):
    """End assignments so that `day` is the first day without them.

    What was to begin only then never came about; its history stays.
    """
    for row in rows:
        if row.started_on >= day:
            row.delete()
            continue
        row.ended_on, row.end_reason = day - ONE_DAY, reason
        row.save(update_fields=["ended_on", "end_reason"])


def end_absences(person, day):
    """Nobody is absent from `day` on."""
    for row in person.absences.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day)):
        if row.started_on >= day:
            row.delete()
            continue
        row.ended_on = day - ONE_DAY
        row.save(update_fields=["ended_on"])
