"""The benchmarks run, agree on the figures they time, and write what others read."""

import json

import pytest
from django.core.management import CommandError, call_command

from communes.models import Import
from edu_lang_son.bench import imports
from staffing.models import Person
from tests import factories as make
from tests.communes import computed

pytestmark = pytest.mark.django_db


def test_pandas_finds_the_same_figures_and_the_ratios_are_written(tmp_path, capsys):
    computed.province()
    file = tmp_path / "bench.json"
    call_command("bench", "recompute", "--json", str(file))
    measures = json.loads(file.read_text())
    assert [set(one) for one in measures] == 5 * [
        {"work", "scale", "against", "ratio", "target", "met", "versions"}
    ]
    assert {one["scale"].rpartition(",")[0] for one in measures} == {
        "5 institutions, 1624 learners, 5 staff"
    }
    assert all(one["met"] == (one["ratio"] <= one["target"]) for one in measures)
    lines = capsys.readouterr().out.splitlines()
    told = zip(measures, lines[::2], strict=True)
    assert all(one["work"] in line for one, line in told)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("recompute", "There is nothing to compute; run load_demo first."),
        ("import", "There is no school to import into; run load_demo first."),
        ("report", "There are no values to report; run load_demo first."),
    ],
)
def test_an_empty_database_is_told_apart(db, name, told):
    with pytest.raises(CommandError) as error:
        call_command("bench", name)
    assert str(error.value) == told


@pytest.mark.django_db(transaction=True)
def test_all_imports_take_the_same_workbook_and_leave_nothing():
    make.reference()
    make.school_year()
    make.institution("TH")
    measures = imports.measure(rows=20)
    assert [one.against for one in measures] == [
        f"{imports.RIVAL}, validating by its models",
        f"{imports.RIVAL}, with lean checks of our own",
        "200 MiB",
    ]
    assert all(one.ratio > 0 for one in measures)
    assert not Person.objects.exists()
    assert not Import.objects.exists()


def test_an_unknown_name_is_told_with_the_known_ones(db):
    with pytest.raises(CommandError) as error:
        call_command("bench", "nothing")
    assert (
        str(error.value)
        == "There is no benchmark nothing; there is import, recompute, redeploy, report."
    )
