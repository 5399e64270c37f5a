"""Triggers of PostgreSQL that keep closed what has been closed, whoever writes."""

import pgtrigger

REFUSE = (
    "RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'check_violation', "
    "CONSTRAINT = '{name}'"
)


def refuse(message, name):
    """The statement that stops a write as a constraint of that name would."""
    return REFUSE.format(message=message, name=name)


def frozen_set():
    """A frozen criteria set is never changed, deleted or thawed."""
    stop = refuse("a frozen criteria set never changes", "criteria_set_frozen")
    return pgtrigger.Trigger(
        name="criteria_set_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF OLD.frozen_at IS NOT NULL THEN {stop}; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def frozen_with(owner):
    """Rows of a criteria set stand still with it.

    `owner`: a column, or SQL with {row} for the row, that gives the set's number.
    """
    expression = owner if "{row}" in owner else f"{{row}}.{owner}"
    return _closed_with(
        "criteria_part_frozen",
        "a part of a frozen criteria set never changes",
        "SELECT 1 FROM emulation_criteriaset WHERE frozen_at IS NOT NULL AND id = "
        f"{expression}",
    )


def open_entry_only(entry):
    """Answers and evidence change only while their entry is with whoever fills it in."""
    expression = entry if "{row}" in entry else f"{{row}}.{entry}"
    return _closed_with(
        "answer_entry_closed",
        "the entry has been handed in",
        "SELECT 1 FROM emulation_entry WHERE state NOT IN ('draft', 'returned') "
        f"AND id = {expression}",
    )


def open_review_only():
    """Marks change only until their review is finished."""
    return _closed_with(
        "mark_review_finished",
        "the review is finished",
        "SELECT 1 FROM emulation_review WHERE finished_at IS NOT NULL "
        "AND id = {row}.review_id",
    )


def before_launch_only():
    """The criteria of a campaign and their weights stand from its launch on."""
    return _closed_with(
        "campaign_sets_stand",
        "the campaign has been launched",
        "SELECT 1 FROM emulation_campaign WHERE launched_at IS NOT NULL "
        "AND id = {row}.campaign_id",
    )


def before_announcement_only(campaign):
    """Entries, reviews and appeals stand from the announcement on."""
    expression = campaign if "{row}" in campaign else f"{{row}}.{campaign}"
    return _closed_with(
        "entry_campaign_announced",
        "the campaign has been announced",
        "SELECT 1 FROM emulation_campaign WHERE announced_at IS NOT NULL "
        f"AND id = {expression}",
    )


def _closed_with(name, message, closed):
    """Refuse a write where the query `closed` finds the owner of the row closed."""
    stop = refuse(message, name)
    old, new = closed.format(row="OLD"), closed.format(row="NEW")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'INSERT' AND EXISTS ({old}) THEN {stop}; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            IF EXISTS ({new}) THEN {stop}; END IF;
            RETURN NEW;
        """,
    )
