"""How the demo's entries were checked, marked without seeing each other, and appealed."""

from datetime import timedelta
from decimal import Decimal

from emulation.models import Appeal, Campaign, Review, ReviewMark
from emulation.reviews.assigning import sampled

from .copying import Table

# How much of the truth each reviewer takes away where points are a judgement; the
# third gives away points that were claimed and not earned.
SEVERITY = (Decimal("0.02"), Decimal("0.14"), Decimal("0.05"), Decimal(-1), Decimal(0))
QUARTER = Decimal("0.25")
TOLERANCE = 20
APPEALS = 12
APPEAL = "Trường đã bổ sung minh chứng, đề nghị Sở xem lại điểm của mục này."
GRANTED = "Đã kiểm tra minh chứng bổ sung, chấp nhận kiến nghị."
REFUSED = "Minh chứng bổ sung không thuộc thời gian đánh giá, giữ nguyên điểm."


class MarkMaker:
    """Reviews of every entry that has been handed in, and a few appeals."""

    def __init__(self, world, parts, given, accounts, first):
        self.chance = world.chance("campaign marks")
        self.parts, self.given, self.accounts = parts, given, accounts
        self.first, self.appealed, self.doubles = first, [], set()
        self.reviews = Table(
            Review,
            *("id", "entry_id", "stage", "slot", "reviewer_id", "assigned_at"),
            *("finished_at", "comment"),
        )
        self.marks = Table(
            ReviewMark, "review_id", "item_id", "points", "comment", "marked_at"
        )

    def run(self):
        for campaign in Campaign.objects.filter(
            pk__in={part.round.pk for part in self.parts}
        ):
            self.doubles |= sampled(campaign)
        for part in self.parts:
            if part.confirmed_at:
                self.check(part)
            if part.verified_at:
                self.judge(part)
        return [self.reviews, self.marks, self.appeals()]

    def add(self, part, stage, slot, reviewer, at, marks):
        number = self.first + len(self.reviews.rows)
        begun = at - timedelta(days=1)
        self.reviews.add(number, part.pk, stage, slot, reviewer, begun, at, "")
        for item, points in marks.items():
            self.marks.add(number, item.pk, points, "", at)

    def check(self, part):
        """The commune agrees with what it finds, and now and then finds less."""
        marks = {
            one.item: one.true if self.chance.random() < 0.2 else one.claimed
            for one in self.given[part]
            if not one.is_measured
        }
        self.add(part, "commune", 1, part.checker, part.confirmed_at, marks)

    def judge(self, part):
        """One reviewer, in a tenth of all cases two, and a third where they differ."""
        people = self.chance.sample(range(len(SEVERITY)), 3)
        double = part.pk in self.doubles
        at = part.verified_at - timedelta(hours=30)
        found = [self.marks_of(part, person) for person in people[: 1 + double]]
        for slot, marks in enumerate(found, start=1):
            person = self.accounts.reviewers[people[slot - 1]]
            self.add(part, "department", slot, person, at, marks)
        if double:
            disputed = {
                one.item: one.true
                for one in self.given[part]
                if apart(one.item, *(marks[one.item] for marks in found))
            }
            if disputed:
                person = self.accounts.reviewers[people[2]]
                self.add(part, "department", 3, person, part.verified_at, disputed)
        elif part.round.takes_places and part.school:
            self.consider_appeal(part, found[0])

    def marks_of(self, part, person):
        return {one.item: self.mark(one, SEVERITY[person]) for one in self.given[part]}

    def mark(self, one, severity):
        if one.claimed is None:
            return Decimal(0)
        if one.is_measured or not one.item.max_points:
            return one.true
        if severity < 0:
            return one.claimed
        if self.chance.random() < 0.03:
            # Did not find the proof.
            return (one.true / 2).quantize(QUARTER)
        if one.item.kind != "points":
            return one.true
        return (one.true * (1 - severity) / QUARTER).quantize(Decimal(1)) * QUARTER

    def consider_appeal(self, part, marks):
        if len(self.appealed) >= APPEALS or self.chance.random() < 0.9:
            return
        lost = [one for one in self.given[part] if one.claimed > marks[one.item] + 2]
        if lost:
            self.appealed.append((part, lost[0]))

    def appeals(self):
        table = Table(
            Appeal,
            *("entry_id", "item_id", "reason", "raised_by_id", "raised_at"),
            *("is_granted", "points", "answer", "decided_by_id", "decided_at"),
        )
        for number, (part, one) in enumerate(self.appealed):
            granted = number % 2 == 0
            raised = part.verified_at + timedelta(days=3)
            table.add(
                *(part.pk, one.item.pk, APPEAL, part.author, raised),
                *(granted, one.claimed if granted else None),
                GRANTED if granted else REFUSED,
                *(self.accounts.official, raised + timedelta(days=4)),
            )
        return table


def apart(item, one, other):
    return abs(one - other) * 100 > item.highest_mark * TOLERANCE
