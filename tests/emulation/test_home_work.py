"""What the first page says of campaigns, by role; nothing where nothing is to do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from edu_lang_son.pages.campaign_work import work
from emulation.models import Appeal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def code_lists(db):
    make.reference()


@pytest.fixture
def commune():
    return make.commune()


@pytest.fixture
def campaign():
    return make.campaign(name="Đợt 2026")


def entry_in(campaign, commune, **fields):
    school = make.institution("TH", commune=commune)
    return make.campaign_entry(campaign, school, **fields)


def said(user):
    return [(one.text, one.is_urgent) for one in work(user)]


def test_commune_fills_in_mends_and_checks(campaign, commune):
    head, officer = make.owner(commune), make.colleague(commune)
    entry_in(campaign, commune)
    entry_in(campaign, commune)
    entry_in(
        campaign,
        commune,
        state="returned",
        returned_by=make.official(),
        returned_at=timezone.now(),
        reason="Thiếu minh chứng",
    )
    make.handed_in(entry_in(campaign, commune), by=officer, state="submitted")
    entry_in(campaign, make.commune())
    returned = ("1 hồ sơ bị trả lại, cần sửa rồi nộp lại: Đợt 2026", True)
    drafts = ("2 hồ sơ tự đánh giá chưa nộp: Đợt 2026", False)
    check = ("1 hồ sơ chờ xã thẩm định: Đợt 2026", False)
    assert said(head) == [returned, drafts, check]
    # Nobody checks what she handed in herself.
    assert said(officer) == [returned, drafts]
    assert said(make.reader(commune)) == []


def test_clerk_has_her_school_alone(campaign, commune):
    entry = entry_in(campaign, commune)
    entry_in(campaign, commune)
    clerk = make.clerk(entry.institution)
    assert said(clerk) == [("1 hồ sơ tự đánh giá chưa nộp: Đợt 2026", False)]
    make.handed_in(entry, by=make.owner(commune), state="submitted")
    assert said(clerk) == []


def test_late_entries_are_urgent(commune):
    entry_in(make.campaign(name="Đợt 2026", due_in=-1), commune)
    assert said(make.owner(commune)) == [
        ("1 hồ sơ tự đánh giá chưa nộp: Đợt 2026", True)
    ]


def test_department_marks_and_decides(campaign, commune):
    official, other = make.official(), make.official()
    entry = make.handed_in(entry_in(campaign, commune))
    make.review(entry, official, finished=False)
    make.review(entry, other, slot=2)
    item = make.item(campaign.sets.get().criteria_set, "A2a")
    Appeal.objects.create(
        entry=entry, item=item, reason="Đã có minh chứng", raised_by=make.owner(commune)
    )
    marks = ("1 hồ sơ giao bạn chấm: Đợt 2026", False)
    appeal = ("1 kiến nghị chờ giải quyết: Đợt 2026", False)
    assert said(official) == [marks, appeal]
    assert said(other) == [appeal]


def test_campaigns_not_launched_or_announced_ask_nothing(commune):
    entry_in(make.campaign(launched=False), commune)
    done = make.campaign()
    entry_in(done, commune)
    done.announced_at, done.announced_by = timezone.now(), make.admin()
    done.save()
    assert said(make.owner(commune)) == []


def test_three_queries_however_many(campaign, commune, django_assert_num_queries):
    head = make.owner(commune)
    entry_in(campaign, commune)
    with django_assert_num_queries(2):
        assert len(work(head)) == 1
    for _number in range(2):
        entry_in(make.campaign(starts_on=timezone.localdate() - timedelta(9)), commune)
    with django_assert_num_queries(2):
        assert len(work(head)) == 3


def test_first_page_shows_it(client, campaign, commune):
    entry_in(campaign, commune)
    client.force_login(make.owner(commune))
    shown = " ".join(client.get("/").content.decode().split())
    assert "Việc của đợt thi đua" in shown
    assert "1 hồ sơ tự đánh giá chưa nộp: Đợt 2026" in shown
