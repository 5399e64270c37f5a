"""What is signed or cancelled never changes, whoever writes past our forms."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from staffing.models import RedeployDecision, RedeployMove
from tests import factories as make
from tests.constraints import redeploy as rows
from tests.constraints.registry import set_on

pytestmark = pytest.mark.django_db


def declared():
    return {
        trigger.name
        for model in apps.get_app_config("staffing").get_models()
        for trigger in getattr(model._meta, "triggers", ())
        if trigger.name.startswith("redeploy_")
    }


def test_every_trigger_has_a_case():
    assert set(rows.STANDS) == declared()


@pytest.mark.parametrize("name", sorted(rows.STANDS))
def test_the_database_refuses(name):
    make.reference()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.STANDS[name]()
    assert refused.value.__cause__.diag.constraint_name == name


def test_nothing_of_a_signed_decision_is_added_or_taken_away():
    make.reference()
    row = rows.decided()
    paper = rows.decision(plan=row.plan)
    set_on(row, decision=paper)
    late = rows.decided(plan=row.plan)
    set_on(paper, **rows.signed())
    for write in (
        lambda: set_on(late, decision=paper),
        lambda: RedeployMove.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda: RedeployDecision.objects.filter(pk=paper.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert set(paper.moves.values_list("pk", flat=True)) == {row.pk}
