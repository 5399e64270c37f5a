"""Pages of running campaigns: what they show, what they take in, and what that costs."""

import subprocess
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communes.models import Notice
from emulation.models import (
    AwardKind,
    AwardProposal,
    AwardQuota,
    Campaign,
    Minutes,
    ScoreRequest,
)
from emulation.rewards import awards
from tests import factories as make
from tests.emulation.test_awards import place
from tests.emulation.test_minutes import MEETING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def code_lists(db):
    make.reference()
    make.province(name="Lạng Sơn")


@pytest.fixture
def admin(client):
    account = make.admin()
    client.force_login(account)
    return account


def said(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def plan(criteria, **changes):
    """What the form of a new campaign sends."""
    today = timezone.localdate()
    days = ("starts_on", "self_due_on", "review_due_on", "appeal_due_on", "announce_on")
    return {
        "name": "Đổi mới sáng tạo 2026",
        "code": "",
        "school_year": make.school_year().pk,
        **{
            name: (today + timedelta(days=10 * place)).isoformat()
            for place, name in enumerate(days)
        },
        "double_share": 10,
        "tolerance": 20,
        "middle_from": 200,
        "large_from": 500,
        "smallest_block": 5,
        f"use_{criteria.pk}": "on",
        f"weight_{criteria.pk}": "2.5",
        f"level_{criteria.pk}": "on",
        **changes,
    }


def test_a_campaign_is_made_with_its_criteria(client, admin):
    make.criteria_set()
    criteria = make.criteria_set()
    response = client.post(reverse("campaign_new"), plan(criteria))
    campaign = Campaign.objects.get()
    assert campaign.code == "doi-moi-sang-tao-2026"
    assert response.url == reverse("campaign_manage", args=[campaign.code])
    assert list(
        campaign.sets.values_list("criteria_set", "weight", "decides_level")
    ) == [(criteria.pk, 2.5, True)]


def test_days_out_of_order_are_said_and_nothing_typed_is_lost(client, admin):
    criteria = make.criteria_set()
    early = (timezone.localdate() - timedelta(days=1)).isoformat()
    sent = plan(
        criteria, self_due_on=early, large_from=100, **{f"weight_{criteria.pk}": 0}
    )
    response = client.post(reverse("campaign_new"), sent)
    form, sets = response.context["form"], response.context["sets_form"]
    assert dict(form.errors) == {
        "self_due_on": ["Hạn tự đánh giá phải từ ngày phát động trở đi."],
        "large_from": ["Quy mô lớn phải từ nhiều học sinh hơn quy mô vừa."],
    }
    assert dict(sets.errors) == {f"weight_{criteria.pk}": ["Trọng số phải lớn hơn 0."]}
    assert b'value="\xc4\x90\xe1\xbb\x95i m\xe1\xbb\x9bi' in response.content
    assert not Campaign.objects.exists()


def test_a_campaign_without_criteria_is_not_made(client, admin):
    criteria = make.criteria_set()
    sent = plan(criteria)
    del sent[f"use_{criteria.pk}"]
    response = client.post(reverse("campaign_new"), sent)
    assert response.context["sets_form"].non_field_errors() == [
        "Hãy chọn ít nhất một bộ tiêu chí."
    ]
    assert not Campaign.objects.exists()


def test_after_the_launch_only_what_it_did_not_settle_changes(client, admin):
    campaign = make.campaign(name="Đợt cũ", middle_from=200)
    address = reverse("campaign_edit", args=[campaign.code])
    assert client.get(address).context["sets_form"] is None
    sent = plan(campaign.sets.get().criteria_set, name="Đợt mới", middle_from=1)
    client.post(address, sent)
    code = campaign.code
    campaign.refresh_from_db()
    assert (campaign.name, campaign.middle_from, campaign.code) == (
        "Đợt mới",
        200,
        code,
    )
    assert campaign.sets.get().weight == 1


def test_an_announced_campaign_is_not_edited(client, admin):
    campaign = make.campaign()
    campaign.announced_at, campaign.announced_by = timezone.now(), admin
    campaign.save()
    response = client.post(
        reverse("campaign_edit", args=[campaign.code]), {"name": "X"}
    )
    assert response.url == reverse("campaign_manage", args=[campaign.code])
    assert said(response) == ["Đợt đã công bố: ngày và tiêu chí không còn thay đổi."]


def test_preparation_shows_who_takes_part_and_what_is_odd(client, admin):
    running = make.campaign(name="Đợt đang chạy")
    criteria = running.sets.get().criteria_set
    criteria_set = make.criteria_set(institution_kinds=["TH"], name="Bộ mới")
    campaign = make.campaign(criteria, criteria_set, launched=False)
    campaign.sets.filter(criteria_set=criteria_set).update(decides_level=False)
    make.institution("TH")
    context = client.get(reverse("campaign_manage", args=[campaign.code])).context
    assert context["candidates"] == [("Tiểu học", 1)]
    assert list(context["planned"].values()) == [1]
    assert context["obstacles"] == []
    assert context["clashes"][0] == (
        "Đợt “Đợt đang chạy” đang chạy cùng thời gian và dùng cùng bộ tiêu chí."
    )
    assert "Tiểu học chỉ có 1 đơn vị, ít hơn khối nhỏ nhất (5)." in context["clashes"]


def test_launch_by_its_button_once(client, admin):
    make.institution("TH")
    campaign = make.campaign(launched=False)
    address = reverse("campaign_launch", args=[campaign.code])
    response = client.post(address)
    assert said(response) == [
        "Đã phát động: 1 hồ sơ đã mở, các xã và trường đã được báo."
    ]
    response = client.post(address)
    assert said(response)[-1] == "Đợt thi đua này đã được phát động."
    assert campaign.entries.count() == 1


def test_announcement_page_lists_what_is_open(client, admin):
    campaign = make.campaign(due_in=-60)
    make.handed_in(make.campaign_entry(campaign, name="Trường A"))
    address = reverse("campaign_announce", args=[campaign.code])
    sentence = "1 hồ sơ chờ Sở thẩm định: Trường A."
    assert client.get(address).context["obstacles"] == [sentence]
    assert said(client.post(address)) == [sentence]
    campaign.refresh_from_db()
    assert campaign.announced_at is None


def test_who_is_late_and_the_button_that_reminds(client, admin):
    commune, other = make.commune(name="Khánh Khê"), make.commune(name="Bình Gia")
    campaign = make.campaign(due_in=-2)
    for place_ in (commune, commune, other):
        make.campaign_entry(campaign, make.institution("TH", commune=place_))
    head, elsewhere = make.owner(commune), make.owner(other)
    late = client.get(reverse("campaign_manage", args=[campaign.code])).context["late"]
    assert [(one["place"], one["open"], one["is_late"]) for one in late] == [
        ("Xã Khánh Khê", 2, True),
        ("Xã Bình Gia", 1, True),
    ]
    address = reverse("campaign_remind", args=[campaign.code])
    assert said(client.post(address, {"commune": commune.pk})) == ["Đã nhắc 1 người."]
    assert Notice.objects.filter(recipient=head).count() == 1
    assert Notice.objects.filter(recipient=elsewhere).count() == 0
    high = make.institution("THPT", commune=commune)
    make.campaign_entry(campaign, high)
    clerk = make.clerk(high)
    assert said(client.post(address, {"commune": "so"}))[-1] == "Đã nhắc 1 người."
    assert Notice.objects.filter(recipient=clerk).count() == 1


def test_more_time_by_the_form_for_one_commune_or_one_entry(client, admin):
    commune = make.commune()
    campaign = make.campaign(due_in=1)
    entry = make.campaign_entry(campaign, make.institution("TH", commune=commune))
    other = make.campaign_entry(campaign)
    day = campaign.self_due_on + timedelta(days=4)
    address = reverse("campaign_extend", args=[campaign.code])
    sent = {"due_on": day.isoformat(), "reason": "Mưa lũ"}
    response = client.post(address, {**sent, "commune": commune.pk, "entry": entry.pk})
    assert response.context["form"].non_field_errors() == [
        "Hãy chọn một xã, phường hoặc một hồ sơ, không chọn cả hai."
    ]
    client.post(address, {**sent, "commune": commune.pk})
    entry.refresh_from_db(), other.refresh_from_db()
    assert (entry.due_on, other.due_on) == (day, None)
    client.post(address, {**sent, "entry": other.pk})
    other.refresh_from_db()
    assert other.due_on == day


def test_entries_of_another_campaign_are_not_moved_nor_given_time(client, admin):
    campaign, other = make.campaign(), make.campaign()
    block, there = make.block(campaign), make.block(other)
    entry = make.campaign_entry(other, block=there)
    sent = {"entry": entry.pk, "block": block.pk}
    address = reverse("campaign_move", args=[campaign.code])
    assert client.post(address, sent).status_code == 404
    response = client.post(
        reverse("campaign_extend", args=[campaign.code]),
        {"entry": entry.pk, "due_on": "2099-01-01", "reason": "Mưa lũ"},
    )
    assert "entry" in response.context["form"].errors
    entry.refresh_from_db()
    assert (entry.block, entry.due_on) == (there, None)


def test_switches_and_recomputation(client, admin):
    campaign = make.campaign()
    client.post(
        reverse("campaign_public_set", args=[campaign.code]), {"is_public": "1"}
    )
    client.post(reverse("campaign_recompute", args=[campaign.code]))
    campaign.refresh_from_db()
    assert campaign.is_public
    assert ScoreRequest.objects.filter(campaign=campaign).exists()


def running(client, entries):
    """Queries of each page with that many entries, blocks, communes and proposals."""
    campaign = make.campaign(due_in=-60)
    award = AwardKind.objects.first()
    AwardQuota.objects.create(campaign=campaign, award=award, most=99)
    for number in range(entries):
        block = make.block(campaign)
        place(block, f"Trường {number}", 1)
        make.campaign_entry(campaign, block=block)
    awards.fill(campaign, [award], by=make.official())
    names = (
        "campaign_list",
        "campaign_manage",
        "campaign_announce",
        "campaign_blocks",
        "campaign_awards",
        "campaign_minutes",
    )
    counts = {}
    for name in names:
        args = [] if name == "campaign_list" else [campaign.code]
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=args))
        counts[name] = len(queries)
    return counts


