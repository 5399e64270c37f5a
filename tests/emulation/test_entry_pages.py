"""Pages of entries: who opens what, what is saved, handed in and never lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from emulation.entries.answers import mark
from emulation.models import (
    Answer,
    Entry,
    EntryStep,
    Evidence,
    Item,
    ItemScore,
)
from emulation.scored import scores
from tests import factories as make
from tests.contracts import ListPage
from tests.pages import reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def criteria(db):
    make.reference()
    make.province(name="Lạng Sơn")
    return make.criteria_set(groups=("A",))


@pytest.fixture
def entry(criteria):
    return make.campaign_entry(make.campaign(criteria))


def address(entry, verb=""):
    return f"/emulation/entries/{entry.pk}/{verb}"


def filled(entry, **answers):
    """The page's fields: every item as it stands, but for `answers` by code."""
    stored = {row.item_id: row for row in Answer.objects.filter(entry=entry)}
    fields = {}
    for item in Item.objects.filter(
        criterion__group__criteria_set__campaigns__campaign=entry.campaign
    ):
        fields[f"seen-{item.pk}"] = mark(stored.get(item.pk))
        typed = answers.get(item.code, ())
        for name, value in zip(("amount", "out_of", "note"), typed, strict=False):
            fields[f"{name}-{item.pk}"] = value
    return fields


def kept(entry):
    return {
        row.item.code: (row.amount, row.out_of)
        for row in Answer.objects.filter(entry=entry).select_related("item")
    }


def proven(entry):
    for row in make.full_answers(entry):
        Evidence.objects.create(answer=row, link="https://example.test/minh-chung")
    return entry


class TestEntryList(ListPage):
    def make_row(self, commune):
        self.campaign = getattr(self, "campaign", None) or make.campaign()
        school = make.institution(commune=commune)
        return make.campaign_entry(self.campaign, school)

    @property
    def url(self):
        return f"/emulation/campaigns/{self.campaign.code}/entries/?per_page=200"

    def mark(self, row):
        return row.name


PEOPLE = {
    "anonymous": lambda entry: None,
    "roleless": lambda entry: make.roleless(),
    "expired": lambda entry: make.expired(entry.commune),
    "stranger": lambda entry: make.stranger(),
    "clerk elsewhere": lambda entry: make.clerk(make.institution()),
    "reader": lambda entry: make.reader(entry.commune),
    "official": lambda entry: make.official(),
    "owner": lambda entry: make.owner(entry.commune),
    "colleague": lambda entry: make.colleague(entry.commune),
    "clerk": lambda entry: make.clerk(entry.institution),
    "admin": lambda entry: make.admin(),
}
# What each meets: the page, a POST, and whether the answer was then kept.
MET = {
    "anonymous": (302, 302, False),
    "roleless": (403, 403, False),
    "expired": (302, 302, False),
    "stranger": (404, 404, False),
    "clerk elsewhere": (404, 404, False),
    "reader": (200, 403, False),
    "official": (200, 403, False),
    "owner": (200, 302, True),
    "colleague": (200, 302, True),
    "clerk": (200, 302, True),
    "admin": (200, 302, True),
}


@pytest.mark.parametrize("verb", ["save/", "measure/", "submit/"])
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_meets_what_her_role_allows(entry, client, who, verb):
    person = PEOPLE[who](entry)
    if person:
        client.force_login(person)
    page = client.get(address(entry))
    fields = filled(entry, A4=("3",))
    sent = client.post(address(entry, verb), fields)
    was_kept = kept(entry) == {"A4": (Decimal(3), None)}
    assert (page.status_code, sent.status_code, was_kept) == MET[who]
    assert Entry.objects.get(pk=entry.pk).state == "draft"


def test_entries_of_a_campaign_in_preparation_are_not_there(criteria, client):
    entry = make.campaign_entry(make.campaign(criteria, launched=False))
    client.force_login(make.admin())
    assert client.get(address(entry)).status_code == 404


def test_save_keeps_every_group_and_says_how_many(entry, client):
    client.force_login(make.owner(entry.commune))
    sent = filled(entry, A2a=("1",), A3=("12", "15"), A4=("2", "", "Hai lớp"))
    response = client.post(address(entry, "save/"), sent | {"group": "7"})
    assert response["Location"] == address(entry) + "#nhom-7"
    assert kept(entry) == {
        "A2a": (1, None),
        "A3": (12, 15),
        "A4": (2, None),
    }
    page = client.get(address(entry)).content.decode()
    assert "Đã lưu 3 mục." in page
    assert "đã trả lời 3/6 mục" in page
    # 20 of 20, the target of 80 per cent reached, 2 of 5: 20 + 30 + 8 points.
    assert "tự chấm <b>58</b>/100 điểm" in page


