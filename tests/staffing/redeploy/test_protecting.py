"""People who are not moved: recorded on their page, and spared by the next plan."""

import pytest
from django.urls import reverse

from staffing.models import Post, Protection, StaffingGap
from staffing.redeploy.serving import line_of
from tests import factories as make

from .world import World, moves

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def send(client, person, **changed):
    values = {
        "reason": "sole_earner",
        "document": "Xác nhận của UBND xã số 12",
        "started_on": "01/09/2025",
        "ended_on": "",
        **changed,
    }
    return client.post(reverse("staff_protection_new", args=[person.pk]), values)


def test_who_is_recorded_is_no_longer_proposed(world, client):
    newest = world.posts[1].person
    client.force_login(world.head)
    assert send(client, newest).status_code == 302
    assert Protection.objects.get().document == "Xác nhận của UBND xã số 12"
    page = client.get(reverse("staff_detail", args=[newest.pk])).content.decode()
    assert "Lao động chính duy nhất của gia đình" in page
    assert newest.full_name not in moves(world.plan())


def test_what_is_wrong_is_said_and_nothing_kept(world, client):
    client.force_login(world.head)
    person = world.posts[0].person
    page = send(client, person, document=" ", ended_on="01/08/2025")
    assert set(page.context["form"].errors) == {"document", "ended_on"}
    assert "Ngày cuối phải từ ngày bắt đầu trở đi." in page.content.decode()
    assert not Protection.objects.exists()


def test_a_mistaken_record_is_taken_away(world, client):
    client.force_login(world.head)
    person = world.posts[0].person
    send(client, person)
    row = Protection.objects.get()
    address = reverse("staff_protection_remove", args=[person.pk, row.pk])
    assert client.post(address).status_code == 302
    assert not Protection.objects.exists()


def test_posts_with_one_maximum_are_one_line_of_a_plan(world):
    clerk = make.employee(world.over, "clerk")
    assert line_of(clerk).post == Post.objects.get(pk="clerk").counted_with_id
    librarian = make.employee(world.over, "librarian")
    assert line_of(librarian).post == "librarian"
    assert not StaffingGap.objects.filter(post="clerk").exists()
