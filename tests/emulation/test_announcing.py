"""Announcement: refused while work is open, and nothing moves afterwards."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communes.models import Notice
from emulation.campaigns import announcing, launching
from emulation.campaigns.launching import LaunchError
from emulation.models import Appeal, Entry, Standing
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def code_lists(db):
    make.reference()


@pytest.fixture
def admin():
    return make.admin()


def told(user):
    return list(Notice.objects.filter(recipient=user).values_list("text", flat=True))


def finished(**fields):
    """A campaign with one verified entry, ready to be announced."""
    campaign = make.campaign(due_in=-60, **fields)
    entry = make.campaign_entry(campaign, block=make.block(campaign))
    make.full_answers(entry)
    return campaign, make.handed_in(entry, state="verified")


def test_announcement_is_refused_while_work_is_open_and_says_which(admin):
    campaign, verified = finished()
    waiting = make.campaign_entry(campaign, name="Trường chờ xã")
    make.handed_in(waiting, state="submitted")
    for number in range(6):
        entry = make.campaign_entry(campaign, name=f"Trường chờ Sở {number}")
        make.handed_in(entry)
    with_time = make.campaign_entry(campaign, name="Trường còn hạn")
    with_time.due_on = timezone.localdate()
    with_time.save()
    criteria = campaign.sets.get().criteria_set
    Appeal.objects.create(
        entry=verified,
        item=make.item(criteria, "A3"),
        reason="Đã đạt",
        raised_by=make.stranger(),
    )
    with pytest.raises(LaunchError) as error:
        announcing.announce(campaign, by=admin)
    assert error.value.sentences == [
        "1 hồ sơ chờ xã thẩm định: Trường chờ xã.",
        (
            "6 hồ sơ chờ Sở thẩm định: Trường chờ Sở 0; Trường chờ Sở 1; Trường chờ Sở 2; "
            "Trường chờ Sở 3; Trường chờ Sở 4 và 1 hồ sơ khác."
        ),
        f"1 hồ sơ có kiến nghị chưa giải quyết: {verified.name}.",
        "1 hồ sơ còn trong hạn riêng để nộp: Trường còn hạn.",
    ]
    campaign.refresh_from_db()
    assert campaign.announced_at is None
    assert not Standing.objects.exists()


def test_announcement_computes_a_last_time_and_closes_everything(admin):
    campaign, entry = finished(name="Đợt 2026")
    head = make.owner(entry.commune)
    announcing.announce(campaign, by=admin)
    campaign.refresh_from_db()
    assert (campaign.announced_by, campaign.phase) == (admin, campaign.Phase.ANNOUNCED)
    standing = Standing.objects.get(entry=entry)
    assert (standing.rank, standing.ranked) == (1, 1)
    assert told(head) == ["Sở đã công bố kết quả Đợt 2026; xã có 1 hồ sơ."]
    for change in (
        lambda: Entry.objects.filter(pk=entry.pk).update(name="Tên khác"),
        lambda: entry.delete(),
        lambda: make.campaign_entry(campaign),
        lambda: make.review(entry, admin),
    ):
        with (
            pytest.raises(IntegrityError, match="announced|handed in"),
            transaction.atomic(),
        ):
            change()
    with pytest.raises(LaunchError, match="đã được công bố"):
        announcing.announce(campaign, by=admin)
    with pytest.raises(LaunchError, match="trước khi công bố"):
        launching.move(entry, make.block(campaign), by=admin)


def test_only_an_admin_announces(admin):
    campaign, _entry = finished()
    for user in (make.official(), make.stranger()):
        with pytest.raises(LaunchError, match="Chỉ quản trị hệ thống"):
            announcing.announce(campaign, by=user)
    campaign.refresh_from_db()
    assert campaign.announced_at is None


def test_what_is_early_or_left_out_is_said_before(admin):
    campaign = make.campaign(due_in=3)
    make.campaign_entry(campaign, name="Trường A")
    assert announcing.announce_warnings(campaign) == [
        (
            f"Thời gian tự đánh giá đến hết ngày {campaign.self_due_on:%d/%m/%Y} chưa kết "
            "thúc."
        ),
        f"Các đơn vị còn được kiến nghị đến hết ngày {campaign.appeal_due_on:%d/%m/%Y}.",
        "1 hồ sơ chưa nộp sẽ không được xếp hạng: Trường A.",
        "1 hồ sơ chưa có khối thi đua sẽ không được xếp hạng: Trường A.",
    ]
    quiet, _entry = finished()
    assert announcing.announce_warnings(quiet) == []
