"""What has been closed stays closed, also against SQL that knows no page of ours.

Every table that hangs on something closed is tried by insert, change and deletion.
"""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from emulation.models import Appeal, CriteriaSet, Evidence
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def code_lists(db):
    make.reference()


def refused(name, statement, *values):
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
    assert error.value.__cause__.diag.constraint_name == name


def copy_statement(row):
    """SQL that inserts a second row like `row` under a number of its own."""
    meta = row._meta
    columns = [
        f'"{field.column}"'
        for field in meta.concrete_fields
        if not field.primary_key and not field.generated
    ]
    names = ", ".join(columns)
    return (
        f'INSERT INTO "{meta.db_table}" ({names}) '
        f'SELECT {names} FROM "{meta.db_table}" WHERE id = %s'
    )


def closed_for_sql(row, name, column):
    """Neither a second row beside `row`, nor a change, nor its deletion."""
    table = row._meta.db_table
    refused(name, copy_statement(row), row.pk)
    refused(name, f'UPDATE "{table}" SET "{column}" = "{column}" WHERE id = %s', row.pk)
    refused(name, f'DELETE FROM "{table}" WHERE id = %s', row.pk)


def parts_of(criteria):
    group = criteria.groups.first()
    criterion = group.criteria.first()
    return {
        "level": criteria.levels.first(),
        "group": group,
        "criterion": criterion,
        "item": criterion.items.first(),
    }


@pytest.mark.parametrize("part", ["level", "group", "criterion", "item"])
def test_parts_of_a_frozen_set_stand_still(part):
    criteria = make.criteria_set()
    row = parts_of(criteria)[part]
    # Open, everything moves.
    type(row)._base_manager.filter(pk=row.pk).update(name="Tên khác")
    make.campaign(criteria)
    closed_for_sql(row, "criteria_part_frozen", "name")


def test_frozen_set_is_neither_changed_nor_thawed_nor_deleted():
    criteria = make.criteria_set()
    make.campaign(criteria)
    table = CriteriaSet._meta.db_table
    for change in ("name = 'Tên khác'", "frozen_at = NULL"):
        refused(
            "criteria_set_frozen",
            f"UPDATE {table} SET {change} WHERE id = %s",
            criteria.pk,
        )
    refused("criteria_set_frozen", f"DELETE FROM {table} WHERE id = %s", criteria.pk)


def test_item_cannot_be_moved_out_of_a_frozen_set_or_into_one():
    frozen, open_set = make.criteria_set(), make.criteria_set()
    make.campaign(frozen)
    inside, outside = make.item(frozen, "A2a"), make.item(open_set, "A2a")
    statement = "UPDATE emulation_item SET criterion_id = %s WHERE id = %s"
    refused("criteria_part_frozen", statement, outside.criterion_id, inside.pk)
    refused("criteria_part_frozen", statement, inside.criterion_id, outside.pk)


def test_launched_campaign_keeps_its_criteria_and_weights():
    row = make.campaign(launched=False).sets.get()
    type(row)._base_manager.filter(pk=row.pk).update(weight=2)
    make.launch(row.campaign)
    closed_for_sql(row, "campaign_sets_stand", "weight")


def test_answers_stand_once_the_entry_is_handed_in():
    entry = make.campaign_entry(make.campaign())
    item = make.item(entry.campaign.sets.get().criteria_set, "A2a")
    answer = make.answer(entry, item, 1)
    link = Evidence.objects.create(answer=answer, link="https://example.org/a")
    make.handed_in(entry)
    closed_for_sql(answer, "answer_entry_closed", "amount")
    closed_for_sql(link, "answer_entry_closed", "title")
    entry.state, entry.reason = "returned", "Thiếu minh chứng"
    entry.returned_by, entry.returned_at = make.official(), timezone.now()
    entry.save()
    answer.amount = 0
    answer.save()


def test_marks_stand_once_the_review_is_finished():
    entry = make.campaign_entry(make.campaign())
    item = make.item(entry.campaign.sets.get().criteria_set, "A2a")
    mark = make.review(entry, make.official(), marks={item: 5}).marks.get()
    closed_for_sql(mark, "mark_review_finished", "points")


def test_announced_campaign_moves_no_more():
    entry = make.campaign_entry(make.campaign())
    item = make.item(entry.campaign.sets.get().criteria_set, "A2a")
    review = make.review(entry, make.official(), finished=False)
    appeal = Appeal.objects.create(
        entry=entry, item=item, reason="Đã có", raised_by=make.admin()
    )
    campaign = entry.campaign
    campaign.announced_at, campaign.announced_by = timezone.now(), make.admin()
    campaign.save()
    closed_for_sql(entry, "entry_campaign_announced", "name")
    closed_for_sql(review, "entry_campaign_announced", "comment")
    closed_for_sql(appeal, "entry_campaign_announced", "reason")


def test_steps_of_an_entry_are_never_rewritten():
    entry = make.campaign_entry(make.campaign())
    step = entry.steps.create(step="submit", by=make.admin())
    with pytest.raises(Exception, match="update"), transaction.atomic():
        type(step).objects.filter(pk=step.pk).update(reason="khác")