def test_bad_input_is_shown_again_and_the_rest_is_saved(entry, client):
    client.force_login(make.owner(entry.commune))
    sent = filled(entry, A3=("16", "15", "Danh sách kèm theo"), A4=("2",))
    response = client.post(address(entry, "submit/"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert kept(entry) == {"A4": (2, None)}
    assert "Số đạt (16) không được lớn hơn tổng số (15)." in page
    assert 'value="16"' in page
    assert "Danh sách kèm theo" in page
    assert not EntryStep.objects.exists()


def test_conflict_shows_both_values_and_the_next_save_is_a_knowing_one(entry, client):
    owner, colleague = make.owner(entry.commune), make.colleague(entry.commune)
    both = filled(entry, A4=("3",)), filled(entry, A4=("5",))
    client.force_login(colleague)
    client.post(address(entry, "save/"), both[0])
    client.force_login(owner)
    response = client.post(address(entry, "save/"), both[1])
    page = response.content.decode()
    item = Item.objects.get(code="A4")
    assert response.status_code == 422
    assert "đã ghi “3” vào mục này" in page
    assert 'value="5"' in page
    assert kept(entry) == {"A4": (3, None)}
    (line,) = [one for one in response.context["sheet"].lines if one.item == item]
    again = both[1] | {f"seen-{item.pk}": line.seen}
    client.post(address(entry, "save/"), again)
    assert kept(entry) == {"A4": (5, None)}


def test_answer_of_the_campaign_before_is_taken_over(criteria, client):
    first = make.campaign(criteria)
    before = make.campaign_entry(first)
    make.answer(before, make.item(criteria, "A3"), 30, 40, note="Học kỳ II")
    entry = make.campaign_entry(
        make.campaign(criteria, previous=first), before.institution
    )
    client.force_login(make.clerk(entry.institution))
    page = client.get(address(entry)).content.decode()
    assert "Đợt trước: 30/40 (75%)" in page
    item = make.item(criteria, "A3")
    sent = filled(entry, A4=("2",)) | {"take": str(item.pk)}
    response = client.post(address(entry, "save/"), sent)
    assert response["Location"] == address(entry) + f"#muc-{item.pk}"
    assert kept(entry) == {"A3": (30, 40), "A4": (2, None)}


def test_measured_item_shows_its_source_and_no_box(criteria, client):
    Item.objects.filter(code="A4").update(measure="facilities:classrooms")
    entry = make.campaign_entry(make.campaign(criteria))
    make.facilities(make.school_return(entry.institution), classrooms=9)
    client.force_login(make.clerk(entry.institution))
    response = client.post(address(entry, "measure/"), filled(entry, A4=("99",)))
    assert response["Location"] == address(entry) + "#so-lieu"
    page = client.get(address(entry)).content.decode()
    key = Item.objects.get(code="A4").pk
    assert kept(entry) == {"A4": (9, None)}
    assert f'name="amount-{key}"' not in page
    assert f"/schools/{entry.institution.code}/?year={make.YEAR}#facilities" in page
    assert "phần cơ sở vật chất" in page


def test_obstacles_lead_to_their_items_and_stop_the_submission(criteria, entry, client):
    client.force_login(make.clerk(entry.institution))
    page = client.get(address(entry)).content.decode()
    for item in Item.objects.filter(criterion__group__criteria_set=criteria):
        assert f'<a href="#muc-{item.pk}">Mục {item.code}' in page
    response = client.post(address(entry, "submit/"), filled(entry))
    assert response["Location"] == address(entry) + "#can-lam"
    assert "còn 6 việc phải làm" in client.get(address(entry)).content.decode()
    assert Entry.objects.get(pk=entry.pk).state == "draft"


def test_handed_in_entry_is_read_only(entry, client):
    person = make.clerk(entry.institution)
    client.force_login(person)
    proven(entry)
    assert client.post(address(entry, "submit/"))["Location"] == address(entry)
    page = client.get(address(entry)).content.decode()
    assert "Đã nộp hồ sơ. Xã sẽ thẩm định rồi chuyển lên Sở." in page
    assert "<form id=" not in page
    before = kept(entry)
    response = client.post(address(entry, "save/"), filled(entry, A4=("1",)))
    assert response.status_code == 422
    assert kept(entry) == before


def test_returned_entry_shows_the_reason_on_top(criteria, client):
    entry = make.campaign_entry(
        make.campaign(criteria),
        state="returned",
        reason="Thiếu quyết định thành lập tổ",
        returned_by=make.admin(),
        returned_at=timezone.now(),
    )
    client.force_login(make.clerk(entry.institution))
    page = client.get(address(entry)).content.decode()
    assert page.index("Thiếu quyết định thành lập tổ") < page.index("sheet-page")
    assert 'id="answers"' in page


def test_verified_points_are_shown_only_once_the_department_has_finished(
    criteria, client
):
    entry = make.campaign_entry(make.campaign(criteria))
    make.full_answers(entry)
    item = make.item(criteria, "A4")
    make.handed_in(entry, by=make.owner(entry.commune))
    make.review(entry, make.official(), marks={item: Decimal("7.5")})
    ItemScore.objects.create(
        entry=entry, item=item, points="7.5", low=7, high=8, source="pair"
    )
    client.force_login(make.clerk(entry.institution))
    assert "Hai người chấm độc lập" not in client.get(address(entry)).content.decode()
    Entry.objects.filter(pk=entry.pk).update(
        state="verified", verified_at=timezone.now()
    )
    page = client.get(address(entry)).content.decode()
    assert "Hai người chấm độc lập" in page
    assert "7–8" in page


def test_appeal_is_offered_only_while_one_is_taken(criteria, entry, client):
    make.full_answers(entry)
    make.handed_in(entry, state="verified")
    scores.recompute(entry.campaign_id)
    client.force_login(make.owner(entry.commune))
    link = reverse("campaign_appeal", args=[entry.pk])
    assert link in client.get(address(entry)).content.decode()
    campaign = entry.campaign
    yesterday = timezone.localdate() - timedelta(days=1)
    for name in ("starts_on", "self_due_on", "review_due_on", "appeal_due_on"):
        setattr(campaign, name, yesterday)
    campaign.save()
    assert link not in client.get(address(entry)).content.decode()


def test_only_who_may_check_is_led_to_the_check(entry, client):
    officer, head = make.colleague(entry.commune), make.owner(entry.commune)
    make.handed_in(entry, by=officer, state="submitted")
    link = reverse("campaign_entry_check", args=[entry.pk])
    clerk = make.clerk(entry.institution, commune=entry.commune)
    led = {
        name
        for name, person in {
            "head": head,
            "officer": officer,
            "reader": make.reader(entry.commune),
            "clerk": clerk,
            "official": make.official(),
        }.items()
        if not client.force_login(person)
        and link in client.get(address(entry)).content.decode()
    }
    assert led == {"head"}


def cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_page_costs_the_same_with_one_group_and_with_three(client, db):
    make.reference()
    costs = []
    for groups in (("A",), ("A", "B", "C")):
        criteria = make.criteria_set(groups=groups)
        entry = make.campaign_entry(make.campaign(criteria))
        proven(entry)
        client.force_login(make.owner(entry.commune))
        costs.append(cost(client, address(entry)))
    assert costs[0] == costs[1]


@pytest.fixture
def listed(criteria, client):
    """Three entries of a campaign: ready, half answered and untouched."""
    campaign = make.campaign(criteria)
    here = make.commune(name="Khánh Khê")
    rows = {
        "th": ("TH", "Trường TH Khánh Khê", here),
        "mn": ("MN", "Trường MN Đồng Giáp", here),
        "thcs": ("THCS", "Trường THCS Bình Gia", make.commune(name="Bình Gia")),
    }
    entries = {
        key: make.campaign_entry(
            campaign,
            make.institution(kind, commune=commune, name=name),
            block=make.block(campaign, name=f"Khối {key}"),
        )
        for key, (kind, name, commune) in rows.items()
    }
    make.handed_in(proven(entries["th"]), by=make.owner(here))
    make.answer(entries["mn"], make.item(criteria, "A4"), 5)
    scores.recompute(campaign.pk)
    client.force_login(make.official())
    return entries


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["mn", "th", "thcs"]),
        ("q=khanh khe", ["th"]),
        ("q=ĐỒNG", ["mn"]),
        ("state=confirmed", ["th"]),
        ("kind=THCS", ["thcs"]),
        ("commune={commune}", ["mn", "th"]),
        ("block={block}", ["mn"]),
        ("reached=3", ["th"]),
        ("incomplete=yes", ["mn", "thcs"]),
        ("incomplete=no", ["th"]),
        ("participant=institution", ["mn", "th", "thcs"]),
    ],
)
def test_list_is_filtered(listed, client, query, found):
    mn = listed["mn"]
    query = query.format(commune=mn.commune_id, block=mn.block_id)
    response = client.get(f"/emulation/campaigns/{mn.campaign.code}/entries/?{query}")
    names = [listed[key].name for key in found]
    assert reading.first_column(response) == names


def test_list_is_a_file_with_the_same_rows(listed, client):
    url = f"/emulation/campaigns/{listed['th'].campaign.code}/entries/"
    response = client.get(f"{url}?export=csv&state=confirmed")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[-1].startswith("Trường TH Khánh Khê,")
    assert "Chờ Sở thẩm định" in lines[-1]
    assert len([line for line in lines if line.startswith("Trường")]) == 1
