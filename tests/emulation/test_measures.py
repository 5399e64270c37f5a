"""Measured answers: what the sources hold is what the entry says, and why."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emulation.measured import measures, measuring
from emulation.models import (
    Answer,
    Initiative,
    Item,
    PressArticle,
    PressSubscription,
    ScoreRequest,
)
from schools.models import Award, Facilities
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def code_lists(db):
    make.reference()


def measured_set(**by_item):
    """The factory's set, some of its items answered by measures."""
    row = make.criteria_set(groups=("A",))
    for code, measure in by_item.items():
        Item.objects.filter(criterion__group__criteria_set=row, code=code).update(
            measure=measure
        )
    return row


def filled(entry, criteria, code):
    return Answer.objects.filter(entry=entry, item=make.item(criteria, code)).first()


def test_every_indicator_and_every_register_is_a_measure():
    codes = {one.code for one in measures.all()}
    fields = {
        f"facilities:{field.name}"
        for field in Facilities._meta.fields
        if field.name not in ("id", "school_return")
    }
    contests = {f"awards:{one.value}" for one in Award.Contest}
    registers = {
        f"register:{name}"
        for name in (
            "initiatives",
            "digital_initiatives",
            "press_copies",
            "press_articles",
        )
    }
    assert fields | contests | registers | {"indicator:pupils_per_class"} <= codes
    assert {code for code in codes if measures.get(code).code != code} == set()


def test_measure_registered_twice_is_refused():
    one = measures.get("register:initiatives")
    with pytest.raises(ValueError, match="register:initiatives"):
        measures.register(one)


def test_share_of_an_indicator_is_its_stored_parts():
    criteria = measured_set(A3="indicator:solid_room_share")
    entry = make.campaign_entry(make.campaign(criteria))
    value = make.indicator_value(
        "solid_room_share", "institution", entry.institution.code, 12, 16
    )
    assert measuring.refresh([entry]) == 1
    answer = filled(entry, criteria, "A3")
    assert (answer.amount, answer.out_of) == (Decimal(12), Decimal(16))
    assert answer.source["run"] == value.run_id
    assert answer.source["state"] == "approved"
    assert answer.source["address"] == (
        f"/indicators/solid_room_share/?year={make.YEAR}"
    )
    assert [number for _label, number in answer.source["inputs"]] == [
        "12",
        "16",
        "Duyệt",
    ]
    assert answer.written_by is None
    assert ScoreRequest.objects.get().campaign == entry.campaign


def test_ratio_answers_a_count_and_a_share_above_its_whole_is_held():
    criteria = measured_set(
        A3="indicator:solid_room_share", A4="indicator:pupils_per_class"
    )
    entry = make.campaign_entry(make.campaign(criteria))
    code = entry.institution.code
    make.indicator_value("solid_room_share", "institution", code, 20, 16)
    make.indicator_value("pupils_per_class", "institution", code, 100, 3)
    measuring.refresh([entry])
    share, count = (filled(entry, criteria, one) for one in ("A3", "A4"))
    assert (share.amount, share.out_of) == (Decimal(16), Decimal(16))
    assert share.source["words"].endswith("nên chỉ tính bằng tổng số.")
    assert (count.amount, count.out_of) == (Decimal("33.33"), None)


def test_value_over_nothing_and_no_value_leave_the_item_to_people():
    criteria = measured_set(
        A3="indicator:solid_room_share", A4="indicator:pupils_per_class"
    )
    entry = make.campaign_entry(make.campaign(criteria))
    make.indicator_value(
        "solid_room_share", "institution", entry.institution.code, 0, 0
    )
    own = make.answer(entry, make.item(criteria, "A4"), 7, note="tự đếm")
    assert measuring.refresh([entry]) == 0
    assert filled(entry, criteria, "A3") is None
    own.refresh_from_db()
    assert (own.amount, own.note, own.measured_at) == (Decimal(7), "tự đếm", None)


def test_commune_is_answered_by_the_values_of_its_area():
    criteria = measured_set(A3="indicator:solid_room_share")
    criteria.participants = ["commune"]
    criteria.save()
    commune = make.commune()
    campaign = make.campaign(criteria)
    entry = make.campaign_entry(campaign, participant="commune", commune=commune)
    make.indicator_value(
        "solid_room_share", "commune", commune.code, 30, 40, commune=commune
    )
    make.indicator_value(
        "solid_room_share",
        "commune",
        commune.code,
        1,
        2,
        commune=commune,
        basis="managed",
    )
    measuring.refresh([entry])
    answer = filled(entry, criteria, "A3")
    assert (answer.amount, answer.out_of) == (Decimal(30), Decimal(40))


def test_facilities_come_from_the_newest_return_that_was_handed_in():
    criteria = measured_set(
        A3="facilities:projectors",
        A4="facilities:classrooms",
        A2a="facilities:internet",
    )
    entry = make.campaign_entry(make.campaign(criteria))
    school = entry.institution
    old = make.school_return(school, year=make.YEAR - 1)
    make.facilities(old, classrooms=4, solid_rooms=4, projectors=1, internet=False)
    new = make.school_return(school, state="submitted")
    make.facilities(new, classrooms=10, projectors=6, internet=True)
    draft = make.school_return(school, kind="end", state="draft")
    make.facilities(draft, classrooms=99, projectors=99, internet=False)
    measuring.refresh([entry])
    share, count, yes = (filled(entry, criteria, one) for one in ("A3", "A4", "A2a"))
    assert (share.amount, share.out_of) == (Decimal(6), Decimal(10))
    assert count.amount == Decimal(10)
    assert yes.amount == Decimal(1)
    assert yes.source == {
        "words": f"Báo cáo “{new.period.name}” của trường, phần cơ sở vật chất.",
        "inputs": [
            ["Internet phục vụ dạy học", "Có"],
            ["Trạng thái báo cáo", "Đã nộp"],
        ],
        "address": f"/schools/{school.code}/?year={make.YEAR}#facilities",
        "run": None,
        "state": "submitted",
    }


