"""Ways to break what must be true of campaigns, entries, reviews and scores."""

from datetime import timedelta

from django.utils import timezone

from emulation.models import (
    Entry,
    Evidence,
    EvidenceFile,
)
from tests import factories as make

from .registry import again, breaks, set_on

DIGEST = "0" * 64


def now():
    return timezone.now()


def open_entry():
    return make.campaign_entry(make.campaign())


def some_item(entry, code="A2a"):
    criteria = entry.campaign.sets.get().criteria_set
    return make.item(criteria, code)


# Criteria


@breaks("criteria_set_version_once")
def version_twice():
    again(make.criteria_set())


@breaks("criteria_set_is_for_somebody")
def set_for_nobody():
    set_on(make.criteria_set(), participants=[])


@breaks("set_level_number_once")
def level_twice():
    again(make.criteria_set().levels.first())


@breaks("criteria_group_code_once")
def group_twice():
    again(make.criteria_set().groups.first())


@breaks("criteria_group_worth_something")
def group_worth_nothing():
    set_on(make.criteria_set().groups.first(), max_points=0)


@breaks("criterion_code_once")
def criterion_twice():
    again(make.criteria_set().groups.first().criteria.first())


@breaks("criterion_bands_in_order")
def bands_crossed():
    row = make.criteria_set().groups.first().criteria.first()
    set_on(row, band_1_below=20, band_3_above=10)


@breaks("item_code_once")
def item_twice():
    again(make.item(make.criteria_set(), "A2a"))


@breaks("item_points_not_negative")
def item_that_costs_points():
    set_on(make.item(make.criteria_set(), "A2a"), max_points=-1)


@breaks("item_counted_has_target")
def share_without_target():
    set_on(make.item(make.criteria_set(), "A3"), target=None)


# Campaigns


@breaks("campaign_days_in_order")
def review_before_self_assessment():
    row = make.campaign()
    set_on(row, review_due_on=row.self_due_on - timedelta(days=1))


@breaks("campaign_sizes_in_order")
def middle_above_large():
    set_on(make.campaign(), middle_from=500, large_from=500)


@breaks("campaign_shares_are_per_cent")
def sample_above_all():
    set_on(make.campaign(), double_share=101)


@breaks("campaign_launched_who_and_when")
def launched_by_nobody():
    set_on(make.campaign(launched=False), launched_at=now())


@breaks("campaign_announced_who_and_when")
def announced_by_nobody():
    set_on(make.campaign(), announced_at=now())


@breaks("campaign_announced_after_launch")
def announced_unlaunched():
    row = make.campaign(launched=False)
    set_on(row, announced_at=now(), announced_by=make.admin())


@breaks("campaign_set_once")
def set_twice_in_a_campaign():
    again(make.campaign(launched=False).sets.get())


@breaks("campaign_set_weighs_something")
def set_without_weight():
    set_on(make.campaign(launched=False).sets.get(), weight=0)


@breaks("block_name_once")
def block_twice():
    again(make.block(make.campaign()))


# Entries and answers


@breaks("entry_once_per_campaign")
def entry_twice():
    again(open_entry())


@breaks("entry_is_of_its_participant")
def entry_of_a_commune_without_one():
    Entry.objects.create(campaign=make.campaign(), participant="commune", name="Xã")


@breaks("entry_submitted_who_and_when")
def submitted_by_nobody():
    set_on(open_entry(), submitted_at=now())


@breaks("entry_confirmed_who_and_when")
def confirmed_by_nobody():
    set_on(open_entry(), confirmed_at=now())


@breaks("entry_returned_who_and_when")
def returned_by_nobody():
    set_on(open_entry(), returned_at=now())


@breaks("entry_handed_in_has_author")
def handed_in_by_nobody():
    set_on(open_entry(), state="confirmed")


@breaks("entry_returned_has_reason")
def returned_without_reason():
    row = open_entry()
    set_on(row, state="returned", returned_at=now(), returned_by=make.admin())


@breaks("entry_verified_has_time")
def verified_at_no_time():
    row = make.handed_in(open_entry())
    set_on(row, state="verified")


@breaks("entry_checker_is_not_author")
def author_checks_herself():
    row = make.handed_in(open_entry())
    set_on(row, confirmed_by=row.submitted_by, confirmed_at=now())


@breaks("answer_once_per_item")
def answer_twice():
    row = open_entry()
    again(make.answer(row, some_item(row), 1))


@breaks("answer_amount_not_negative")
def negative_answer():
    row = open_entry()
    make.answer(row, some_item(row), -1)


@breaks("answer_part_within_whole")
def part_above_whole():
    row = open_entry()
    make.answer(row, some_item(row, "A3"), 11, 10)


@breaks("answer_source_has_time")
def source_without_time():
    row = open_entry()
    make.answer(row, some_item(row), 1, source={"words": "Cơ sở vật chất"})


# Evidence


def evidence_file(**fields):
    return EvidenceFile.objects.create(
        **{
            "digest": DIGEST,
            "content": b"%PDF",
            "size": 4,
            "media_type": "application/pdf",
            **fields,
        }
    )


def evidence(**fields):
    row = open_entry()
    answer = make.answer(row, some_item(row), 1)
    return Evidence.objects.create(answer=answer, **fields)


@breaks("evidence_file_digest_is_sha256")
def digest_too_short():
    evidence_file(digest="abc")


@breaks("evidence_file_not_empty")
def empty_file():
    evidence_file(size=0)


@breaks("evidence_file_scanned_has_time")
def scanned_at_no_time():
    evidence_file(scan="clean")


@breaks("evidence_is_file_or_link")
def neither_file_nor_link():
    evidence()


@breaks("evidence_file_once_per_answer")
def same_file_twice():
    again(evidence(file=evidence_file(), file_name="a.pdf"))