def test_pages_ask_as_much_for_three_as_for_one(client, admin):
    client.get("/")
    assert running(client, 1) == running(client, 3)


def test_list_shows_each_what_is_hers(client, admin):
    commune = make.commune()
    campaign = make.campaign(name="Đợt chạy", due_in=3)
    make.campaign(name="Đợt chuẩn bị", launched=False)
    make.handed_in(make.campaign_entry(campaign, make.institution(commune=commune)))
    make.campaign_entry(campaign)

    def cards(user):
        client.force_login(user)
        found = client.get(reverse("campaign_list")).context["cards"]
        return {
            one.campaign.name: [(step.done, step.all) for step in one.steps]
            for one in found
        }

    assert cards(admin) == {"Đợt chạy": [(1, 2), (0, 2)], "Đợt chuẩn bị": []}
    assert cards(make.owner(commune)) == {"Đợt chạy": [(1, 1), (0, 1)]}
    assert cards(make.stranger()) == {"Đợt chạy": []}


# Awards and minutes


@pytest.fixture
def ranked(admin):
    campaign = make.campaign(due_in=-60)
    block = make.block(campaign)
    for rank, name in enumerate("AB", start=1):
        place(block, name, rank)
    return campaign


def test_quota_proposal_withdrawal_and_file_by_the_pages(client, ranked):
    award = AwardKind.objects.first()
    code, block = ranked.code, ranked.blocks.get()
    client.post(
        reverse("campaign_award_quotas", args=[code, award.pk]),
        {"all": "", f"block_{block.pk}": "1"},
    )
    assert list(AwardQuota.objects.values_list("award", "block", "most")) == [
        (award.pk, block.pk, 1)
    ]
    second = ranked.entries.get(name="B")
    propose = reverse("campaign_award_propose", args=[code])
    response = client.post(
        propose, {"entry": second.pk, "award": award.pk, "reason": ""}
    )
    assert said(response)[-1:] == [
        "Chưa đến lượt đơn vị này: A xếp trên. Hãy ghi lý do."
    ]
    assert response.context["typed"]["entry"] == str(second.pk)
    fill = reverse("campaign_award_fill", args=[code])
    assert said(client.post(fill))[-1:] == ["Đã đề nghị 1 đơn vị theo xếp hạng."]
    listed = client.get(reverse("campaign_awards", args=[code]) + "?export=csv")
    text = b"".join(listed.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[-1].split(",")[:3] == [award.name, award.authority, "A"]
    proposal = AwardProposal.objects.get()
    withdraw = reverse("campaign_award_withdraw", args=[code])
    assert said(client.post(withdraw, {"proposal": proposal.pk}))[-1] == (
        "Đã rút đề nghị của A."
    )
    assert not AwardProposal.objects.exists()


def test_a_quota_that_is_no_number_is_refused(client, ranked):
    award = AwardKind.objects.first()
    address = reverse("campaign_award_quotas", args=[ranked.code, award.pk])
    response = client.post(address, {"all": "-1"})
    assert set(response.context["form"].errors) == {"all"}
    assert not AwardQuota.objects.exists()


def test_proposals_of_another_campaign_are_not_withdrawn_here(client, ranked):
    other = make.campaign()
    entry = place(make.block(other), "X", 1)
    award = AwardKind.objects.first()
    proposal = AwardProposal.objects.create(entry=entry, award=award)
    address = reverse("campaign_award_withdraw", args=[ranked.code])
    assert client.post(address, {"proposal": proposal.pk}).status_code == 404
    assert AwardProposal.objects.count() == 1


def test_minutes_are_written_by_the_form_and_read_as_word(client, ranked):
    address = reverse("campaign_minutes", args=[ranked.code])
    response = client.post(address, {**MEETING, "held_on": "2026-02-05", "chair": ""})
    assert set(response.context["form"].errors) == {"chair"}
    client.post(address, {**MEETING, "held_on": "2026-02-05"})
    row = Minutes.objects.get()
    assert [one["name"] for one in row.content["blocks"][0]["rows"]] == ["A", "B"]
    file = client.get(reverse("minutes_file", args=[row.pk]))
    assert file["Content-Disposition"] == (
        f'attachment; filename="bien-ban-20260205-{row.pk}.docx"'
    )
    assert file.content.startswith(b"PK")


def test_minutes_are_read_as_pdf_too(client, ranked, tmp_path):
    address = reverse("campaign_minutes", args=[ranked.code])
    client.post(address, {**MEETING, "held_on": "2026-02-05"})
    row = Minutes.objects.get()
    file = client.get(reverse("minutes_file", args=[row.pk]), {"format": "pdf"})
    assert file["Content-Disposition"].endswith(f'-{row.pk}.pdf"')
    path = tmp_path / "minutes.pdf"
    path.write_bytes(file.content)
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert ("BIÊN BẢN" in text, row.content["campaign"]["name"] in text) == (True, True)
