"""Reviews through pages: blind, whole or not at all, and nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.changes import events
from emulation.models import Appeal, Entry, ItemScore, Review, ReviewMark
from emulation.reviews import reviewing
from tests import factories as make
from tests.emulation.review_world import ReviewWorld

pytestmark = pytest.mark.django_db
HOME = "/emulation/review/"


class Pages(ReviewWorld):
    """The world of reviews with a browser without scripts."""

    def __init__(self, client, **fields):
        super().__init__(**fields)
        self.client = client

    def get(self, user, address):
        self.client.force_login(user)
        return self.client.get(address)

    def post(self, user, address, **data):
        self.client.force_login(user)
        return self.client.post(address, data, follow=True)

    def fields(self, **points):
        """What a page sends for items by their codes."""
        return {f"points-{self.item(code).pk}": value for code, value in points.items()}

    def text(self, user, address):
        return self.get(user, address).content.decode()


@pytest.fixture
def pages(client, db):
    return Pages(client)


@pytest.fixture
def pair(client, db):
    """An entry that two officials mark, with names that nobody else has."""
    pages = Pages(client, double_share=100, tolerance=20)
    for person, name in zip(pages.officials, ("Mộc", "Thủy", "Hỏa"), strict=True):
        person.last_name, person.first_name = "Người Chấm", name
        person.save()
    reviewing.confirm(pages.entry, by=pages.head)
    pages.assign(*pages.officials[:2])
    return pages


def url(review, what=""):
    return f"/emulation/reviews/{review.pk}/{what}"


def points(review):
    return dict(review.marks.values_list("item__code", "points"))


def told(response):
    return [str(one) for one in response.context["messages"]]


FULL = {"A1": "1", "A2a": "20", "A2b": "10", "A3": "30", "A4": "20", "A5": "20"}


def test_the_commune_checks_on_one_page(pages):
    address = f"/emulation/entries/{pages.entry.pk}/check/"
    assert pages.entry.name in pages.text(pages.head, HOME)
    wrong = pages.post(
        pages.head,
        address,
        comment="Tốt",
        **pages.fields(A3="12,5", A4="nhiều", A5="99"),
    )
    body = wrong.content.decode()
    assert wrong.status_code == 422
    assert "“nhiều” không phải là số điểm" in body
    assert 'value="nhiều"' in body and 'value="99"' in body and "Tốt" in body
    assert points(Review.objects.get()) == {"A3": Decimal("12.5")}
    done = pages.post(
        pages.head, address, confirm="1", comment="Tốt", **pages.fields(A3="12,5")
    )
    assert told(done) == [
        f"Đã thẩm định hồ sơ của {pages.entry.name} và chuyển lên Sở."
    ]
    assert points(Review.objects.get()) == {
        "A1": 1,
        "A2a": 20,
        "A2b": 10,
        "A3": Decimal("12.5"),
        "A4": 20,
        "A5": 20,
    }
    assert Entry.objects.get(pk=pages.entry.pk).state == "confirmed"


def test_the_entry_leads_to_its_check_for_those_who_check(pages):
    link = f'href="/emulation/entries/{pages.entry.pk}/check/"'
    entry = f"/emulation/entries/{pages.entry.pk}/"
    people = (pages.head, pages.officer, pages.reader, pages.clerk, pages.admin)
    shown = [link in pages.text(person, entry) for person in people]
    assert shown == [True, True, False, False, False]


def test_nothing_is_written_when_a_check_is_only_looked_at(pages):
    pages.get(pages.head, f"/emulation/entries/{pages.entry.pk}/check/")
    assert not Review.objects.exists()


def test_a_page_open_since_the_entry_moved_on_says_so(pages):
    reviewing.confirm(pages.entry, by=pages.officer)
    late = pages.post(
        pages.head, f"/emulation/entries/{pages.entry.pk}/check/", confirm="1"
    )
    assert told(late) == [
        "Hồ sơ đang ở trạng thái “Chờ Sở thẩm định”, không chờ xã thẩm định."
    ]


def test_a_return_keeps_the_reason_that_could_not_be_used(pages):
    address = f"/emulation/entries/{pages.entry.pk}/return/"
    refused = pages.post(pages.head, address, reason="Thiếu tệp 3", due_on="2020-01-01")
    assert "Thiếu tệp 3" in refused.content.decode()
    assert told(refused)[0].startswith("Hạn nộp lại phải từ hôm nay")
    pages.post(pages.head, address, reason="Thiếu tệp 3")
    assert Entry.objects.get(pk=pages.entry.pk).reason == "Thiếu tệp 3"
    assert "Thiếu tệp 3" in pages.text(pages.clerk, HOME)
    assert "Thiếu tệp 3" not in pages.text(pages.stranger, HOME)


def test_one_button_accepts_what_has_no_points_yet(pair):
    review = pair.review()
    pair.post(review.reviewer, url(review), accept="all", **pair.fields(A5="7"))
    assert points(review) == {
        "A1": 1,
        "A2a": 20,
        "A2b": 10,
        "A3": 30,
        "A4": 20,
        "A5": 7,
    }
    one = pair.item("A5")
    pair.post(review.reviewer, url(review), accept=one.pk, **pair.fields(A5="7"))
    assert points(review)["A5"] == 20


def test_an_unfinished_review_is_kept_and_told(pair):
    review = pair.review()
    told_so = pair.post(review.reviewer, url(review, "finish/"), **pair.fields(A1="1"))
    assert told(told_so) == ["Còn 5 mục chưa có điểm: A2a, A2b, A3, A4, A5."]
    assert points(review) == {"A1": 1}
    assert Review.objects.get(pk=review.pk).finished_at is None


def blind_pages(pair, reviewer):
    """All that a reviewer could open to learn of the other's marks."""
    keys = Review.objects.values_list("pk", flat=True)
    return [
        HOME,
        "/history/",
        f"/emulation/campaigns/{pair.campaign.code}/ranking/",
        *(f"/emulation/reviews/{key}/" for key in keys),
    ]


