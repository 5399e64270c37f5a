"""Who may hand in, judge and ask: everybody else meets 403 or 404, and nothing moves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories as make

from .world import PERIOD, World

pytestmark = pytest.mark.django_db
DECISIONS = ("approve", "reject", "lock", "unlock", "refuse_unlock")


@pytest.fixture
def world(client):
    return World(client, 2)


def people(world):
    return {
        "stranger": make.owner(make.commune()),
        "reader": make.reader(world.commune),
        "officer": make.colleague(world.commune),
        "clerk of another school": make.clerk(world.schools[1]),
        "stranger's clerk": make.clerk(make.institution()),
        "expired": make.expired(world.commune),
        "roleless": make.roleless(),
        "anonymous": None,
    }


def sign_in(world, person):
    world.client.logout()
    if person:
        world.client.force_login(person)


def outcome(answer):
    status, address, _told = answer
    return "login" if address and "/login/" in address else status


def test_who_may_not_hand_in(world):
    met = {}
    for name, person in people(world).items():
        sign_in(world, person)
        met[name] = outcome(world.post("entry_hand_in", *PERIOD, returns=world.keys(0)))
    assert met == {
        "stranger": 404,
        "reader": 403,
        "officer": 403,
        "clerk of another school": 404,
        "stranger's clerk": 404,
        "expired": "login",
        "roleless": 403,
        "anonymous": "login",
    }
    assert world.states == ["draft", "draft"]


def test_who_may_hand_in(world):
    met = {}
    for name, person in {
        "clerk": make.clerk(world.schools[0]),
        "head": world.head,
        "admin": make.admin(),
    }.items():
        world.rows.update(state="draft", submitted_by=None, submitted_at=None)
        met[name] = (world.hand_in(person, 0)[0], world.states)
    assert met == dict.fromkeys(met, (302, ["submitted", "draft"]))


def test_a_clerk_does_not_take_the_neighbour_along(world):
    clerk = make.clerk(world.schools[0])
    assert world.hand_in(clerk)[0] == 404
    assert world.states == ["draft", "draft"]


def test_an_officer_reads_why_the_button_is_not_hers(world):
    page = world.as_(make.colleague(world.commune)).get("entry_submit", *PERIOD)
    text = page.content.decode()
    assert "việc nộp báo cáo do Trưởng phòng Văn hóa - Xã hội thực hiện" in text
    assert reverse("entry_hand_in", args=PERIOD) not in text
    # And something that she could have handed in stands there.
    assert "TH số 1" in text


def test_an_official_does_not_hand_in_for_a_commune(world):
    assert world.hand_in(world.official)[0] == 403
    page = world.get("entry_submit", *PERIOD, commune=world.commune.code)
    text = page.content.decode()
    assert "TH số 1" in text
    assert reverse("entry_hand_in", args=PERIOD) not in text
    assert world.states == ["draft", "draft"]


def test_another_commune_is_not_there(world):
    other = make.commune()
    page = world.as_(world.head).get("entry_submit", *PERIOD, commune=other.code)
    assert page.status_code == 404
    own = world.get("entry_submit", *PERIOD, commune=world.commune.code)
    assert "TH số 1" in own.content.decode()


def test_who_may_not_judge(world):
    world.set_state("submitted")
    keys, tokens = world.keys(0), world.tokens(0)
    met = {}
    for name, person in {**people(world), "head": world.head}.items():
        sign_in(world, person)
        answers = [
            world.post(f"approval_return_{verb}", *keys, returns=tokens, reason="x")
            for verb in DECISIONS
        ] + [
            world.post(
                f"approval_commune_{verb}",
                *PERIOD,
                world.commune.code,
                returns=tokens,
                reason="x",
            )
            for verb in ("approve", "reject", "lock")
        ]
        met[name] = {outcome(answer) for answer in answers}
    closed = {"expired": {"login"}, "anonymous": {"login"}}
    assert met == {name: closed.get(name, {403}) for name in met}
    assert world.states == ["submitted", "submitted"]


def test_who_may_not_ask_for_an_unlock(world):
    world.set_state("locked")
    met = {}
    for name, person in {**people(world), "official": world.official}.items():
        sign_in(world, person)
        met[name] = outcome(
            world.post("return_unlock_request", *world.keys(0), reason="Sót 2 em")
        )
    assert met == {
        "stranger": 404,
        "reader": 403,
        "officer": 403,
        "clerk of another school": 404,
        "stranger's clerk": 404,
        "expired": "login",
        "roleless": 403,
        "anonymous": "login",
        "official": 403,
    }
    assert not world.rows.filter(unlock_requested_at__isnull=False).exists()


class TestDepartmentSchool:
    """A school of the department's own: its clerk or an official hands in."""

    @pytest.fixture
    def own(self, world):
        school = make.complete_school("THPT", commune=world.commune)
        world.schools.append(school)
        return school

    def test_its_commune_neither_sees_nor_hands_it_in(self, world, own):
        assert world.hand_in(world.head, 2)[0] == 404
        page = world.get("entry_submit", *PERIOD).content.decode()
        assert own.name not in page
        assert "TH số 1" in page

    def test_an_official_who_hands_it_in_may_not_judge_it(self, world, own):
        assert world.hand_in(world.official, 2)[0] == 302
        assert world.states[2] == "submitted"
        page = world.get("approval_return", *world.keys(2)).content.decode()
        assert "Bạn là người nộp báo cáo này nên không tự duyệt được" in page
        assert reverse("approval_return_approve", args=world.keys(2)) not in page

        told = world.about("approve", 2)[2]
        assert told == [
            "Trạng thái báo cáo đã thay đổi, hoặc bạn là người nộp. Hãy tải lại trang."
        ]
        assert world.states[2] == "submitted"

        world.about("approve", 2, by=make.official())
        assert world.states[2] == "approved"

    def test_who_asked_for_the_unlock_does_not_grant_it(self, world, own):
        world.hand_in(make.clerk(own), 2)
        world.about("approve", 2)
        world.post("return_unlock_request", *world.keys(2), reason="Sót 2 em")
        until = f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"
        told = world.about("unlock", 2, until=until)[2]
        assert told == ["Chỉ trả lời được yêu cầu mở khóa đang chờ, do người khác gửi."]
        assert world.states[2] == "approved"
        world.about("unlock", 2, by=make.official(), until=until)
        assert world.states[2] == "draft"
