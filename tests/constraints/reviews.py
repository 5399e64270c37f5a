"""Ways to break what must be true of reviews, appeals, scores, awards and minutes."""

from django.utils import timezone

from emulation.models import (
    Appeal,
    AwardKind,
    AwardQuota,
    ItemScore,
    Minutes,
    SetScore,
)
from tests import factories as make

from .emulation import DIGEST, now, open_entry, some_item
from .registry import again, breaks, set_on

# Reviews and appeals


@breaks("review_slot_once")
def two_first_reviewers():
    row = make.review(open_entry(), make.official())
    again(row, reviewer_id=make.official().pk)


@breaks("review_one_person_one_slot")
def one_person_twice():
    again(make.review(open_entry(), make.official()), slot=2)


@breaks("review_commune_has_one")
def commune_checks_twice():
    make.review(open_entry(), make.official(), stage="commune", slot=2)


def marked():
    row = open_entry()
    item = some_item(row)
    made = make.review(row, make.official(), marks={item: 5}, finished=False)
    return made.marks.get()


@breaks("mark_once_per_item")
def mark_twice():
    again(marked())


@breaks("mark_not_negative")
def negative_mark():
    set_on(marked(), points=-1)


def appeal(**fields):
    row = open_entry()
    return Appeal.objects.create(
        **{
            "entry": row,
            "item": some_item(row),
            "reason": "Đã có minh chứng",
            "raised_by": make.official(),
            **fields,
        }
    )


def decided(**fields):
    return appeal(
        **{
            "decided_by": make.admin(),
            "decided_at": now(),
            "is_granted": False,
            "answer": "Minh chứng chưa đủ",
            **fields,
        }
    )


@breaks("appeal_once_per_item")
def appeal_twice():
    again(appeal())


@breaks("appeal_has_reason")
def appeal_without_reason():
    appeal(reason="")


@breaks("appeal_decided_who_and_when")
def decided_by_nobody():
    set_on(decided(), decided_by=None)


@breaks("appeal_decided_has_answer")
def decided_in_silence():
    decided(answer="")


@breaks("appeal_granted_has_points")
def granted_without_points():
    decided(is_granted=True)


@breaks("appeal_judge_is_not_author")
def appeal_judged_by_its_author():
    official = make.official()
    decided(raised_by=official, decided_by=official)


# Scores


@breaks("item_score_once")
def item_scored_twice():
    row = open_entry()
    again(ItemScore.objects.create(entry=row, item=some_item(row), source="self"))


@breaks("item_score_within_its_doubt")
def points_above_highest():
    row = open_entry()
    ItemScore.objects.create(entry=row, item=some_item(row), source="self", points=1)


def set_score(**fields):
    row = open_entry()
    criteria = row.campaign.sets.get().criteria_set
    return SetScore.objects.create(entry=row, criteria_set=criteria, **fields)


@breaks("set_score_once")
def set_scored_twice():
    again(set_score())


@breaks("set_score_within_its_doubt")
def score_above_a_hundred():
    set_score(score=101, low=101, high=101)


@breaks("standing_within_its_doubt")
def standing_below_lowest():
    make.standing(open_entry(), 50, low=51)


@breaks("standing_rank_within_its_doubt")
def rank_better_than_best():
    make.standing(open_entry(), rank=1, rank_best=2, rank_worst=3)


@breaks("standing_answered_of_expected")
def more_answers_than_items():
    make.standing(open_entry(), answered=2, expected=1)


# Awards and minutes


@breaks("award_quota_once")
def quota_twice():
    award = AwardKind.objects.create(
        code="thu-nghiem", name="Giấy khen", authority="Sở"
    )
    again(AwardQuota.objects.create(campaign=make.campaign(), award=award, most=3))


def minutes(**fields):
    return Minutes.objects.create(
        **{
            "campaign": make.campaign(),
            "held_on": timezone.localdate(),
            "place": "Sở",
            "chair": "Chủ trì",
            "secretary": "Thư ký",
            "members": "Hội đồng",
            "digest": DIGEST,
            **fields,
        }
    )


@breaks("minutes_written_who_and_when")
def minutes_of_nobody():
    minutes(written_at=now())


@breaks("minutes_have_digest")
def minutes_without_digest():
    minutes(digest="")
