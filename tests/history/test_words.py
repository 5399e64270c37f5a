"""Values of changes as a person reads them."""

import pytest

from communes.changes.words import value_in_words
from communes.models import Commune, Rule

CASES = [
    (Rule, "levels", ["primary", "lower_secondary"], "primary, lower_secondary"),
    (Commune, "outline", [[[107.1, 21.5], [107.2, 21.6]]], "…"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name", "value", "words"), CASES)
def test_lists_are_codes_or_nothing_to_read(model, name, value, words):
    assert value_in_words(model, name, value) == words
