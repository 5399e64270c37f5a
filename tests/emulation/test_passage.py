"""Handing in: what stands in the way, where the entry goes, who may, and the step kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from emulation.entries import passage
from emulation.entries.passage import PassageError
from emulation.models import Answer, Criterion, Entry, EntryStep, Evidence, ScoreRequest
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def criteria(db):
    make.reference()
    return make.criteria_set(groups=("A",))


@pytest.fixture
def entry(criteria):
    return make.campaign_entry(make.campaign(criteria))


def ready(entry):
    """Answered in full, with a link for whatever asks for evidence."""
    rows = make.full_answers(entry)
    for row in rows:
        Evidence.objects.create(answer=row, link="https://example.test/minh-chung")
    return entry


def stands(entry):
    entry = Entry.objects.get(pk=entry.pk)
    return entry.state, entry.submitted_by


def refused(entry, by):
    before = stands(entry)
    with pytest.raises(PassageError) as error:
        passage.submit(entry, by=by)
    assert stands(entry) == before
    assert not EntryStep.objects.exists()
    return error.value.sentences


@pytest.mark.parametrize(
    ("who", "state"),
    [
        ("head", "confirmed"),
        ("officer", "submitted"),
        ("clerk", "submitted"),
        ("admin", "submitted"),
    ],
)
def test_school_of_a_commune_is_checked_there_unless_its_head_hands_in(
    entry, who, state
):
    people = {
        "head": make.owner(entry.commune),
        "officer": make.colleague(entry.commune),
        "clerk": make.clerk(entry.institution),
        "admin": make.admin(),
    }
    assert passage.submit(ready(entry), by=people[who]) == state
    assert stands(entry) == (state, people[who])
    step = EntryStep.objects.get()
    assert (step.entry, step.step, step.by, step.self_score) == (
        entry,
        "submit",
        people[who],
        Decimal(100),
    )
    assert ScoreRequest.objects.get().campaign == entry.campaign


def test_schools_of_the_department_and_communes_go_straight_to_it(criteria):
    criteria.participants = ["institution", "commune", "office"]
    type(criteria).objects.filter(pk=criteria.pk).update(
        participants=criteria.participants
    )
    campaign = make.campaign(criteria)
    school = make.institution("THPT", managing_commune=None)
    commune = make.commune()
    ways = [
        (make.campaign_entry(campaign, school), make.clerk(school)),
        (
            make.campaign_entry(campaign, participant="commune", commune=commune),
            make.colleague(commune),
        ),
        (
            make.campaign_entry(campaign, participant="office", commune=commune),
            make.owner(commune),
        ),
    ]
    assert [passage.submit(ready(one), by=by) for one, by in ways] == ["confirmed"] * 3


def test_obstacles_name_each_unanswered_item_and_each_criterion_without_evidence(
    criteria, entry
):
    make.answer(entry, make.item(criteria, "A2a"), 1)
    make.answer(entry, make.item(criteria, "A2b"), 1)
    make.answer(entry, make.item(criteria, "A1"), 0)
    counted = make.item(criteria, "A4")
    make.answer(entry, counted, 4, measured_at=timezone.now())
    assert refused(entry, make.owner(entry.commune)) == [
        "Mục A3 “Mục A3” chưa trả lời.",
        "Mục A5 “Mục A5” chưa trả lời.",
        "Tiêu chí A2 “Tiêu chí A2” chưa có minh chứng.",
    ]
    anchors = [one.anchor for one in passage.missing(entry)]
    items = [make.item(criteria, code).pk for code in ("A3", "A5", "A2a")]
    assert anchors == [f"muc-{key}" for key in items]


def test_criteria_that_need_no_evidence_are_handed_in_without(criteria):
    Criterion.objects.filter(group__criteria_set=criteria).update(needs_evidence=False)
    entry = make.campaign_entry(make.campaign(criteria))
    make.full_answers(entry)
    assert passage.obstacles(entry) == []
    assert passage.submit(entry, by=make.owner(entry.commune)) == "confirmed"


def test_strangers_readers_and_officials_hand_nothing_in(entry):
    ready(entry)
    people = [
        make.stranger(),
        make.reader(entry.commune),
        make.clerk(make.institution()),
        make.official(),
        make.expired(entry.commune),
        make.roleless(),
    ]
    sentence = "Bạn được xem hồ sơ này nhưng không được sửa."
    assert [refused(entry, one) for one in people] == [[sentence]] * 6


def test_closed_campaigns_and_days_gone_by_say_so(criteria, entry):
    late = make.campaign_entry(make.campaign(criteria, due_in=-2))
    draft = make.campaign_entry(make.campaign(criteria, launched=False))
    done = make.campaign_entry(make.campaign(criteria))
    done.campaign.announced_at, done.campaign.announced_by = (
        timezone.now(),
        make.admin(),
    )
    done.campaign.save()
    head = make.owner(entry.commune)
    handed_in = make.handed_in(entry, by=head)
    day = f"{late.campaign.self_due_on:%d/%m/%Y}"
    assert [refused(one, make.owner(one.commune)) for one in (late, draft, done)] == [
        [
            (
                f"Đã hết hạn tự đánh giá ({day}). Nếu cần gia hạn, hãy liên hệ Sở Giáo dục "
                "và Đào tạo."
            )
        ],
        ["Đợt thi đua chưa phát động nên chưa nhập được."],
        ["Đợt thi đua đã công bố kết quả nên hồ sơ không sửa được nữa."],
    ]
    assert refused(handed_in, head) == [
        "Hồ sơ đang ở bước “Chờ Sở thẩm định” nên không sửa được."
    ]


def test_longer_day_of_its_own_and_the_review_for_what_came_back(criteria):
    campaign = make.campaign(criteria, due_in=-2)
    today = timezone.localdate()
    longer = make.campaign_entry(campaign, due_on=today)
    returned = make.campaign_entry(
        campaign,
        state="returned",
        reason="Thiếu minh chứng",
        returned_by=make.admin(),
        returned_at=timezone.now(),
    )
    over = make.campaign_entry(campaign, due_on=today - timedelta(days=1))
    for one in (longer, returned):
        assert passage.submit(ready(one), by=make.clerk(one.institution)) == "submitted"
    assert len(refused_again(over)) == 1


def refused_again(entry):
    with pytest.raises(PassageError) as error:
        passage.submit(ready(entry), by=make.owner(entry.commune))
    return error.value.sentences


def test_handed_in_again_by_whoever_checked_it_before(entry):
    officer = make.colleague(entry.commune)
    ready(entry)
    make.handed_in(
        entry,
        by=make.clerk(entry.institution),
        state="returned",
        confirmed_by=officer,
        confirmed_at=timezone.now(),
        reason="Sai số liệu",
        returned_by=make.admin(),
        returned_at=timezone.now(),
    )
    assert passage.submit(entry, by=officer) == "submitted"
    assert stands(entry) == ("submitted", officer)


def test_figures_are_measured_once_more_when_it_is_handed_in(criteria):
    item = make.item(criteria, "A4")
    type(item).objects.filter(pk=item.pk).update(measure="facilities:classrooms")
    entry = ready(make.campaign_entry(make.campaign(criteria)))
    make.facilities(make.school_return(entry.institution), classrooms=9)
    passage.submit(entry, by=make.owner(entry.commune))
    assert Answer.objects.get(entry=entry, item=item).amount == Decimal(9)
