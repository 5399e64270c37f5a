"""Launch and announcement: everything or nothing, once, and closed afterwards."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.models import Notice
from emulation.campaigns import launching, participants, reminding
from emulation.campaigns import notices as campaign_notices
from emulation.campaigns.launching import LaunchError
from emulation.models import (
    Block,
    CriteriaSet,
    Entry,
    EntryStep,
    ScoreRequest,
    Team,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def code_lists(db):
    make.reference()


@pytest.fixture
def admin():
    return make.admin()


def draft(*sets, **fields):
    return make.campaign(*sets, launched=False, **fields)


def with_pupils(school, number, year=make.YEAR, **fields):
    grade = "06" if school.kind_id == "THCS" else "01"
    make.grade(
        make.school_return(school, year=year, **fields),
        grade,
        classes=5,
        pupils=number,
    )
    return school


def names(campaign):
    return sorted(campaign.entries.values_list("name", flat=True))


def test_entries_for_exactly_the_schools_that_the_sets_name(admin):
    commune = make.commune(name="Khánh Khê")
    wanted = make.criteria_set(institution_kinds=["TH", "THPT"])
    campaign = draft(wanted)
    first = campaign.starts_on
    taking = [
        make.institution("TH", commune=commune, name="TH mở"),
        make.institution("THPT", commune=commune, name="THPT của Sở"),
        make.institution("TH", name="TH mở hôm ấy", opened_on=first),
        make.institution(
            "TH", name="TH đóng hôm sau", closed_on=first + timedelta(days=1)
        ),
    ]
    make.institution("MN", name="Mầm non")
    make.institution("TH", name="TH đã đóng", closed_on=first)
    make.institution("TH", name="TH chưa mở", opened_on=first + timedelta(days=1))
    assert launching.launch(campaign, by=admin) == 4
    rows = campaign.entries.values_list(
        "participant", "institution", "commune", "name", "kind", "state"
    )
    assert sorted(rows) == sorted(
        ("institution", one.pk, one.managing_commune_id, one.name, one.kind_id, "draft")
        for one in taking
    )
    assert campaign.entries.filter(block=None).count() == 0


def test_a_set_for_all_kinds_takes_all_kinds(admin):
    campaign = draft(
        make.criteria_set(institution_kinds=["TH"]),
        make.criteria_set(institution_kinds=[]),
    )
    make.institution("MN"), make.institution("TH")
    assert launching.launch(campaign, by=admin) == 2


def test_communes_offices_and_teams_take_part(admin):
    make.commune(name="Khánh Khê")
    ward = make.commune(name="Tam Thanh", kind="ward")
    Team.objects.create(commune=ward, name="Tổ số 1")
    Team.objects.create(commune=ward, name="Tổ đã nghỉ", is_active=False)
    make.institution("TH", commune=ward)
    campaign = draft(make.criteria_set(participants=["commune", "office", "team"]))
    launching.launch(campaign, by=admin)
    assert names(campaign) == [
        "Phòng Văn hóa - Xã hội phường Tam Thanh",
        "Phòng Văn hóa - Xã hội xã Khánh Khê",
        "Phường Tam Thanh",
        "Tổ số 1",
        "Xã Khánh Khê",
    ]


def test_blocks_by_region_of_that_day_and_size_of_the_newest_return(admin):
    set_ = make.criteria_set(institution_kinds=["TH"])
    campaign = draft(set_, smallest_block=1, starts_on=date(2026, 1, 10), due_in=400)
    moved = make.commune(region=None)
    make.commune_region(
        moved, 3, valid_from=date(2020, 1, 1), valid_to=date(2026, 1, 9)
    )
    make.commune_region(moved, 1, valid_from=date(2026, 1, 10))
    grown = make.institution("TH", commune=moved, name="Lớn lên")
    with_pupils(grown, 150, 2024), with_pupils(grown, 250, 2025)
    with_pupils(grown, 600, 2026)
    edge = make.institution("TH", commune=make.commune(region=3), name="Vừa đủ lớn")
    with_pupils(edge, 500), with_pupils(edge, 10, kind="end")
    drafted = make.institution("TH", commune=make.commune(region=2), name="Mới nháp")
    with_pupils(drafted, 700, state="draft")
    launching.launch(campaign, by=admin)
    assert dict(campaign.entries.values_list("name", "block__name")) == {
        "Lớn lên": "Tiểu học, vùng 1, quy mô vừa",
        "Vừa đủ lớn": "Tiểu học, vùng 3, quy mô lớn",
        "Mới nháp": "Tiểu học, vùng 2, chưa rõ quy mô",
    }


def test_the_plan_is_what_the_launch_does(admin):
    make.institution("TH"), make.institution("MN"), make.institution("MN")
    campaign = draft()
    found = participants.candidates(campaign)
    assert participants.by_kind(found) == [("Mầm non", 2), ("Tiểu học", 1)]
    planned = launching.planned_blocks(campaign, found)
    launching.launch(campaign, by=admin)
    made = campaign.blocks.order_by("order")
    assert {one.name: one.entries.count() for one in made} == planned
    assert [one.name for one in made] == list(planned)


def test_launch_freezes_the_criteria_and_asks_for_scores(admin):
    make.institution("TH")
    campaign = draft()
    launching.launch(campaign, by=admin)
    campaign.refresh_from_db()
    assert campaign.launched_by == admin
    assert campaign.phase == campaign.Phase.SELF
    assert not CriteriaSet.objects.filter(frozen_at=None, campaigns__campaign=campaign)
    assert ScoreRequest.objects.filter(campaign=campaign).exists()


def test_launched_twice_is_refused(admin):
    make.institution("TH")
    campaign = draft()
    launching.launch(campaign, by=admin)
    with pytest.raises(LaunchError) as error:
        launching.launch(campaign, by=admin)
    assert error.value.sentences == ["Đợt thi đua này đã được phát động."]
    assert campaign.entries.count() == 1


def test_launch_is_refused_without_criteria_or_participants(admin):
    empty = draft()
    empty.sets.all().delete()
    with pytest.raises(LaunchError, match="chưa có bộ tiêu chí nào"):
        launching.launch(empty, by=admin)
    hollow = make.criteria_set(groups=(), name="Bộ rỗng")
    with pytest.raises(LaunchError) as error:
        launching.launch(draft(hollow), by=admin)
    assert error.value.sentences == [
        "Bộ tiêu chí “Bộ rỗng (v1)” chưa có mục nào để chấm. Hãy soạn tiếp bộ này.",
        (
            "Không có đơn vị nào thuộc đối tượng của các bộ tiêu chí đã chọn vào ngày "
            "phát động."
        ),
    ]
    assert not Block.objects.exists()


def test_only_an_admin_launches(admin):
    make.institution("TH")
    campaign = draft()
    for user in (make.official(), make.stranger(), make.expired(make.commune())):
        with pytest.raises(LaunchError, match="Chỉ quản trị hệ thống"):
            launching.launch(campaign, by=user)
    assert not campaign.entries.exists()


def test_a_launch_cut_half_way_leaves_nothing(admin, monkeypatch):
    make.institution("TH")
    campaign = draft()

    class Cut(Exception):
        pass

    def cut(*args):
        assert Entry.objects.filter(campaign=campaign).count() == 1
        raise Cut

    monkeypatch.setattr(campaign_notices, "launched", cut)
    with pytest.raises(Cut):
        launching.launch(campaign, by=admin)
    campaign.refresh_from_db()
    assert campaign.launched_at is None
    assert not campaign.entries.exists()
    assert not campaign.blocks.exists()
    assert not ScoreRequest.objects.exists()
    assert CriteriaSet.objects.get(campaigns__campaign=campaign).frozen_at is None


def told(user):
    return list(Notice.objects.filter(recipient=user).values_list("text", flat=True))


def test_people_who_fill_in_are_told_of_the_launch(admin):
    commune = make.commune()
    schools = [make.institution("TH", commune=commune) for _ in range(2)]
    high = make.institution("THPT", commune=commune, name="THPT Văn Quan")
    head, clerk = make.owner(commune), make.clerk(schools[0])
    own, reader = make.clerk(high), make.reader(commune)
    campaign = draft(name="Đợt 2026", due_in=10)
    launching.launch(campaign, by=admin)
    day = f"{campaign.self_due_on:%d/%m/%Y}"
    assert told(head) == [
        f"Sở phát động Đợt 2026: 2 hồ sơ của xã tự đánh giá đến hết ngày {day}."
    ]
    assert told(clerk) == [
        f"Sở phát động Đợt 2026: {schools[0].name} tự đánh giá đến hết ngày {day}."
    ]
    assert told(own) == [
        f"Sở phát động Đợt 2026: THPT Văn Quan tự đánh giá đến hết ngày {day}."
    ]
    assert told(reader) == []
    assert set(Notice.objects.values_list("address", flat=True)) == {
        reverse("campaign_entry_list", args=[campaign.code])
    }


def test_reminders_once_for_each_step_and_only_for_what_is_open():
    commune = make.commune()
    head, idle = make.owner(commune), make.stranger()
    campaign = make.campaign(due_in=8, name="Đợt 2026")
    open_one = make.campaign_entry(campaign, make.institution("TH", commune=commune))
    make.handed_in(
        make.campaign_entry(campaign, make.institution(commune=idle.commune))
    )
    today, due = timezone.localdate(), campaign.self_due_on
    told_on = {}
    for left in range(8, -2, -1):
        day = due - timedelta(days=left)
        told_on[left] = reminding.remind(day) + reminding.remind(day)
    assert {left: n for left, n in told_on.items() if n} == {7: 1, 3: 1, 1: 1}
    assert told(idle) == []
    assert told(head)[-1] == (
        f"Đợt 2026: còn 1 hồ sơ của xã chưa nộp, hạn đến hết ngày {due:%d/%m/%Y} "
        "(còn 7 ngày)."
    )
    # A later day of its own is reminded of by itself.
    open_one.due_on = due + timedelta(days=5)
    open_one.save()
    assert reminding.remind(due + timedelta(days=4)) == 1
    assert reminding.remind(today + timedelta(days=400)) == 0


def test_the_button_reminds_once_a_day():
    commune = make.commune()
    head = make.owner(commune)
    campaign = make.campaign(due_in=-2)
    make.campaign_entry(campaign, make.institution("TH", commune=commune))
    entries = campaign.entries.all()
    assert campaign_notices.remind_late(entries, campaign) == 1
    assert campaign_notices.remind_late(entries, campaign) == 0
    assert len(told(head)) == 1


def test_more_time_is_given_with_a_reason_and_kept_as_a_step(admin):
    commune = make.commune()
    head = make.owner(commune)
    campaign = make.campaign(due_in=2, name="Đợt 2026")
    schools = [make.institution("TH", commune=commune) for _ in range(2)]
    left, done = (make.campaign_entry(campaign, one) for one in schools)
    make.handed_in(done)
    due_on = campaign.self_due_on + timedelta(days=3)
    rows = launching.extend(
        campaign.entries.all(), due_on=due_on, reason=" Mưa lũ ", by=admin
    )
    assert rows == [left]
    left.refresh_from_db(), done.refresh_from_db()
    assert (left.due_on, done.due_on) == (due_on, None)
    assert list(EntryStep.objects.values_list("entry", "step", "by", "reason")) == [
        (
            left.pk,
            "extend",
            admin.pk,
            f"Gia hạn đến hết ngày {due_on:%d/%m/%Y}. Mưa lũ",
        )
    ]
    assert told(head) == [
        (
            f"Sở gia hạn tự đánh giá đến hết ngày {due_on:%d/%m/%Y} cho 1 hồ sơ của xã "
            "(Đợt 2026). Lý do: Mưa lũ"
        )
    ]


@pytest.mark.parametrize(
    ("days", "reason", "sentence"),
    [
        (5, "  ", "Hãy ghi lý do"),
        (-1, "Mưa lũ", "Ngày này đã qua"),
        (2, "Mưa lũ", "Không có hồ sơ nào"),
    ],
)
def test_more_time_that_is_none_is_refused(admin, days, reason, sentence):
    campaign = make.campaign(due_in=2)
    make.campaign_entry(campaign)
    with pytest.raises(LaunchError, match=sentence):
        launching.extend(
            campaign.entries.all(),
            due_on=timezone.localdate() + timedelta(days=days),
            reason=reason,
            by=admin,
        )
    assert not EntryStep.objects.exists()
    assert not Entry.objects.exclude(due_on=None).exists()


def test_an_entry_moves_to_another_block_of_its_campaign_only(admin):
    campaign, other = make.campaign(), make.campaign()
    here, there = make.block(campaign), make.block(campaign)
    entry = make.campaign_entry(campaign, block=here)
    with pytest.raises(LaunchError, match="đợt thi đua khác"):
        launching.move(entry, make.block(other), by=admin)
    with pytest.raises(LaunchError, match="Chỉ quản trị"):
        launching.move(entry, there, by=make.official())
    launching.move(entry, there, by=admin)
    entry.refresh_from_db()
    assert entry.block == there
    assert ScoreRequest.objects.filter(campaign=campaign).exists()
