"""What is measured from returns: every indicator, and the form of the facilities."""

from decimal import Decimal
from functools import partial

from django.db.models import BooleanField
from django.utils.translation import gettext as _

from communes import indicators, numbers
from communes.approvable import APPROVED_STATES, REPORTED_STATES
from communes.levels import ALL_LEVELS
from communes.models import IndicatorValue
from emulation.measured import registers as measure_registers
from emulation.measured.measures import (
    PLACES,
    SCHOOLS,
    Fact,
    Measure,
    address_of,
    register,
    register_family,
    year_name,
)
from schools.models import Facilities

APPROVED, SUBMITTED = "approved", "submitted"

# Rooms and machines that are counted out of others.
WHOLES = {
    "solid_rooms": "classrooms",
    "semi_solid_rooms": "classrooms",
    "temporary_rooms": "classrooms",
    "projectors": "classrooms",
    "working_computers": "teaching_computers",
}


def state_words(state):
    words = {APPROVED: _("Duyệt"), SUBMITTED: _("Đã nộp, chưa duyệt hết")}
    return words.get(state, _("Không qua duyệt"))


def older(year, found):
    """A sentence where the figure is of the year before."""
    if found == year:
        return ""
    words = _(" Năm học %(year)s chưa có số liệu nên lấy số của năm học %(found)s.")
    return words % {"year": year_name(year), "found": year_name(found)}


# --- indicators ---------------------------------------------------------------


def indicator_measure(indicator):
    return Measure(
        code=f"indicator:{indicator.code}",
        name=indicator.name,
        name_en=indicator.name_en,
        unit="%" if indicator.is_percent else indicator.unit,
        participants=SCHOOLS + PLACES,
        facts=partial(_indicator_facts, indicator),
    )


def _indicator_facts(indicator, entries, year):
    keys = {
        entry.pk: (IndicatorValue.Scope.INSTITUTION, entry.institution.code)
        if entry.institution
        else (IndicatorValue.Scope.COMMUNE, entry.commune_id)
        for entry in entries
    }
    values = IndicatorValue.objects.filter(
        indicator=indicator.code,
        school_year__in=[year - 1, year],
        scope__in={scope for scope, _key in keys.values()},
        scope_key__in={key for _scope, key in keys.values()},
        basis=IndicatorValue.Basis.LOCATION,
        level=ALL_LEVELS,
        numerator__isnull=False,
    )
    # The newer year comes last and stands.
    found = {
        (value.scope, value.scope_key): value
        for value in values.order_by("school_year_id")
        if indicator.is_count or value.denominator
    }
    return {
        pk: _indicator_fact(indicator, found[key], year)
        for pk, key in keys.items()
        if key in found
    }


def _indicator_fact(indicator, value, year):
    state = _coverage(value)
    amount, out_of = value.numerator, value.denominator
    inputs = [(indicator.text("numerator"), numbers.shown(amount))]
    if not indicator.is_count:
        inputs.append((indicator.text("denominator"), numbers.shown(out_of)))
    inputs.append((_("Trạng thái báo cáo"), state_words(state)))
    words = _("Chỉ số “%(name)s” năm học %(year)s: %(formula)s.") % {
        "name": indicator.text("name"),
        "year": year_name(value.school_year_id),
        "formula": indicator.formula,
    }
    if not indicator.is_percent and not indicator.is_count:
        amount, out_of = (amount / out_of).quantize(Decimal("0.01")), None
    return Fact(
        amount=amount,
        out_of=out_of,
        words=words + older(year, value.school_year_id),
        inputs=tuple(inputs),
        address=address_of(
            "indicator_detail", indicator.code, query=f"?year={value.school_year_id}"
        ),
        run=value.run_id,
        state=state,
    )


def _coverage(value):
    if value.expected and value.approved == value.expected:
        return APPROVED
    return SUBMITTED if value.reported else ""


# --- facilities ---------------------------------------------------------------


def facilities_measure(field):
    return Measure(
        code=f"facilities:{field.name}",
        name=field.verbose_name,
        name_en=field.name.replace("_", " "),
        unit="",
        participants=SCHOOLS,
        facts=partial(_facilities_facts, field),
    )


def _facilities_facts(field, entries, year):
    rows = Facilities.objects.filter(
        school_return__institution__in={entry.institution_id for entry in entries},
        school_return__state__in=REPORTED_STATES,
        school_return__period__school_year__in=[year - 1, year],
        **{f"{field.name}__isnull": False},
    ).select_related("school_return__institution", "school_return__period__school_year")
    newest = {
        row.school_return.institution_id: row
        for row in rows.order_by("school_return__period__as_of")
    }
    return {
        entry.pk: _facilities_fact(field, newest[entry.institution_id], year)
        for entry in entries
        if entry.institution_id in newest
    }


def _facilities_fact(field, row, year):
    value, whole = getattr(row, field.name), WHOLES.get(field.name)
    out_of = getattr(row, whole) if whole else None
    period = row.school_return.period
    state = APPROVED if row.school_return.state in APPROVED_STATES else SUBMITTED
    is_yes_no = isinstance(field, BooleanField)
    shown = (_("Có") if value else _("Không")) if is_yes_no else numbers.shown(value)
    inputs = [(str(field.verbose_name), shown)]
    if whole:
        label = Facilities._meta.get_field(whole).verbose_name
        inputs.append((str(label), numbers.shown(out_of)))
    inputs.append((_("Trạng thái báo cáo"), row.school_return.get_state_display()))
    words = _("Báo cáo “%(period)s” của trường, phần cơ sở vật chất.")
    year_of_row = period.school_year_id
    return Fact(
        amount=int(value),
        out_of=out_of,
        words=words % {"period": period.name} + older(year, year_of_row),
        inputs=tuple(inputs),
        address=address_of(
            "school_detail",
            row.school_return.institution.code,
            query=f"?year={year_of_row}#facilities",
        ),
        state=state,
    )


def counted_fields():
    """The columns of the facilities form that hold figures."""
    outside = {"id", "school_return"}
    return [one for one in Facilities._meta.fields if one.name not in outside]


def register_all():
    register(*map(facilities_measure, counted_fields()))
    register(*(one.measure for one in measure_registers.every()))
    register_family(
        "indicator",
        get=lambda code: indicator_measure(indicators.get(code)),
        all=lambda: tuple(map(indicator_measure, indicators.all())),
    )