def test_neither_of_a_pair_learns_of_the_other_until_done(pair):
    first, second = pair.review(), pair.review(slot=2)
    marks = FULL | {"A3": "17,31"}
    pair.post(first.reviewer, url(first), **pair.fields(**marks))
    finished = pair.post(first.reviewer, url(first, "finish/"), **pair.fields(**marks))
    assert told(finished) == [f"Đã chấm xong hồ sơ của {pair.entry.name}."]
    name = first.reviewer.get_full_name()
    for address in blind_pages(pair, second.reviewer):
        body = pair.text(second.reviewer, address)
        assert "17,31" not in body, address
        assert name not in body, address
    assert pair.get(second.reviewer, url(first)).status_code == 404
    pair.post(second.reviewer, url(second, "finish/"), **pair.fields(**FULL))
    # Both are done: now each may read the other's.
    assert "17,31" in pair.text(second.reviewer, url(second))


def test_an_administrator_who_reviews_is_as_blind(client, db):
    pair = Pages(client, double_share=100)
    reviewing.confirm(pair.entry, by=pair.head)
    pair.assign(pair.admin, pair.officials[0])
    mine = Review.objects.get(reviewer=pair.admin)
    other = Review.objects.get(reviewer=pair.officials[0])
    pair.mark_all(other, A3=Decimal("17.31"))
    reviewing.finish(other, by=other.reviewer)
    for address in (HOME, "/history/", url(mine)):
        assert "17,31" not in pair.text(pair.admin, address), address
    assert pair.get(pair.admin, url(other)).status_code == 404


def recorded(user, model):
    """Tables of which `user` is shown changes in the stream of history."""
    wanted = events.Wanted(table=model._meta.label_lower)
    return len(events.places(user, wanted, size=100))


