"""Explaining an unusual figure in one line: the warning rests while the figure stands."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.entry import checks
from communes.entry.forms import EntryForm, Unit
from communes.models import Explanation, Rule


@transaction.atomic
def explain(form: EntryForm, period, *, unit, line, rule, text, by) -> list:
    """Explain a warning, or withdraw the explanation with an empty `text`.

    By whoever may enter the unit now. Raises Http404 where there is nothing to
    explain; returns what is now found about the unit in this form.
    """
    form.lock([open_unit(form, period, unit, by)], period)
    # Asked again: somebody may have handed it in while this waited for the lock.
    found_unit = open_unit(form, period, unit, by)
    place = {"period": period, "form": form.code, "unit": unit, "line": line}
    if text:
        finding = _warning(form, period, found_unit, line, rule)
        _write(finding, found_unit, place, text, by)
    else:
        Explanation.objects.filter(**place, rule=rule).delete()
    return checks.for_units(period, [found_unit], [form])


def open_unit(form: EntryForm, period, code, user) -> Unit:
    """The unit that `user` may enter now. Raises Http404 or PermissionDenied."""
    unit = visible_unit(form, period, code, user)
    if not unit.is_open:
        raise PermissionDenied(str(unit.note))
    return unit


def visible_unit(form: EntryForm, period, code, user) -> Unit:
    """The unit that `user` may look into. Raises Http404."""
    for unit in form.units(user, period) if form.is_due_in(period) else ():
        if unit.code == code:
            return unit
    raise Http404(_("Không có đơn vị này trong phạm vi tài khoản của bạn."))


def _warning(form, period, unit, line, rule):
    for one in checks.for_units(period, [unit], [form]):
        if (one.line, one.rule, one.severity) == (line, rule, Rule.Severity.WARNING):
            return one
    raise Http404(_("Cảnh báo này không còn nữa nên không cần giải thích."))


def _write(finding, unit, place, text, by):
    Explanation.objects.update_or_create(
        **place,
        rule_id=finding.rule,
        defaults={
            "commune_id": unit.commune,
            "institution_code": unit.institution_code,
            "field": finding.field,
            "figures": finding.figures,
            "text": text,
            "author": by,
            "written_at": timezone.now(),
        },
    )
