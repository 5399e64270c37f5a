"""The demo's campaigns from launch to announcement, scored by the real computation."""

from datetime import timedelta

from emulation.models import (
    Answer,
    AwardKind,
    AwardProposal,
    AwardQuota,
    Block,
    Campaign,
    CriteriaSet,
    Entry,
    EntryStep,
    Review,
    Standing,
    Team,
)
from emulation.scored import scores

from .campaign_answers import AnswerMaker
from .campaign_entries import EntryMaker, block_table, entry_table
from .campaign_marks import MarkMaker
from .campaign_registers import team_table
from .campaign_rounds import campaign_tables, rounds
from .copying import Table, copy_all, next_number

# Tables that are copied only after the others are in.
LATER = 8
QUOTAS = (("co-thi-dua-bo-truong", 2), ("bang-khen-bo-truong", 10), ("giay-khen", 100))
HOST = "demo"


class Campaigns:
    """First the entries, which `tables` gives; then what is written in them."""

    def __init__(self, world, intakes, accounts):
        self.world, self.accounts = world, accounts
        self.rounds = rounds(world, next_number(Campaign))
        teams, by_place = team_table(world, next_number(Team))
        maker = EntryMaker(
            *(world, intakes, accounts, self.rounds, by_place, next_number(Entry))
        )
        self.parts = maker.run()
        blocks, numbers = block_table(self.rounds, next_number(Block))
        entries = entry_table(self.parts, numbers)
        self.tables = [
            teams,
            *campaign_tables(self.rounds, accounts),
            blocks,
            entries,
        ]

    def fill(self, progress):
        """Answers, marks, scores and what follows from them; returns the tables."""
        freeze(self.rounds)
        answers = AnswerMaker(self.world, self.parts, next_number(Answer))
        tables = answers.run()
        marks = MarkMaker(
            *(self.world, self.parts, answers.given, self.accounts),
            next_number(Review),
        )
        tables += marks.run()
        copy_all(tables, progress)
        for one in self.rounds:
            self.score(one)
        later = [self.steps(marks.appealed), *self.awards()]
        copy_all(later, progress)
        return [*tables, *later]

    def score(self, one):
        """A round that is over is announced; what comes after improves upon it."""
        scores.recompute(one.pk, host=HOST)
        if one.is_over:
            Campaign.objects.filter(pk=one.pk).update(
                announced_by=self.accounts.admin, announced_at=one.at(one.announce_on)
            )

    def steps(self, appealed):
        """Every entry's way, with the self-score that it had in the end."""
        table = Table(
            EntryStep, "entry_id", "step", "by_id", "at", "reason", "self_score"
        )
        own = dict(Standing.objects.values_list("entry", "self_score"))
        for part in self.parts:
            for step, by, at, reason in way(part):
                table.add(part.pk, step, by, at, reason, own[part.pk])
        for part, _given in appealed:
            raised = part.verified_at + timedelta(days=3)
            decided = raised + timedelta(days=4)
            table.add(part.pk, "appeal", part.author, raised, "", own[part.pk])
            by = self.accounts.official
            table.add(part.pk, "decide", by, decided, "", own[part.pk])
        return table

    def awards(self):
        """Quotas of the rounds that are over, filled from the top of every block."""
        quotas = Table(AwardQuota, "campaign_id", "award_id", "most")
        proposals = Table(
            AwardProposal,
            *("entry_id", "award_id", "reason", "proposed_by_id", "proposed_at"),
        )
        lowest = dict(AwardKind.objects.values_list("code", "lowest_level"))
        for one in self.rounds:
            for award, most in QUOTAS:
                quotas.add(one.pk, award, most)
            if not one.is_over:
                continue
            at, by = one.at(one.announce_on - timedelta(days=2)), self.accounts.admin
            for entry, award in proposed(one, lowest):
                proposals.add(entry, award, "", by, at)
        return [quotas, proposals]


def proposed(one, lowest):
    """(entry, award): the best places first, the highest award that its level allows."""
    standings = list(
        Standing.objects.filter(campaign=one.pk, rank__isnull=False)
        .order_by("rank", "-score", "entry")
        .values_list("entry", "level")
    )
    for award, most in QUOTAS:
        chosen = [row for row in standings if (row[1] or 0) >= lowest[award]][:most]
        standings = [row for row in standings if row not in chosen]
        yield from ((entry, award) for entry, _level in chosen)


def way(part):
    """The steps of an entry until now: (step, by, at, reason)."""
    if part.first_submitted_at:
        yield "submit", part.author, part.first_submitted_at, ""
    if part.returned_at:
        yield "return", part.returned_by, part.returned_at, part.reason
    if part.submitted_at and part.state != "returned":
        yield "submit", part.author, part.submitted_at, ""
    if part.confirmed_at:
        yield "confirm", part.checker, part.confirmed_at, ""
    if part.verified_at:
        yield "verify", None, part.verified_at, ""


def freeze(rounds):
    """Criteria stand from the first launch on."""
    for one in rounds:
        CriteriaSet.objects.filter(campaigns__campaign=one.pk, frozen_at=None).update(
            frozen_at=one.at(one.starts_on, 8)
        )