def test_history_keeps_the_secret_too(pair):
    first, second = pair.review(), pair.review(slot=2)
    pair.mark_all(first)
    reviewing.finish(first, by=first.reviewer)
    assert recorded(first.reviewer, ReviewMark) >= 6
    assert recorded(second.reviewer, ReviewMark) == 0
    for person in (pair.clerk, pair.reader, pair.stranger):
        assert recorded(person, ReviewMark) == recorded(person, Review) == 0
    # Their own commune's check is theirs to read.
    assert recorded(pair.head, Review) > 0
    # What is gone is nobody's but what was the reviewer's own: it is not told at all.
    reviewing.give_back(pair.entry, by=pair.officials[2], reason="Sai")
    for person in (*pair.officials, pair.head, pair.clerk):
        assert recorded(person, ReviewMark) == 0


def test_schools_do_not_learn_who_marked_last(pages):
    reviewing.confirm(pages.entry, by=pages.head)
    pages.assign(pages.officials[0])
    review = pages.review()
    assert review.reviewer == pages.officials[0]
    pages.post(review.reviewer, url(review, "finish/"), **pages.fields(**FULL))
    assert Entry.objects.get(pk=pages.entry.pk).state == "verified"
    wanted = events.Wanted(table="emulation.entry")
    found = events.load(events.places(pages.clerk, wanted, size=1))
    assert [(one.row["state"], one.author) for one in found] == [("verified", None)]


def test_the_third_sees_both_marks_of_what_is_disputed_and_no_names(pair):
    first, second = pair.review(), pair.review(slot=2)
    pair.mark_all(first)
    pair.mark_all(second, A5=Decimal("3.17"), A3=Decimal("29.13"))
    reviewing.finish(first, by=first.reviewer)
    reviewing.finish(second, by=second.reviewer)
    third = pair.review(slot=3)
    response = pair.get(third.reviewer, url(third))
    body = response.content.decode()
    assert [row.item.code for row in response.context["sheet"].rows] == ["A5"]
    assert "3,17" in body and "29,13" not in body
    for one in (first, second):
        assert one.reviewer.get_full_name() not in body
    done = pair.post(third.reviewer, url(third, "finish/"), **pair.fields(A5="15"))
    assert told(done) == [
        f"Đã chấm xong; hồ sơ của {pair.entry.name} được thẩm định xong."
    ]


def test_an_entry_sent_back_begins_anew_through_pages(pair):
    review = pair.review()
    pair.post(review.reviewer, url(review), **pair.fields(A1="1"))
    back = f"/emulation/entries/{pair.entry.pk}/return/"
    pair.post(review.reviewer, back, reason="Thiếu quyết định")
    assert not Review.objects.exists()
    assert pair.get(review.reviewer, url(review)).status_code == 404
    make.handed_in(pair.entry, by=pair.clerk, state="submitted")
    check = f"/emulation/entries/{pair.entry.pk}/check/"
    pair.post(pair.head, check, confirm="1")
    assign = f"/emulation/campaigns/{pair.campaign.code}/assign/"
    chosen = [person.pk for person in pair.officials[:2]]
    done = pair.post(pair.admin, assign, reviewer=chosen)
    assert told(done) == ["Đã giao 2 lượt thẩm định; người thẩm định đã được báo."]


def test_the_preview_writes_nothing_and_counts_what_would_be(pair):
    Review.objects.filter(stage="department").delete()
    people = "&".join(f"reviewer={one.pk}" for one in pair.officials[:2])
    address = f"/emulation/campaigns/{pair.campaign.code}/assign/"
    shown = pair.get(pair.admin, f"{address}?{people}").context
    assert (shown["plan"].firsts, shown["plan"].seconds) == (1, 1)
    assert [row[1:] for row in shown["shares"]] == [(0, 1, 1), (0, 1, 1)]
    assert not Review.objects.filter(stage="department").exists()
    alone = pair.post(pair.admin, address, reviewer=pair.officials[0].pk)
    assert alone.status_code == 422
    assert told(alone)[0].startswith("Có 1 lượt không giao được cho ai")


def appealed(pages):
    make.handed_in(pages.entry, by=pages.clerk, state="verified")
    ItemScore.objects.create(
        entry=pages.entry, item=pages.item("A5"), self_points=20, points=12, low=12,
        high=12, source="department",
    )  # fmt: skip
    address = f"/emulation/entries/{pages.entry.pk}/appeal/"
    sent = pages.post(
        pages.clerk, address, item=pages.item("A5").pk, reason="Có thêm tệp"
    )
    assert told(sent) == ["Đã gửi kiến nghị mục A5; Sở sẽ trả lời."]
    return Appeal.objects.get()


