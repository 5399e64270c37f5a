"""What stands between a return and its being handed in, in sentences."""

from collections import Counter

from django.utils.translation import gettext as _

from communes.models import PendingCell

from .window import windows


def obstacles(returns):
    """Why `returns` cannot be handed in yet, by school; the same few queries for all."""
    rows = list(
        returns.select_related("institution", "period").order_by(
            "period", "institution__search_name"
        )
    )
    return [*_closed(rows), *_pending(rows)]


def _closed(rows):
    """Schools whose window is shut, by period: before it opens, after it locks."""
    periods = {row.period_id: row.period for row in rows}
    for pk, period in periods.items():
        own = [row for row in rows if row.period_id == pk]
        found = windows(period, [row.institution for row in own])
        for row in own:
            window = found[row.institution_id]
            if not window.is_open:
                yield f"{row.institution.name}: {window.sentence}"


def _pending(rows):
    """Schools where somebody typed what the figures could not take."""
    cells = PendingCell.objects.filter(
        period__in={row.period_id for row in rows},
        institution_code__in=[row.institution.code for row in rows],
    ).values_list("period", "institution_code")
    waiting = Counter(cells)
    for row in rows:
        if number := waiting[row.period_id, row.institution.code]:
            facts = {"school": row.institution.name, "number": number}
            yield _("%(school)s: %(number)s ô nhập chưa hợp lệ.") % facts
