"""The rules that come with the system, and what the department may do to them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communes import seeding
from communes.entry import forms, rules
from communes.entry.checks import for_units
from communes.models import Rule
from communes.scoping import Role
from schools import seeding as school_seeding
from tests import factories as make
from tests.test_admin import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference():
    make.reference()


def a_rule(**fields):
    return Rule(
        **{
            "code": "x",
            "form": "classes",
            "severity": "warning",
            "condition": "girls <= pupils",
            "sentence": "{girls} / {pupils}",
            "sentence_en": "{previous_girls}",
            "shown_at": "girls",
            **fields,
        }
    )


def test_every_row_makes_sense(reference):
    for rule in Rule.objects.all():
        rule.full_clean()
    unproven = Rule.objects.filter(severity="warning", source="")
    assert not unproven.exists()


def test_loading_again_leaves_edited_rows_alone(reference):
    Rule.objects.filter(pk="classes-girls-within-pupils").update(sentence="Sửa")
    Rule.objects.filter(pk="classes-pupils-missing").delete()
    added = school_seeding.add_rules(school_seeding.DATA / "rules.json")
    assert added == 1
    assert seeding.add_rules(seeding.DATA / "rules.json") == 0
    assert Rule.objects.get(pk="classes-girls-within-pupils").sentence == "Sửa"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"sentence": "{girl}"}, ["sentence"]),
        ({"sentence": "{girls"}, ["sentence"]),
        ({"sentence_en": "{girls!r} {0}"}, ["sentence_en"]),
        ({"sentence_en": "{girls:>9}"}, ["sentence_en"]),
        ({"condition": "girls", "sentence": "{x}"}, ["condition", "sentence"]),
        ({"condition": "boys <= pupils"}, ["condition"]),
        # One line does not know the totals of other forms.
        ({"condition": "ages.pupils = pupils"}, ["condition"]),
        ({"sentence": "{ages_pupils}"}, ["sentence"]),
        (
            {
                "condition": "ages.pupils = classes.pupils",
                "sentence": "{ages_pupils} {classes_pupils}",
                "grain": "unit",
            },
            [],
        ),
    ],
)
def test_rule_that_makes_no_sense_is_refused(fields, expected):
    try:
        a_rule(**fields).clean()
    except ValidationError as error:
        assert sorted(error.message_dict) == expected
    else:
        assert expected == []


def test_sentence_leaves_nothing_open(reference):
    """Each sentence can be said of figures that break its rule."""
    for form in forms.registered():
        for grain in Rule.Grain:
            for check in rules.checks(form, grain=grain):
                every = dict.fromkeys(check.names | set(form.field_names), 1) | {
                    f"previous.{name}": 1 for name in form.field_names
                }
                assert "{" not in check.sentence(every), check.rule.pk


@pytest.fixture
def administrator(client, reference):
    account = make.user(Role.ADMIN)
    client.force_login(account)
    return account


def change(client, code, **fields):
    address = reverse("admin:communes_rule_change", args=[code])
    data = form_of(client.get(address)) | fields
    data = {name: value for name, value in data.items() if value != "off"}
    return client.post(address, data)


def test_threshold_and_words_are_edited_and_remembered(administrator, client):
    code = "classes-large-primary"
    answer = change(client, code, condition="pupils / classes <= 30")
    assert answer.status_code == 302, answer.context["errors"]
    assert Rule.objects.get(pk=code).condition == "pupils / classes <= 30"
    assert Rule.objects.get(pk=code).levels == ["primary"]
    page = client.get(reverse("admin:communes_rule_history", args=[code]))
    latest = page.context["action_list"][0]
    assert latest.user == administrator
    assert "pupils / classes <= 35 → pupils / classes <= 30" in (
        latest.get_change_message()
    )


def test_senseless_condition_is_refused_with_a_sentence(administrator, client):
    page = change(client, "classes-large-primary", condition="pupil / classes <= 30")
    assert page.context["adminform"].form.errors == {
        "condition": ["Không có cột “pupil”."]
    }


def test_structural_rule_changes_its_words_only(administrator, client):
    code = "classes-girls-within-pupils"
    fields = {"sentence": "Nữ: {girls}/{pupils}.", "condition": "girls <= 3"}
    answer = change(client, code, **fields, is_active="off")
    assert answer.status_code == 302
    rule = Rule.objects.get(pk=code)
    assert (rule.sentence, rule.condition, rule.is_active) == (
        "Nữ: {girls}/{pupils}.",
        "girls <= pupils",
        True,
    )


def act(client, action, *codes):
    address = reverse("admin:communes_rule_changelist")
    client.post(address, {"action": action, "_selected_action": codes})


def test_switched_off_rule_is_silent_everywhere(administrator, client):
    code, structural = "classes-large-primary", "classes-girls-within-pupils"
    period = make.open_period()
    school = make.school("TH", classes=1, pupils=50, state="draft")
    form = forms.get("classes")
    units = [unit for unit in form.units(administrator, period) if unit.kind]
    address = f"/api/v1/entry/classes/sheet/?period={period.pk}&unit={school.code}"

    def speakers():
        """Who still says it: page, workbook and API."""
        return {
            "page": code in {one.rule for one in for_units(period, units)},
            "workbook": code in {check.rule.pk for check in rules.checks(form)},
            "api": code in str(client.get(address).json()),
        }

    assert set(speakers().values()) == {True}
    act(client, "switch_off", code, structural)
    assert speakers() == {"page": False, "workbook": False, "api": False}
    assert Rule.objects.get(pk=structural).is_active
    act(client, "switch_on", code)
    assert set(speakers().values()) == {True}
