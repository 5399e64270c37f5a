"""What the same participant answered in the campaign before."""

from emulation.models import Answer, Entry


def answers_before(entry):
    """Answers of the previous campaign by what names an item in every version."""
    if entry.campaign.previous_id is None:
        return {}
    same = Entry.objects.filter(
        campaign=entry.campaign.previous_id,
        participant=entry.participant,
        institution=entry.institution_id,
        team=entry.team_id,
    )
    if entry.institution_id is None:
        same = same.filter(commune=entry.commune_id)
    rows = Answer.objects.filter(entry__in=same).select_related(
        "item__criterion__group__criteria_set"
    )
    return {key_of(row.item): row for row in rows}


def key_of(item):
    """What names an item in every version of its set."""
    criterion = item.criterion
    return (criterion.group.criteria_set.code, criterion.code, item.code)
