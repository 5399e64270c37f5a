"""What the demo's participants answer and prove, beside what is measured for them."""

import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from emulation.entries.answers import applies
from emulation.measured import measuring
from emulation.models import Answer, Entry, Evidence, Item
from emulation.scored.scoring import item_points

from .copying import Table

EFFORT = {1: 0.12, 2: 0.0, 3: -0.1}
NOTES = (
    "Nhà trường đã triển khai từ đầu năm học.",
    "Số liệu theo báo cáo tháng 4 của nhà trường.",
    "Còn hai điểm trường lẻ chưa có đường truyền ổn định.",
)
STAFF_WORDS = ("giáo viên", "cán bộ", "nhân viên", "thành viên", "thành phần")
# Never a real address: what the demo shows as proof is marked as made up.
PROOF = "https://minh-hoa.example.org/{code}/{entry}/{criterion}"


@dataclass(eq=False)
class Given:
    """An answer, what it earns by itself, and what it would earn in truth."""

    part: object
    item: Item
    claimed: Decimal | None
    true: Decimal | None
    is_measured: bool


class AnswerMaker:
    """Answers of all parts in a fixed order; run it once the entries are stored."""

    def __init__(self, world, parts, first):
        self.chance = world.chance("campaign answers")
        self.parts, self.first = parts, first
        self.given = {}
        self.answers = Table(
            Answer,
            *("id", "entry_id", "item_id", "amount", "out_of", "note", "source"),
            *("measured_at", "written_by_id", "written_at"),
        )
        self.evidence = Table(
            Evidence,
            *("answer_id", "file_name", "link", "title", "added_by_id", "added_at"),
        )
        self.items_by_kind = {}

    def run(self):
        by_round = {}
        for part in self.parts:
            by_round.setdefault(part.round, []).append(part)
        for one, parts in by_round.items():
            entries = {
                entry.pk: entry
                for entry in Entry.objects.filter(campaign=one.pk).select_related(
                    "campaign", "institution"
                )
            }
            measured = measuring.wanted(list(entries.values()))
            items = load_items(one)
            for part in parts:
                self.answer(part, entries[part.pk], items, measured)
        return [self.answers, self.evidence]

    def answer(self, part, entry, items, measured):
        found, boasts = [], self.chance.random() < 0.35
        at = self.written_at(part)
        for item in self.items_for(part, entry, items):
            fact = measured.get((part.pk, item.pk), measuring.UNKNOWN)
            if fact.is_known:
                found.append(self.put(part, item, fact.amount, fact.out_of, at, fact))
            elif self.chance.random() < part.filled:
                true, out_of = self.made_up(part, item)
                claimed = true
                if boasts and self.chance.random() < 0.2:
                    claimed = boasted(item, true, out_of)
                given = self.put(part, item, claimed, out_of, at)
                given.true = points(item, true, out_of)
                found.append(given)
        self.given[part] = found

    def items_for(self, part, entry, items):
        key = (part.round, part.participant, part.kind)
        if key not in self.items_by_kind:
            self.items_by_kind[key] = [i for i in items if applies(i, entry)]
        return self.items_by_kind[key]

    def put(self, part, item, amount, out_of, at, fact=None):
        number = self.first + len(self.answers.rows)
        note = ""
        if fact is None and self.chance.random() < 0.03:
            note = self.chance.choice(NOTES)
        self.answers.add(
            *(number, part.pk, item.pk, amount, out_of, note),
            json.dumps(fact.source if fact else {}, ensure_ascii=False),
            *(at if fact else None, None if fact else part.author, at),
        )
        if fact is None and amount:
            self.prove(part, item, number, at)
        own = points(item, amount, out_of)
        return Given(part, item, own, own, fact is not None)

    def prove(self, part, item, answer, at):
        """One link for each criterion that asks for it; none in the oldest round."""
        if not item.criterion.needs_evidence or not part.round.takes_places:
            return
        proven = part.__dict__.setdefault("proven", set())
        if item.criterion_id in proven:
            return
        proven.add(item.criterion_id)
        link = PROOF.format(
            code=part.round.code, entry=part.pk, criterion=item.criterion.code
        )
        title = f"Minh chứng minh họa tiêu chí {item.criterion.code}"
        self.evidence.add(answer, "", link, title, part.author, at)

    def written_at(self, part):
        if part.submitted_at:
            return (part.first_submitted_at or part.submitted_at) - timedelta(hours=3)
        return part.round.at(part.round.starts_on + timedelta(days=3))

    def made_up(self, part, item):
        """(amount, out of) in truth, by how good the participant is."""
        level = part.quality + EFFORT[item.effort] + self.chance.gauss(0, 0.16)
        level = min(1.0, max(0.0, level))
        if not item.max_points:
            return int(self.chance.random() < 0.9 + 0.1 * part.quality), None
        if item.kind == Item.Kind.YES_NO:
            return int(self.chance.random() < level + 0.1), None
        if item.kind == Item.Kind.SHARE:
            words = item.name.lower()
            is_staff = any(word in words for word in STAFF_WORDS)
            whole = part.staff if is_staff else part.learners
            share = min(1.0, float(item.target) / 100 * level * 1.15)
            return round(whole * share), whole
        if item.kind == Item.Kind.COUNT:
            return round(float(item.target) * level * 1.15), None
        best = float(item.max_points)
        return Decimal(round(min(best, best * level * 1.1) * 2)) / 2, None


def load_items(one):
    """The items of a round in the order of its sets."""
    order = {code: place for place, (code, _w, _d) in enumerate(one.sets)}
    rows = Item.objects.filter(
        criterion__group__criteria_set__campaigns__campaign=one.pk
    ).select_related("criterion__group__criteria_set")
    return sorted(
        rows, key=lambda i: (order[i.criterion.group.criteria_set.code], i.pk)
    )


def points(item, amount, out_of):
    return item_points(
        item.kind,
        item.max_points,
        item.target,
        None if amount is None else Decimal(amount),
        None if out_of is None else Decimal(out_of),
    )


def boasted(item, amount, out_of):
    """A little more than the truth, never more than there is."""
    if item.kind == Item.Kind.YES_NO:
        return 1
    if item.kind == Item.Kind.SHARE:
        return min(out_of, round(amount * 1.3) + 1)
    if item.kind == Item.Kind.COUNT:
        return amount + max(1, round(float(item.target) * 0.25))
    return min(item.max_points, amount + Decimal("1.5"))
