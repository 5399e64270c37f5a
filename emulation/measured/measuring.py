"""Fills the measured answers of open entries: all of them at once, in a few queries."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emulation.entries.answers import applies
from emulation.measured import measures
from emulation.models import Answer, Entry, Item
from emulation.tasks import request_scores

CHUNK = 500
CENT = Decimal("0.01")
LARGEST = Decimal("9999999999.99")
OPEN = (Entry.State.DRAFT, Entry.State.RETURNED)
FIELDS = ["amount", "out_of", "source", "measured_at", "written_by", "written_at"]


@dataclass(frozen=True)
class Measured:
    """What a measured answer holds."""

    amount: Decimal | None = None
    out_of: Decimal | None = None
    source: dict | None = None

    @property
    def is_known(self):
        return self.amount is not None


UNKNOWN = Measured()


@transaction.atomic
def refresh(entries) -> int:
    """Fill what is measured in those `entries` that are open; how many answers moved.

    What has no figure yet stays for people to answer; what lost its figure is empty.
    """
    rows = _open(entries)
    # Kept beside the answer and read by everybody: in the language of the screens.
    with translation.override(settings.LANGUAGE_CODE):
        changes = wanted(rows)
    changed = _write(rows, changes)
    for campaign in {row.entry.campaign_id for row in changed}:
        request_scores(campaign)
    return len(changed)


@shared_task
def refresh_open():
    """Every entry that is still being filled in, after the night's computation."""
    return refresh(
        Entry.objects.filter(
            state__in=OPEN,
            campaign__launched_at__isnull=False,
            campaign__announced_at__isnull=True,
        )
    )


def _open(entries):
    """Those that are open and whose campaign runs, held until this commits."""
    keys = [entry.pk for entry in entries]
    rows = Entry.objects.filter(
        pk__in=keys, state__in=OPEN, campaign__announced_at__isnull=True
    )
    return list(
        rows.select_related("campaign", "institution")
        .select_for_update(of=["self"])
        .order_by("pk")
    )


def wanted(entries):
    """(entry, item) -> Measured, for every measured item that applies."""
    by_campaign = defaultdict(list)
    for entry in entries:
        by_campaign[entry.campaign_id].append(entry)
    found = {}
    for campaign, rows in by_campaign.items():
        items = Item.objects.filter(
            criterion__group__criteria_set__campaigns__campaign=campaign
        ).exclude(measure="")
        items = items.select_related("criterion__group__criteria_set")
        found |= _of_campaign(rows, list(items))
    return found


def _of_campaign(entries, items):
    year = entries[0].campaign.school_year_id
    asked = defaultdict(dict)
    pairs = [(item, one) for item in items for one in entries if applies(item, one)]
    for item, entry in pairs:
        asked[item.measure][entry.pk] = entry
    facts = {code: _facts(code, [*own.values()], year) for code, own in asked.items()}
    return {
        (entry.pk, item.pk): fitted(facts[item.measure].get(entry.pk), item)
        for item, entry in pairs
    }


def _facts(code, entries, year):
    try:
        measure = measures.get(code)
    except KeyError:
        # A set may name a measure that is not installed: people answer then.
        return {}
    asked = [entry for entry in entries if entry.participant in measure.participants]
    return measure.facts(asked, year) if asked else {}


def fitted(fact, item):
    """What a fact says in answer to an item, by the way that item is answered."""
    if fact is None or fact.amount is None:
        return UNKNOWN
    amount, out_of, source = _cents(fact.amount), None, fact.source
    if item.kind == Item.Kind.SHARE:
        if not fact.out_of:
            return UNKNOWN
        out_of = _cents(fact.out_of)
        if amount > out_of:
            source = _capped(source)
            amount = out_of
    elif item.kind == Item.Kind.YES_NO:
        amount = Decimal(1 if amount > 0 else 0)
    elif item.kind == Item.Kind.POINTS:
        amount = min(amount, item.max_points)
    return Measured(max(amount, Decimal(0)), out_of, source)


def _capped(source):
    words = _(" Số đạt lớn hơn tổng số nên chỉ tính bằng tổng số.")
    return source | {"words": source["words"] + words}


def _cents(number):
    return min(Decimal(number).quantize(CENT, ROUND_HALF_UP), LARGEST)


def _write(entries, wanted):
    """Write what differs from what stands there; returns the rows that changed."""
    stored = {
        (row.entry_id, row.item_id): row
        for row in Answer.objects.filter(
            entry__in=entries, item__in={item for _entry, item in wanted}
        )
    }
    by_key, now, new, known = {row.pk: row for row in entries}, timezone.now(), [], []
    for (entry, item), measured in wanted.items():
        row = stored.get((entry, item))
        if row is None and measured.is_known:
            new.append(
                _filled(Answer(entry=by_key[entry], item_id=item), measured, now)
            )
        elif row is not None and _differs(row, measured):
            row.entry = by_key[entry]
            known.append(_filled(row, measured, now))
    Answer.objects.bulk_create(new, batch_size=CHUNK)
    Answer.objects.bulk_update(known, FIELDS, batch_size=CHUNK)
    return new + known


def _differs(row, measured):
    if not measured.is_known:
        # Somebody answered where there was no figure: hers stays.
        return row.measured_at is not None
    same = (row.amount, row.out_of) == (measured.amount, measured.out_of)
    return (
        not same
        or row.measured_at is None
        or _told(row.source) != _told(measured.source)
    )


def _told(source):
    """The source but for the run: the same figure computed anew is no change."""
    return {name: value for name, value in source.items() if name != "run"}


def _filled(row, measured, now):
    row.amount, row.out_of = measured.amount, measured.out_of
    row.source = measured.source or {}
    row.measured_at = now if measured.is_known else None
    row.written_by, row.written_at = None, now
    return row
