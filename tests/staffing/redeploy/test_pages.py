"""Pages of plans: what each reader finds there, and every button of the department."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes.models import Job
from staffing.models import RedeployPlan, RedeployRule
from staffing.redeploy import deciding
from tests import factories as make
from tests.constraints import redeploy as rows

from .world import DAY, World, moves

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def page(client, user, plan, **query):
    client.force_login(user)
    return client.get(reverse("redeploy_plan", args=[plan.pk]), query)


def press(client, user, name, row, **sent):
    """Where a button led and what it said."""
    client.force_login(user)
    answer = client.post(reverse(name, args=[row.pk]), sent)
    assert answer.status_code == 302, answer.status_code
    return [str(one) for one in get_messages(answer.wsgi_request)][-1]


def names(answer):
    return {row.person.full_name for row in answer.context["moves"]}


def test_the_department_sees_figures_moves_and_their_reasons(world, client):
    answer = page(client, world.official, world.plan())
    assert names(answer) == {"Nông Văn Mới", "Nông Văn Giữa"}
    totals = answer.context["totals"]
    assert (totals.shortage, totals.shortage_after) == (2, 0)
    assert (totals.surplus, totals.surplus_after) == (2, 0)
    text = answer.content.decode()
    assert "Chủ tịch UBND Xã Khánh Khê" in text
    assert "Giám đốc Sở Giáo dục và Đào tạo" in text
    assert "TT 45/2026/TT-BGDĐT điều 2 khoản 3" in text


@pytest.mark.parametrize("by", ["subject", "level", "commune"])
def test_before_and_after_are_gross(world, client, by):
    answer = page(client, world.official, world.plan(), by=by)
    found = {
        str(row.label): (
            row.shortage,
            row.shortage_after,
            row.surplus,
            row.surplus_after,
        )
        for row in answer.context["rows"]
    }
    assert (
        found
        == {
            "subject": {"Toán": (2, 0, 2, 0)},
            "level": {"Trung học cơ sở": (2, 0, 2, 0)},
            "commune": {"Khánh Khê": (1, 0, 2, 0), "Bình Gia": (1, 0, 0, 0)},
        }[by]
    )


def test_filters_narrow_the_list(world, client):
    plan = world.plan()
    for query, expected in (
        ({"signer": "commune"}, {"Nông Văn Giữa"}),
        ({"signer": "department"}, {"Nông Văn Mới"}),
        ({"commune": world.other.pk}, {"Nông Văn Mới"}),
        ({"q": "giua"}, {"Nông Văn Giữa"}),
        ({"status": "accepted"}, set()),
        ({"subject": "VAN"}, set()),
        ({"level": "lower_secondary"}, {"Nông Văn Mới", "Nông Văn Giữa"}),
        ({"level": "nonsense"}, {"Nông Văn Mới", "Nông Văn Giữa"}),
    ):
        assert names(page(client, world.official, plan, **query)) == expected, query


def test_the_receiving_commune_learns_no_name_before_it_is_decided(world, client):
    plan = world.plan()
    answer = page(client, world.other_head, plan)
    assert names(answer) == set()
    assert "Nông Văn" not in answer.content.decode()
    world_settled(world, plan)
    answer = page(client, world.other_head, plan)
    assert names(answer) == {"Nông Văn Mới"}
    assert "Nông Văn Giữa" not in answer.content.decode()


def world_settled(world, plan):
    deciding.accept_all(plan, by=world.official, moves=plan.moves.all())
    deciding.settle(plan, by=world.official)


def test_the_whole_way_by_buttons(world, client):
    plan = world.plan()
    near = plan.moves.get(target=world.near)
    official = world.official
    said = press(client, official, "redeploy_judge", near, status="pinned")
    assert said == "Nông Văn Giữa: Ghim."
    newest = plan.moves.get(target=world.across)
    said = press(client, official, "redeploy_judge", newest, status="rejected")
    assert said == "Hãy ghi lý do khi loại một lượt điều động."
    said = press(client, official, "redeploy_settle", plan)
    assert said == "Chưa có lượt nào được chấp nhận. Hãy chấp nhận ít nhất một lượt."
    said = press(client, official, "redeploy_accept", plan, signer="commune")
    assert said == "Đã chấp nhận 1 lượt."
    assert moves(plan) == {
        "Nông Văn Giữa": ("Trường THCS Gần", "accepted"),
        "Nông Văn Mới": ("Trường THCS Khác Xã", "proposed"),
    }
    press(client, official, "redeploy_settle", plan)
    paper = plan.decisions.get()
    fields = {
        f"d{paper.pk}-{name}": value
        for name, value in {
            "number": "7/QĐ-UBND",
            "decided_on": f"{DAY:%Y-%m-%d}",
            "effective_on": f"{DAY:%Y-%m-%d}",
        }.items()
    }
    said = press(client, world.head, "redeploy_sign", paper)
    assert said == "Hãy ghi số quyết định, ngày ký và ngày hiệu lực."
    press(client, world.head, "redeploy_sign", paper, **fields)
    plan.refresh_from_db()
    assert plan.state == "signed"
    main = near.person.assignments.get(ended_on=None)
    assert (main.institution, main.started_on) == (world.near, DAY)
    said = press(client, official, "redeploy_make", plan)
    assert "Phương án đã chốt" in said


def test_a_plan_is_asked_for_and_made_by_a_worker(world, client):
    client.force_login(world.official)
    answer = client.post(reverse("redeploy_new"), {"year": make.YEAR})
    plan = RedeployPlan.objects.get()
    assert answer.url == reverse("redeploy_plan", args=[plan.pk])
    assert list(Job.objects.values_list("kind", "params")) == [
        ("redeploy", {"plan": plan.pk})
    ]


def test_limits_are_set_on_a_page(world, client):
    client.force_login(world.official)
    url = reverse("redeploy_rules")
    forms = client.get(url).context["forms"]
    sent = {
        f"{form.prefix}-{name}": form[name].value()
        for form in forms
        for name in ("code", "value", "basis")
    }
    sent |= {
        f"form-{name}": value
        for name, value in {
            "TOTAL_FORMS": len(forms.forms),
            "INITIAL_FORMS": len(forms.forms),
        }.items()
    }
    place = [form.instance.code for form in forms].index("most_out")
    client.post(
        url, sent | {f"form-{place}-value": "5", f"form-{place}-confirmed": "on"}
    )
    rule = RedeployRule.objects.get(pk="most_out")
    assert (rule.value, rule.confirmed) == (5, True)
    bad = client.post(url, sent | {f"form-{place}-value": "-1"})
    assert bad.status_code == 200
    rule.refresh_from_db()
    assert rule.value == 5


def test_what_stays_missing_is_listed_with_its_reason(world, client):
    RedeployRule.objects.filter(pk="transfer_km").update(value=1)
    plan = world.plan()
    client.force_login(world.official)
    url = reverse("redeploy_unfilled", args=[plan.pk])
    found = client.get(url).context["needs"]
    assert [(row.institution.name, row.missing, row.reason) for row in found] == [
        ("Trường THCS Gần", 1, "too_far"),
        ("Trường THCS Khác Xã", 1, "too_far"),
    ]
    assert list(client.get(url, {"reason": "cap"}).context["needs"]) == []
    client.force_login(world.other_head)
    found = client.get(url).context["needs"]
    assert [row.institution.name for row in found] == ["Trường THCS Khác Xã"]


def test_three_moves_cost_as_many_queries_as_one(world, client):
    plan = rows.plan()
    rows.move(plan=plan)
    page(client, world.official, plan)
    with CaptureQueriesContext(connection) as one:
        page(client, world.official, plan)
    rows.move(plan=plan)
    rows.move(plan=plan)
    with CaptureQueriesContext(connection) as three:
        page(client, world.official, plan)
    assert len(three) == len(one)
