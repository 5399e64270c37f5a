"""Storing targets: all that was typed into a grid, or nothing of it."""

from django.db import transaction
from django.utils import timezone

from communes.models import SchoolYear, Target
from communes.targets.forms import DocumentForm
from communes.targets.grid import Grid


def targets_of(year, commune):
    """{(indicator, level): target} of one place; `commune` None is the province."""
    rows = Target.objects.filter(school_year=year, commune=commune)
    found = rows.select_related("set_by")
    return {(one.indicator, one.level): one for one in found}


@transaction.atomic
def submit(sent, *, year, commune, by):
    """Read a grid with its document and store it if nothing is wrong.

    Returns (grid, form, number of targets written); the number is None where something
    must be put right first, and then nothing has been written.
    """
    # One writer at a time; the key itself stays free for rows that refer to the year.
    SchoolYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    grid = Grid(targets_of(year, commune))
    grid.read(sent)
    is_needed = any(value is not None for value in grid.changes.values())
    form = DocumentForm(sent, is_needed=is_needed)
    if not form.is_valid() or grid.errors:
        return grid, form, None
    return grid, form, _store(grid, form.cleaned_data, year, commune, by)


def _store(grid, said, year, commune, by):
    written = 0
    for cell in grid.cells:
        is_changed = cell.name in grid.changes
        value = grid.changes.get(cell.name, cell.value)
        if is_changed and value is None:
            cell.stored.delete()
        elif value is not None and (is_changed or said["for_all"]):
            _write(cell, value, said, year, commune, by)
        else:
            continue
        written += 1
    return written


def _write(cell, value, said, year, commune, by):
    row = cell.stored or Target(
        school_year=year,
        commune=commune,
        indicator=cell.indicator.code,
        level=cell.level,
    )
    row.value, row.set_by, row.set_at = value, by, timezone.now()
    row.document, row.decided_on = said["document"], said["decided_on"]
    row.note = said["note"]
    row.save()
