"""Two people decide at once, on real connections: one wins, the other learns who did."""

import threading

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from communes.models import Notice
from tests import factories as make

from .world import PERIOD, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(client):
    world = World(client)
    world.set_state("submitted")
    return world


def at_once(*decisions):
    """Send each (person, address, data) at the same moment; what each was told."""
    barrier, told = threading.Barrier(len(decisions)), [None] * len(decisions)

    def send(place, person, address, data):
        client = Client()
        client.force_login(person)
        barrier.wait()
        try:
            response = client.post(address, data)
            told[place] = [str(one) for one in get_messages(response.wsgi_request)]
        finally:
            connection.close()

    threads = [
        threading.Thread(target=send, args=[place, *decision])
        for place, decision in enumerate(decisions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_one_approves_while_another_rejects(world):
    second = make.official(first_name="Người thứ hai")
    (pk,), tokens = world.keys(0), world.tokens(0)
    approved, rejected = at_once(
        (
            world.official,
            reverse("approval_return_approve", args=[pk]),
            {"returns": tokens},
        ),
        (
            second,
            reverse("approval_return_reject", args=[pk]),
            {"returns": tokens, "reason": "Sai lớp 2"},
        ),
    )
    row = world.rows.get(pk=pk)
    winner, told_loser = {
        "approved": (world.official, rejected),
        "rejected": (second, approved),
    }[row.state]
    assert row.decided_by == winner
    (sentence,) = told_loser
    assert sentence.startswith(
        "Có báo cáo đã thay đổi sau khi bạn mở trang. TH số 1:"
        f" {row.get_state_display()} ({winner.first_name}, "
    )
    assert Notice.objects.filter(recipient=world.head).count() == 1


def test_a_whole_commune_is_approved_while_one_school_is_rejected(world):
    second = make.official(first_name="Người thứ hai")
    at_once(
        (
            world.official,
            reverse("approval_commune_approve", args=[*PERIOD, world.commune.code]),
            {"returns": world.tokens()},
        ),
        (
            second,
            reverse("approval_return_reject", args=world.keys(1)),
            {"returns": world.tokens(1), "reason": "Sai lớp 2"},
        ),
    )
    assert world.states in (
        ["approved"] * 3,
        ["submitted", "rejected", "submitted"],
    )


def test_two_hand_in_the_same_commune(world):
    world.rows.update(state="draft", submitted_by=None, submitted_at=None)
    second = make.owner(world.commune)
    address = reverse("entry_hand_in", args=PERIOD)
    data = {"returns": world.keys()}
    told = at_once((world.head, address, data), (second, address, data))
    assert world.states == ["submitted"] * 3
    assert sorted(sentence for (sentence,) in told) == [
        ("Chỉ nộp được báo cáo đang ở trạng thái Nháp hoặc Từ chối của đơn vị mình."),
        "Đã nộp 3 báo cáo. Sở sẽ duyệt và báo lại kết quả.",
    ]


def test_what_was_handed_in_anew_is_not_judged_by_an_old_page(world):
    """The official looked at other figures than those that stand there now."""
    old = world.tokens(0)
    world.about("reject", 0, reason="Sai lớp 2")
    world.hand_in(world.head, 0)
    world.as_(world.official)
    told = world.post("approval_return_approve", *world.keys(0), returns=old)[2]
    (sentence,) = told
    assert sentence.startswith(
        "Có báo cáo đã thay đổi sau khi bạn mở trang. TH số 1: Đã nộp (Trưởng phòng, "
    )
    assert world.states == ["submitted"] * 3
    world.about("approve", 0)
    assert world.states == ["approved", "submitted", "submitted"]
