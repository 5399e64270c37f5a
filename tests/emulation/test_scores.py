"""Scores in the database: one school by hand, who counts when, places, and repetition."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation.models import Appeal, ItemScore, ScoreRun, SetScore, Standing
from emulation.scored import scores
from tests import factories as make

ITEM_FIELDS = ("self_points", "points", "low", "high", "source")
STANDING_FIELDS = ("self_score", "score", "low", "high", "level")


def item_scores(entry):
    rows = ItemScore.objects.filter(entry=entry).order_by("item__code")
    return {row.item.code: tuple(getattr(row, f) for f in ITEM_FIELDS) for row in rows}


def standing(entry, *names):
    return Standing.objects.values_list(*(names or STANDING_FIELDS)).get(entry=entry)


def stored(campaign):
    """Every score of a campaign, except by which run it was written."""
    of = {"entry__campaign": campaign}
    left_out = {"id", "run_id"}
    return [
        [
            {name: row[name] for name in row if name not in left_out}
            for row in model.objects.filter(**of).order_by("pk").values()
        ]
        for model in (ItemScore, SetScore, Standing)
    ]


@pytest.fixture
def one_group(db):
    """The set of the factories with one group: 1 must be met; 30, 30, 20, 20 points."""
    make.reference()
    return make.criteria_set(groups=("A",))


@pytest.fixture
def campaign(one_group):
    return make.campaign(one_group, tolerance=20)


def answer_all(entry, one_group, **amounts):
    """Answers by code of item; (amount, out_of) for a share."""
    for code, value in amounts.items():
        amount, out_of = value if isinstance(value, tuple) else (value, None)
        make.answer(entry, make.item(one_group, code), amount, out_of)


def judged(campaign, one_group):
    """An entry that the commune, three reviewers and an appeal have judged."""
    item = {code: make.item(one_group, code) for code in ("A1", "A2a", "A2b")}
    item |= {code: make.item(one_group, code) for code in ("A3", "A4", "A5")}
    entry = make.campaign_entry(campaign)
    answer_all(entry, one_group, A1=1, A2a=1, A2b=1, A3=(45, 90), A4=3, A5=12)
    make.handed_in(entry, state="verified")
    make.review(
        entry,
        make.user(),
        stage="commune",
        marks={item["A1"]: 1, item["A2a"]: 15, item["A3"]: 10},
    )
    make.review(entry, make.user(), marks={item["A3"]: 12, item["A4"]: 8})
    make.review(
        entry,
        make.user(),
        slot=2,
        marks={item["A3"]: 18, item["A4"]: 16, item["A5"]: 10},
    )
    make.review(entry, make.user(), slot=3, marks={item["A4"]: 11})
    appeal = Appeal.objects.create(
        entry=entry, item=item["A5"], reason="Thiếu", raised_by=make.user()
    )
    appeal.is_granted, appeal.points, appeal.answer = True, 14, "Đồng ý"
    appeal.decided_by, appeal.decided_at = make.admin(), entry.verified_at
    appeal.save()
    return entry


class TestOneSchoolByHand:
    """A school whose every figure is computed on paper, here in the comments."""

    def test_as_it_scores_itself(self, campaign, one_group):
        entry = make.campaign_entry(campaign)
        answer_all(entry, one_group, A1=1, A2a=1, A2b=0, A3=(45, 90), A4=3, A5=12)
        scores.recompute(campaign.pk)
        # A1  mandatory, met: 1, worth no points of the 100.
        # A2a yes, 20 points: 20.   A2b no, 10 points: 0.
        # A3  45 of 90 are 50 %; 80 % give all 30 points: 30 * 50 / 80 = 18.75.
        # A4  3 of 5 give 20 * 3 / 5 = 12.   A5 her own 12 points of 20: 12.
        # Nobody has looked at any of it, so each may still turn out to be 0.
        assert item_scores(entry) == {
            "A1": (D(1), D(1), D(0), D(1), "self"),
            "A2a": (D(20), D(20), D(0), D(20), "self"),
            "A2b": (D(0), D(0), D(0), D(0), "self"),
            "A3": (D("18.75"), D("18.75"), D(0), D("18.75"), "self"),
            "A4": (D(12), D(12), D(0), D(12), "self"),
            "A5": (D(12), D(12), D(0), D(12), "self"),
        }
        # 20 + 0 + 18.75 + 12 + 12 = 62.75 of 100: level 2 (from 50, up to 75).
        own = D("62.75")
        assert standing(entry) == (own, own, D(0), own, 2)

    def test_as_commune_reviewers_and_an_appeal_leave_it(self, campaign, one_group):
        entry = judged(campaign, one_group)
        scores.recompute(campaign.pk)
        assert item_scores(entry) == {
            # Only the commune marked these two: what it says stands, without doubt.
            "A1": (D(1), D(1), D(1), D(1), "commune"),
            "A2a": (D(20), D(15), D(15), D(15), "commune"),
            # Nobody marked it: her own 10 points, or none of them.
            "A2b": (D(10), D(10), D(0), D(10), "self"),
            # 12 and 18 are 6 apart, and 20 % of 30 points are 6: their mean is 15.
            "A3": (D("18.75"), D(15), D(12), D(18), "pair"),
            # 8 and 16 are 8 apart, 20 % of 20 are 4: the third reviewer said 11.
            "A4": (D(12), D(11), D(11), D(11), "third"),
            # One reviewer gave 10, the appeal was granted with 14.
            "A5": (D(12), D(14), D(14), D(14), "appeal"),
        }
        # Self: 20 + 10 + 18.75 + 12 + 12 = 72.75.
        # Score: 15 + 10 + 15 + 11 + 14 = 65; low: 15 + 0 + 12 + 11 + 14 = 52;
        # high: 15 + 10 + 18 + 11 + 14 = 68. 65 is between 50 and 75: level 2.
        assert standing(entry) == (D("72.75"), D(65), D(52), D(68), 2)
        # Others settled all but A2b: 90 of the 100 points.
        assert standing(entry, "answered", "expected", "verified_share") == (
            6,
            6,
            D(90),
        )
        groups = SetScore.objects.get(entry=entry).groups
        assert groups == [
            {
                "code": "A",
                "name": "Nhóm A",
                "self": 72.75,
                "points": 65,
                "low": 52,
                "high": 68,
                "out_of": 100,
            }
        ]


class TestWhoCountsWhen:
    def test_marks_of_the_department_wait_until_the_entry_is_verified(
        self, campaign, one_group
    ):
        entry = make.handed_in(make.campaign_entry(campaign))
        five = make.item(one_group, "A5")
        make.review(entry, make.user(), stage="commune", marks={five: 7})
        make.review(entry, make.user(), marks={five: 9})
        scores.recompute(campaign.pk)
        assert item_scores(entry)["A5"] == (None, D(7), D(7), D(7), "commune")
        make.handed_in(entry, state="verified")
        scores.recompute(campaign.pk)
        assert item_scores(entry)["A5"] == (None, D(9), D(9), D(9), "department")

    def test_an_unfinished_check_of_the_commune_says_nothing(self, campaign, one_group):
        entry = make.handed_in(make.campaign_entry(campaign), state="submitted")
        five = make.item(one_group, "A5")
        make.review(
            entry, make.user(), stage="commune", marks={five: 7}, finished=False
        )
        scores.recompute(campaign.pk)
        assert item_scores(entry)["A5"] == (None, D(0), D(0), D(0), "none")


class TestPlaces:
    def entries(self, campaign, one_group, *parts, block=None, lacking=""):
        """Verified entries of one block, each with `part` of all points."""
        block = block or make.block(campaign)
        codes = {"A1", "A2a", "A2b", "A3", "A4", "A5"} - {lacking}
        items = [make.item(one_group, code) for code in sorted(codes)]
        reviewer, rows = make.user(), []
        for part in parts:
            entry = make.campaign_entry(campaign, block=block)
            marks = {item: item.highest_mark * D(part) / 100 for item in items}
            rows.append(make.handed_in(entry, state="verified"))
            make.review(entry, reviewer, marks=marks | {items[0]: 1})
        return rows

    def places(self, rows):
        names = ("score", "rank", "rank_best", "rank_worst", "ranked")
        return [standing(row, *names) for row in rows]

    def test_equal_in_everything_share_a_place_and_the_next_is_left_out(
        self, campaign, one_group
    ):
        rows = self.entries(campaign, one_group, 60, 80, 60, 40)
        scores.recompute(campaign.pk)
        assert self.places(rows) == [
            (D(60), 2, 2, 2, 4),
            (D(80), 1, 1, 1, 4),
            (D(60), 2, 2, 2, 4),
            (D(40), 4, 4, 4, 4),
        ]

    def test_the_greater_improvement_breaks_a_tie(self, campaign, one_group):
        earlier = make.campaign(one_group)
        rows = self.entries(campaign, one_group, 60, 60)
        before = [make.campaign_entry(earlier, row.institution) for row in rows]
        for row, score in zip(before, (50, 55), strict=True):
            make.standing(row, score, rank=1, rank_best=1, rank_worst=1)
        campaign.previous = earlier
        campaign.save()
        scores.recompute(campaign.pk)
        assert [standing(row, "improvement", "rank") for row in rows] == [
            (D(10), 1),
            (D(5), 2),
        ]

    def test_no_place_for_what_is_incomplete_or_back_with_the_school(
        self, campaign, one_group
    ):
        whole, back = self.entries(campaign, one_group, 60, 90)
        (lacking,) = self.entries(
            campaign, one_group, 80, block=whole.block, lacking="A4"
        )
        make.handed_in(
            back,
            state="returned",
            verified_at=None,
            returned_by=make.admin(),
            returned_at=back.submitted_at,
            reason="Thiếu minh chứng",
        )
        scores.recompute(campaign.pk)
        assert [standing(r, "rank", "ranked") for r in (whole, lacking, back)] == [
            (1, 1),
            (None, 1),
            (None, 1),
        ]
        assert standing(lacking, "answered", "expected") == (5, 6)


class TestRepetition:
    def test_twice_is_the_same_and_says_which_sets_were_used(self, campaign, one_group):
        block = make.block(campaign)
        for part in ("0.5", "1"):
            entry = make.campaign_entry(campaign, block=block)
            make.full_answers(entry, part=D(part))
            make.handed_in(entry)
        first = scores.recompute(campaign.pk)
        once = stored(campaign)
        second = scores.recompute(campaign.pk, host="máy khác")
        assert stored(campaign) == once
        assert (second.entries, second.host) == (2, "máy khác")
        assert second.versions == {"rules": 1, "sets": {one_group.code: 1}}
        assert second.finished_at >= first.finished_at
        assert set(Standing.objects.values_list("run", flat=True)) == {second.pk}

    def test_what_no_longer_applies_goes(self, campaign):
        entry = make.campaign_entry(campaign)
        scores.recompute(campaign.pk)
        assert [len(rows) for rows in stored(campaign)] == [6, 1, 1]
        entry.delete()
        scores.recompute(campaign.pk)
        assert [len(rows) for rows in stored(campaign)] == [0, 0, 0]

    def test_old_runs_go(self, campaign):
        make.campaign_entry(campaign)
        runs = [scores.recompute(campaign.pk).pk for _ in range(22)]
        assert (
            list(ScoreRun.objects.order_by("pk").values_list("pk", flat=True))
            == (runs[2:])
        )

    def test_the_scores_of_an_announced_campaign_stand(self, campaign):
        make.campaign_entry(campaign)
        scores.recompute(campaign.pk)
        before = stored(campaign)
        campaign.announced_at, campaign.announced_by = (
            campaign.launched_at,
            make.admin(),
        )
        campaign.save()
        with pytest.raises(scores.Announced):
            scores.recompute(campaign.pk)
        assert (stored(campaign), ScoreRun.objects.count()) == (before, 1)

    def test_as_many_queries_for_three_as_for_one(self, campaign, one_group):
        counted = []
        for more in (1, 2):
            for _ in range(more):
                entry = make.campaign_entry(campaign, block=make.block(campaign))
                make.full_answers(entry)
                make.handed_in(entry)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                scores.recompute(campaign.pk)
            counted.append(len(queries))
        assert counted[0] == counted[1]