def test_year_before_is_taken_where_this_one_has_nothing_and_is_said():
    criteria = measured_set(A4="facilities:classrooms")
    entry = make.campaign_entry(make.campaign(criteria))
    old = make.school_return(entry.institution, year=make.YEAR - 1)
    make.facilities(old, classrooms=4, solid_rooms=4)
    measuring.refresh([entry])
    answer = filled(entry, criteria, "A4")
    assert answer.amount == Decimal(4)
    assert answer.source["words"].endswith(
        f"Năm học {make.YEAR}-{make.YEAR + 1} chưa có số liệu nên lấy số của năm học "
        f"{make.YEAR - 1}-{make.YEAR}."
    )


def register_rows(school, year):
    row = {"institution": school, "school_year": make.school_year(year)}
    Initiative.objects.create(**row, title="Thư viện số", is_digital=True)
    Initiative.objects.create(**row, title="Sân chơi")
    PressSubscription.objects.create(**row, copies=3)
    PressSubscription.objects.create(**row, newspaper="Báo Lạng Sơn", copies=2)
    PressArticle.objects.create(
        **row, title=f"Lớp học số {year}", published_on=timezone.localdate()
    )
    prize = {"contest": "science", "prize": "first"}
    Award.objects.create(**row, **prize, subject="Tin học", count=2)
    Award.objects.create(**row, **prize, subject="Vật lí", count=1)


REGISTERS = {
    "register:initiatives": 2,
    "register:digital_initiatives": 1,
    "register:press_copies": 5,
    "register:press_articles": 1,
    "awards:science": 3,
    "awards:national": 0,
}


@pytest.mark.parametrize(("code", "amount"), REGISTERS.items())
def test_registers_are_counted_for_a_school_and_for_its_commune(code, amount):
    campaign = make.campaign()
    one = make.campaign_entry(campaign)
    commune = one.institution.managing_commune
    other = make.institution(commune=commune)
    place = make.campaign_entry(campaign, participant="commune", commune=commune)
    empty = make.campaign_entry(campaign)
    for school in (one.institution, other):
        register_rows(school, make.YEAR)
    register_rows(empty.institution, make.YEAR - 1)
    facts = measures.get(code).facts([one, place, empty], make.YEAR)
    assert {key: fact.amount for key, fact in facts.items()} == {
        one.pk: amount,
        place.pk: amount * 2,
        empty.pk: 0,
    }


def test_handed_in_entries_stay_as_they_are_and_figures_that_vanish_are_emptied():
    criteria = measured_set(A4="facilities:classrooms")
    campaign = make.campaign(criteria)
    open_one, closed = (make.campaign_entry(campaign) for _number in range(2))
    filed = make.school_return(open_one.institution)
    make.facilities(filed, classrooms=8)
    make.facilities(make.school_return(closed.institution), classrooms=8)
    make.handed_in(closed)
    assert measuring.refresh([open_one, closed]) == 1
    assert filled(closed, criteria, "A4") is None
    Facilities.objects.update(classrooms=None)
    assert measuring.refresh([open_one, closed]) == 1
    answer = filled(open_one, criteria, "A4")
    assert (answer.amount, answer.source, answer.measured_at) == (None, {}, None)


def test_same_figures_again_write_nothing():
    criteria = measured_set(A4="facilities:classrooms", A3="indicator:solid_room_share")
    entry = make.campaign_entry(make.campaign(criteria))
    make.facilities(make.school_return(entry.institution), classrooms=8)
    make.indicator_value(
        "solid_room_share", "institution", entry.institution.code, 5, 8
    )
    assert measuring.refresh([entry]) == 2
    first = filled(entry, criteria, "A4").measured_at
    entry.institution.returns.update(state="locked")
    assert measuring.refresh([entry]) == 1
    assert filled(entry, criteria, "A4").measured_at > first
    assert measuring.refresh([entry]) == 0


def test_many_entries_cost_as_many_queries_as_one():
    criteria = measured_set(
        A3="indicator:solid_room_share",
        A4="facilities:classrooms",
        A5="register:initiatives",
    )
    campaign = make.campaign(criteria)

    def cost(number):
        entries = [make.campaign_entry(campaign) for _number in range(number)]
        for entry in entries:
            make.facilities(make.school_return(entry.institution))
            make.indicator_value(
                "solid_room_share", "institution", entry.institution.code, 5, 8
            )
        with CaptureQueriesContext(connection) as captured:
            assert measuring.refresh(entries) == number * 3
        return len(captured)

    cost(1)
    assert cost(1) == cost(3)


def test_each_night_all_entries_of_running_campaigns_are_measured():
    criteria = measured_set(A4="facilities:classrooms")
    running = [make.campaign_entry(make.campaign(criteria)) for _number in range(2)]
    waiting = make.campaign_entry(make.campaign(criteria, launched=False))
    over = make.campaign_entry(make.campaign(criteria))
    for entry in (*running, waiting, over):
        make.facilities(make.school_return(entry.institution), classrooms=9)
    over.campaign.announced_at = timezone.now()
    over.campaign.announced_by = make.admin()
    over.campaign.save()
    assert measuring.refresh_open() == 2
    measured = Answer.objects.values_list("entry", "amount")
    assert set(measured) == {(entry.pk, Decimal(9)) for entry in running}
