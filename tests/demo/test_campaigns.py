"""The demo's campaigns: the whole sector scored and ranked, a second one under way."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F, Q

from emulation.measured import measuring
from emulation.models import (
    Answer,
    Appeal,
    AwardProposal,
    Campaign,
    CriteriaSet,
    Entry,
    EntryStep,
    Item,
    ItemScore,
    Review,
    Standing,
)
from emulation.scored import scores
from schools.models import Institution

from .questions import as_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
SCHOOLS = Q(entry__participant="institution")


def announced():
    return Campaign.objects.get(code="thi-dua-2025-2026")


def running():
    return Campaign.objects.get(code="thi-dua-2026-2027")


def test_three_campaigns_one_after_the_other():
    assert [one.phase for one in Campaign.objects.order_by("starts_on")] == [
        "announced",
        "announced",
        "self",
    ]
    assert not CriteriaSet.objects.filter(frozen_at=None).exists()


def test_every_institution_has_an_entry_a_score_and_a_place():
    own = Standing.objects.filter(SCHOOLS, campaign=announced())
    schools = Institution.objects.open_on(as_of(2025))
    assert schools.count() == 648
    assert set(own.values_list("entry__institution", flat=True)) == set(
        schools.values_list("pk", flat=True)
    )
    ranked = own.filter(
        rank__gte=1, rank_best__lte=F("rank"), rank_worst__gte=F("rank")
    )
    assert (own.count(), ranked.count()) == (648, 648)
    assert not own.exclude(answered=F("expected")).exists()


def test_every_level_is_there_and_none_is_nearly_all():
    levels = Counter(
        Standing.objects.filter(SCHOOLS, campaign=announced()).values_list(
            "level", flat=True
        )
    )
    assert set(levels) == {1, 2, 3}
    assert all(60 < number < 400 for number in levels.values()), levels


def test_preschools_are_judged_by_a_set_of_their_own():
    kinds = {
        code: set(
            Entry.objects.filter(
                campaign=announced(), set_scores__criteria_set__code=code
            ).values_list("kind", flat=True)
        )
        for code in ("qd-4725", "cds-mam-non")
    }
    assert kinds["cds-mam-non"] == {"MN"}
    assert "MN" not in kinds["qd-4725"] >= {"TH", "THCS", "THPT", "GDTX"}


def test_the_stored_scores_are_those_of_the_real_computation():
    campaign = running()
    before = list(Standing.objects.filter(campaign=campaign).order_by("entry").values())
    run = scores.recompute(campaign.pk)
    after = list(Standing.objects.filter(campaign=campaign).order_by("entry").values())
    assert [row | {"run_id": run.pk} for row in before] == after
    assert len(after) > 648


def test_measured_answers_are_what_measuring_writes():
    """Nothing moves when the open entries are measured once more."""
    entries = Entry.objects.filter(campaign=running(), state="draft")
    assert Answer.objects.filter(
        entry__in=entries, measured_at__isnull=False
    ).count() > len(entries)
    assert measuring.refresh(entries) == 0


def test_everything_handed_in_is_answered_and_proven():
    handed_in = Entry.objects.exclude(state="draft").filter(
        campaign__in=[announced(), running()]
    )
    claims = Answer.objects.filter(
        entry__in=handed_in,
        amount__gt=0,
        measured_at=None,
        item__criterion__needs_evidence=True,
    )
    claimed = set(claims.values_list("entry", "item__criterion"))
    proven = set(
        claims.filter(evidence__isnull=False).values_list("entry", "item__criterion")
    )
    assert claimed == proven
    assert len(proven) > 5000


def test_reviews_pairs_thirds_and_appeals():
    campaign = announced()
    reviews = Counter(
        Review.objects.filter(entry__campaign=campaign).values_list("stage", "slot")
    )
    entries = campaign.entries.count()
    assert reviews["department", 1] == entries
    # A tenth, rounded up, is marked twice; some of the pairs disagree.
    assert reviews["department", 2] == -(-entries // 10)
    assert 0 < reviews["department", 3] < reviews["department", 2]
    assert reviews["commune", 1] > 50
    pairs = Review.objects.filter(stage="department").values("entry")
    assert not pairs.annotate(
        people=Count("reviewer", distinct=True), slots=Count("pk")
    ).exclude(people=F("slots"))
    assert set(Appeal.objects.values_list("is_granted", flat=True)) == {True, False}
    sources = set(
        ItemScore.objects.filter(entry__campaign=campaign).values_list(
            "source", flat=True
        )
    )
    assert {"department", "pair", "third", "appeal"} <= sources
    assert not sources & {"none", "self", "disputed"}


def test_some_were_sent_back_and_came_again():
    entries = Entry.objects.filter(campaign=announced(), returned_at__isnull=False)
    steps = EntryStep.objects.filter(entry__in=entries).order_by("entry", "at")
    ways = {}
    for entry, step in steps.values_list("entry", "step"):
        ways.setdefault(entry, []).append(step)
    assert len(ways) == 20
    assert all(way[:3] == ["submit", "return", "submit"] for way in ways.values())
    assert all("verify" in way for way in ways.values())


def test_awards_go_to_the_best_within_their_quota():
    given = AwardProposal.objects.filter(entry__campaign=announced())
    counts = Counter(given.values_list("award", flat=True))
    assert counts == {
        "co-thi-dua-bo-truong": 2,
        "bang-khen-bo-truong": 10,
        "giay-khen": 100,
    }
    assert not given.exclude(entry__standing__level__gte=F("award__lowest_level"))


def test_the_commune_of_the_demo_is_in_the_middle_of_its_self_assessment():
    own = Entry.objects.filter(
        campaign=running(), commune="06286", participant="institution"
    )
    assert {"draft", "returned", "submitted"} <= set(
        own.values_list("state", flat=True)
    )
    drafts = own.filter(state="draft").annotate(
        given=Count("answers", filter=Q(answers__amount__isnull=False))
    )
    items = Item.objects.filter(
        criterion__group__criteria_set__campaigns__campaign=running()
    ).count()
    assert all(0 < entry.given < items for entry in drafts)
    assert Campaign.objects.get(pk=running().pk).starts_on < date(2026, 11, 23)
