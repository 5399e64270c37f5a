"""Awards: by rank, under quota, ties never cut, two hands at once never one too many."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation.models import AwardKind, AwardProposal, AwardQuota
from emulation.rewards import awards
from emulation.rewards import board as award_board
from emulation.rewards.awards import AwardError
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(db):
    make.reference()
    AwardKind.objects.all().delete()
    return [
        AwardKind.objects.create(
            code=code, name=name, order=order, authority="Sở", lowest_level=level
        )
        for order, (code, name, level) in enumerate(
            (("co", "Cờ thi đua", 3), ("khen", "Giấy khen", 2)), start=1
        )
    ]


@pytest.fixture
def campaign(kinds):
    return make.campaign(due_in=-60)


@pytest.fixture
def official(kinds):
    return make.official()


def place(block, name, rank, **fields):
    """A verified entry of `block` with this rank; the score follows from it."""
    state = fields.pop("state", "verified")
    entry = make.campaign_entry(block.campaign, block=block, name=name)
    make.handed_in(entry, state=state)
    score = fields.pop("score", 100 - rank)
    fields = {"rank_best": rank, "rank_worst": rank, "level": 3, "ranked": 9, **fields}
    make.standing(entry, score, rank=rank, **fields)
    return entry


def quota(campaign, award, most, block=None):
    AwardQuota.objects.create(campaign=campaign, award=award, most=most, block=block)


def proposed(campaign):
    return [(one.award_id, one.entry.name) for one in award_board.proposals(campaign)]


def test_highest_award_first_then_down_the_ranks(campaign, kinds, official):
    flag, letter = kinds
    block = make.block(campaign)
    for rank, name in enumerate("ABCDE", start=1):
        place(block, name, rank)
    quota(campaign, flag, 1, block)
    quota(campaign, letter, 2, block)
    found = awards.fill(campaign, kinds, by=official)
    assert found.ties == []
    assert proposed(campaign) == [("co", "A"), ("khen", "B"), ("khen", "C")]
    # Filling again finds nothing left.
    assert awards.fill(campaign, kinds, by=official).proposals == []
    assert set(AwardProposal.objects.values_list("proposed_by", flat=True)) == {
        official.pk
    }


def test_block_quota_first_then_overall_by_score(campaign, kinds, official):
    flag = kinds[0]
    first, second = make.block(campaign, order=1), make.block(campaign, order=2)
    place(first, "A1", 1, score=80), place(first, "A2", 2, score=70)
    place(second, "B1", 1, score=95), place(second, "B2", 2, score=90)
    quota(campaign, flag, 1, first), quota(campaign, flag, 2)
    awards.fill(campaign, kinds[:1], by=official)
    # A2 is over the quota of its block; the best of the rest share what is left.
    assert proposed(campaign) == [("co", "B1"), ("co", "B2")]


def test_a_tie_at_the_edge_is_not_cut(campaign, kinds, official):
    flag, letter = kinds
    block = make.block(campaign)
    place(block, "A", 1), place(block, "B", 2), place(block, "C", 2)
    place(block, "D", 4)
    quota(campaign, flag, 2, block), quota(campaign, letter, 1, block)
    found = awards.fill(campaign, [flag], by=official)
    assert proposed(campaign) == [("co", "A")]
    assert [(award.pk, one.entry.name) for award, one in found.ties] == [
        ("co", "B"),
        ("co", "C"),
    ]
    row = award_board.rows(campaign)[0]
    assert [one.entry.name for one in row.ties] == ["B", "C"]
    # Two of one rank inside the quota are no tie at its edge.
    AwardQuota.objects.filter(award=flag).update(most=3)
    assert awards.fill(campaign, [flag], by=official).ties == []
    assert proposed(campaign) == [("co", "A"), ("co", "B"), ("co", "C")]


def test_equal_scores_of_different_blocks_are_a_tie_overall(campaign, kinds, official):
    first, second = make.block(campaign), make.block(campaign)
    place(first, "A", 1, score=90), place(second, "B", 1, score=90)
    quota(campaign, kinds[0], 1)
    found = awards.fill(campaign, kinds[:1], by=official)
    assert (found.proposals, len(found.ties)) == ([], 2)


def test_only_ranked_verified_and_of_the_level(campaign, kinds, official):
    flag, letter = kinds
    block = make.block(campaign)
    place(block, "Mức 2", 1, level=2)
    place(block, "Chưa thẩm định", 2, state="confirmed")
    place(block, "Không mức", 3, level=None)
    unranked = make.handed_in(
        make.campaign_entry(campaign, block=block, name="Thiếu"), state="verified"
    )
    make.standing(unranked, 99, level=3)
    place(block, "Đủ", 4)
    quota(campaign, flag, 9, block), quota(campaign, letter, 9, block)
    awards.fill(campaign, kinds, by=official)
    assert proposed(campaign) == [("co", "Đủ"), ("khen", "Mức 2")]
    with pytest.raises(AwardError, match="chưa được xếp hạng"):
        awards.propose(unranked, letter, by=official, reason="Vẫn muốn")
    waiting = campaign.entries.get(name="Chưa thẩm định")
    with pytest.raises(AwardError, match="Sở chưa thẩm định xong"):
        awards.propose(waiting, letter, by=official, reason="Vẫn muốn")
    low = campaign.entries.get(name="Không mức")
    with pytest.raises(AwardError, match=r"mức tối thiểu \(mức 2\)"):
        awards.propose(low, letter, by=official, reason="Vẫn muốn")


def test_out_of_turn_only_with_a_reason(campaign, kinds, official):
    flag = kinds[0]
    block = make.block(campaign)
    first, second = place(block, "A", 1), place(block, "B", 2)
    tied = place(block, "C", 2)
    quota(campaign, flag, 3, block)
    with pytest.raises(AwardError, match="A xếp trên. Hãy ghi lý do"):
        awards.propose(second, flag, by=official, reason="  ")
    awards.propose(first, flag, by=official)
    with pytest.raises(AwardError, match="đồng hạng"):
        awards.propose(second, flag, by=official)
    awards.propose(second, flag, by=official, reason="Vùng khó khăn hơn")
    with pytest.raises(AwardError, match="đã được đề nghị"):
        awards.propose(second, flag, by=official, reason="Lần nữa")
    awards.propose(tied, flag, by=official)
    assert list(
        AwardProposal.objects.order_by("pk").values_list("entry__name", "reason")
    ) == [("A", ""), ("B", "Vùng khó khăn hơn"), ("C", "")]


def test_quota_is_never_overrun_and_free_again_after_withdrawal(
    campaign, kinds, official
):
    flag = kinds[0]
    block = make.block(campaign)
    first, second = place(block, "A", 1), place(block, "B", 2)
    with pytest.raises(AwardError, match="Đã đủ chỉ tiêu"):
        awards.propose(first, flag, by=official)
    quota(campaign, flag, 1, block)
    proposal = awards.propose(first, flag, by=official)
    with pytest.raises(AwardError, match="Đã đủ chỉ tiêu"):
        awards.propose(second, flag, by=official)
    awards.withdraw(proposal, by=official)
    with pytest.raises(AwardError, match="đã được rút"):
        awards.withdraw(proposal, by=official)
    awards.propose(first, flag, by=official)


def test_only_the_department_proposes(campaign, kinds):
    entry = place(make.block(campaign), "A", 1)
    quota(campaign, kinds[0], 1)
    for user in (make.owner(entry.commune), make.clerk(entry.institution)):
        with pytest.raises(AwardError, match="Chỉ Sở"):
            awards.propose(entry, kinds[0], by=user)
        with pytest.raises(AwardError, match="Chỉ Sở"):
            awards.fill(campaign, kinds, by=user)
    assert not AwardProposal.objects.exists()


def test_rank_that_may_leave_the_quota_is_marked(campaign, kinds, official):
    flag, letter = kinds
    block = make.block(campaign)
    place(block, "Chắc", 1, rank_worst=1)
    place(block, "Chưa chắc", 2, rank_best=1, rank_worst=4)
    place(block, "Chắc giấy khen", 3, rank_worst=4)
    quota(campaign, flag, 2, block), quota(campaign, letter, 2, block)
    awards.fill(campaign, kinds, by=official)
    doubts = {
        one.entry.name: one.doubt
        for row in award_board.rows(campaign)
        for one in row.proposed
    }
    assert doubts == {
        "Chắc": "",
        "Chưa chắc": "chưa chắc: hạng từ 1 đến 4",
        "Chắc giấy khen": "",
    }


def test_the_board_asks_as_much_for_three_as_for_one(campaign, kinds, official):
    block = make.block(campaign)
    quota(campaign, kinds[0], 9, block)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            award_board.rows(campaign)
        return len(queries)

    place(block, "A", 1)
    awards.fill(campaign, kinds, by=official)
    once = asked()
    place(block, "B", 2), place(block, "C", 3)
    awards.fill(campaign, kinds, by=official)
    assert asked() == once
    assert len(award_board.rows(campaign)[0].proposed) == 3


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_do_not_overrun_the_quota(kinds):
    campaign, official = make.campaign(due_in=-60), make.official()
    block, flag = make.block(campaign), kinds[0]
    entries = [place(block, name, rank) for rank, name in enumerate("ABCD", start=1)]
    quota(campaign, flag, 2, block)
    start, outcomes = threading.Barrier(len(entries)), []

    def propose(entry):
        start.wait()
        try:
            awards.propose(entry, flag, by=official, reason="Cùng lúc")
        except AwardError as refusal:
            outcomes.append(str(refusal))
        else:
            outcomes.append("đề nghị")
        finally:
            connection.close()

    threads = [threading.Thread(target=propose, args=[one]) for one in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    full = "Đã đủ chỉ tiêu “Cờ thi đua” cho khối này."
    assert sorted(outcomes) == sorted(["đề nghị"] * 2 + [full] * 2)
    assert AwardProposal.objects.count() == 2
