"""Why a school lacks people against its assigned places, or has places to fill."""

from django.db.models import Q
from django.utils.translation import gettext as _

from communes.numbers import shown
from staffing.models import Absence, Assignment
from staffing.queries import by_given_name, serving, with_absence


def lines(gap):
    """The arithmetic of both figures, one after the other, never mixed."""
    numbers = {
        name: shown(getattr(gap, name))
        for name in (
            *("places", "at_work", "employed", "shortage", "surplus"),
            *("unfilled", "overfilled"),
        )
    }
    away = {"away": shown(gap.inputs.get("away", 0))}
    at_work = [
        _("Biên chế giao %(places)s − viên chức có mặt %(at_work)s.") % numbers,
        _("Thiếu so với biên chế giao: %(shortage)s; vượt: %(surplus)s.") % numbers,
    ]
    held = [
        _(
            "Giữ biên chế: %(at_work)s người có mặt + %(away)s người vắng mặt "
            "= %(employed)s."
        )
        % (numbers | away),
        _("Biên chế giao %(places)s − %(employed)s người giữ biên chế.") % numbers,
        _("Chưa tuyển: %(unfilled)s; giữ quá biên chế giao: %(overfilled)s.") % numbers,
    ]
    return tuple(at_work), tuple(held)


def basis(gap):
    yield _("Quyết định giao biên chế: %(decision)s.") % {
        "decision": gap.inputs.get("decision") or "–"
    }
    yield _("Hợp đồng lao động (%(number)s người có mặt) không giữ biên chế.") % {
        "number": shown(gap.inputs.get("contract", 0))
    }


def people_at(gap, user, day):
    """Whom `user` may see of the group: viên chức first, contracts apart."""
    people = serving(user, day).filter(
        ~Q(contract=Assignment.Contract.VISITING),
        institution=gap.institution,
        post__group=gap.group,
    )
    rows = list(by_given_name(with_absence(people, day)))
    for row in rows:
        row.absence_label = Absence.Kind(row.absence).label if row.absence else ""
    return rows
