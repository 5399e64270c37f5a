"""Remarks on one cell between school, commune and department, until they are settled."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from communes import notices
from communes.entry.explanations import visible_unit
from communes.entry.forms import DEPARTMENT, EntryForm
from communes.models import CellComment, Notice, User
from communes.scoping import PROVINCE_ROLES, Role
from communes.templatetags.shell import address


@transaction.atomic
def comment(
    form: EntryForm, period, *, unit, line, field, text, by, answer_by=None
) -> CellComment:
    """Say something about a cell and tell the other side."""
    found = visible_unit(form, period, unit, by)
    _refuse_readers(by)
    lines = {one.code for one in form.lines([found], period)[unit]}
    if field not in form.field_names or line not in {"", *lines}:
        raise Http404(_("Biểu này không có ô đó."))
    row = CellComment.objects.create(
        period=period,
        form=form.code,
        unit=unit,
        commune_id=found.commune,
        institution_code=found.institution_code,
        line=line,
        field=field,
        text=text,
        author=by,
        written_at=timezone.now(),
        answer_by=answer_by,
    )
    _tell(row, form, found)
    return row


def resolve(form: EntryForm, pk, *, by) -> CellComment:
    """Mark a remark as settled; whoever was first did it."""
    found = CellComment.objects.visible_to(by).filter(pk=pk, form=form.code)
    if not found.exists():
        raise Http404(_("Không có ý kiến này trong phạm vi tài khoản của bạn."))
    _refuse_readers(by)
    open_ones = CellComment.objects.filter(pk=pk, resolved_at=None)
    open_ones.update(resolved_by=by, resolved_at=timezone.now())
    return found.select_related("author", "resolved_by").get()


def open_comments(form: EntryForm, period, units):
    """(unit, line) -> field -> remarks that are not settled, oldest first."""
    rows = CellComment.objects.filter(
        period=period,
        form=form.code,
        unit__in=[unit.code for unit in units],
        resolved_at=None,
    ).select_related("author")
    found = defaultdict(lambda: defaultdict(list))
    for row in rows.order_by("written_at", "pk"):
        found[row.unit, row.line][row.field].append(row)
    return found


def _refuse_readers(user):
    if user.role == Role.COMMUNE_READER:
        raise PermissionDenied(_("Tài khoản của bạn chỉ xem được số liệu này."))


def _tell(row, form, unit):
    from_department = row.author.role in PROVINCE_ROLES
    people = _owners(unit) if from_department else _officials(row)
    place = address("entry_grid", row.period.school_year_id, row.period.kind, form.code)
    if place and not from_department:
        place = f"{place}?commune={unit.commune or DEPARTMENT}"

    def words():
        facts = {"unit": unit.name, "form": form.title, "text": row.text}
        return _("%(unit)s, %(form)s: “%(text)s”") % facts

    notices.tell(
        people.exclude(pk=row.author_id),
        Notice.Kind.QUESTION,
        words,
        address=place or "",
        occasion=f"comment:{row.pk}",
    )


def _owners(unit):
    """Whoever enters the unit: its commune's people, and the school's clerks."""
    people = notices.people_of_communes([unit.commune] if unit.commune else [])
    if not unit.institution_code:
        return people
    clerks = User.objects.filter(
        role=Role.SCHOOL_CLERK, institution_code=unit.institution_code
    )
    return people | notices.in_use(clerks)


def _officials(row):
    """Those of the department who spoke about this unit; before anybody did, all."""
    spoken = notices.officials().filter(
        pk__in=CellComment.objects.filter(
            period=row.period, form=row.form, unit=row.unit
        ).values("author")
    )
    return spoken if spoken.exists() else notices.officials()