def test_an_appeal_goes_from_the_school_to_the_department_and_back(pages):
    appeal = appealed(pages)
    official = pages.officials[0]
    assert f"/emulation/appeals/{appeal.pk}/decide/" in pages.text(official, HOME)
    decide = f"/emulation/appeals/{appeal.pk}/decide/"
    low = pages.post(official, decide, granted="yes", points="12", answer="Đúng vậy")
    assert low.status_code == 422
    assert told(low) == ["Chấp nhận kiến nghị thì điểm phải cao hơn 12 đang có."]
    assert "Đúng vậy" in low.content.decode()
    pages.post(official, decide, granted="yes", points="18,5", answer="Đúng vậy")
    appeal.refresh_from_db()
    assert (appeal.is_granted, appeal.points) == (True, Decimal("18.5"))
    seen = pages.text(pages.clerk, f"/emulation/entries/{pages.entry.pk}/appeal/")
    assert "Chấp nhận, 18,5 điểm" in seen and "Đúng vậy" in seen
    assert official.username not in seen


def test_an_appeal_after_the_deadline_keeps_what_was_typed(pages):
    make.handed_in(pages.entry, by=pages.clerk, state="verified")
    day = timezone.localdate() - timedelta(days=1)
    pages.campaign.starts_on = pages.campaign.self_due_on = day
    pages.campaign.appeal_due_on = day
    pages.campaign.save()
    late = pages.post(
        pages.clerk,
        f"/emulation/entries/{pages.entry.pk}/appeal/",
        item=pages.item("A5").pk,
        reason="Có thêm tệp",
    )
    assert late.status_code == 422
    assert told(late)[0].startswith("Đã hết hạn kiến nghị")
    assert not Appeal.objects.exists()


def cost(pages, user, address):
    pages.client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        assert pages.client.get(address).status_code == 200
    return len(queries)


def costs(pages):
    """Queries of every list and of a page of marks, by who looks."""
    assign = f"/emulation/campaigns/{pages.campaign.code}/assign/"
    severity = f"/emulation/campaigns/{pages.campaign.code}/severity/"
    return {
        "commune": cost(pages, pages.head, HOME),
        "department": cost(pages, pages.officials[0], HOME),
        "admin": cost(pages, pages.admin, HOME),
        "assign": cost(pages, pages.admin, assign),
        "severity": cost(pages, pages.admin, severity),
    }


def furnish(pages):
    """One more entry of every kind that the pages list."""
    pages.handed_in(make.institution(commune=pages.commune), by=pages.clerk)
    waiting, verified = (pages.handed_in(state="confirmed") for _number in range(2))
    make.review(waiting, pages.officials[0], finished=False)
    make.review(verified, pages.officials[0], marks={pages.item("A5"): 3})
    make.handed_in(verified, state="verified")
    Appeal.objects.create(
        entry=verified, item=pages.item("A5"), reason="x", raised_by=pages.clerk
    )
    back = pages.handed_in(make.institution(commune=pages.commune))
    reviewing.give_back(back, by=pages.head, reason="Sai")


def test_pages_cost_the_same_for_one_and_for_three(pages):
    furnish(pages)
    costs(pages)
    one = costs(pages)
    furnish(pages)
    furnish(pages)
    assert costs(pages) == one


def test_a_page_of_marks_costs_the_same_for_six_items_and_for_twelve(client, db):
    found = []
    pages = Pages(client)
    for groups in (("A",), ("A", "B")):
        pages.campaign = make.campaign(make.criteria_set(groups=groups), due_in=0)
        entry = pages.handed_in(state="confirmed")
        review = make.review(entry, pages.officials[0], finished=False)
        cost(pages, pages.officials[0], url(review))
        found.append(cost(pages, pages.officials[0], url(review)))
    assert found[0] == found[1]
