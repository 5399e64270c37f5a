"""Nothing typed is lost: a lost line, a closed page, two people, two tabs, an old session."""

import json

import pytest
from django.contrib.sessions.models import Session

from communes.entry import conditions
from schools.models import GradeFigures
from tests import factories as make
from tests.browser.test_entry import (  # noqa: F401  fixtures
    GRID,
    box,
    commune,
    figure,
    grid,
    head,
    period,
    saved,
    school,
)
from tests.conftest import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(school):  # noqa: F811
    """Thirty pupils stand in grade 1 before anybody opens the page."""
    filed = make.school_return(school, state="draft")
    return make.grade(filed, "01", classes=1, pupils=30)


def somebody_else_writes(row, pupils):
    GradeFigures.objects.filter(pk=row.pk).update(pupils=pupils)


def clash(page, school, mine):  # noqa: F811
    page.fill(box(school, "pupils"), mine)
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-state="conflict"]')
    page.focus(box(school, "pupils"))
    return page.inner_text(".cell-note p")


def test_a_conflict_shows_both_values_and_mine_is_kept(filled, grid, school, picture):  # noqa: F811
    somebody_else_writes(filled, 31)
    sentence = clash(grid, school, "32")
    assert "đã ghi 31" in sentence
    assert sentence.endswith("bạn nhập 32.")
    picture(grid, "conflict")
    assert figure(school) == 31
    grid.click("text=Giữ số của tôi (32)")
    wait_for(lambda: figure(school) == 32)


def test_a_conflict_can_take_the_other_value(filled, grid, school):  # noqa: F811
    somebody_else_writes(filled, 31)
    clash(grid, school, "32")
    grid.click("text=Lấy số của người kia (31)")
    assert grid.input_value(box(school, "pupils")) == "31"
    assert grid.get_attribute(box(school, "pupils"), "data-state") is None
    grid.reload()
    assert grid.input_value(box(school, "pupils")) == "31"
    assert figure(school) == 31


def test_without_a_connection_edits_wait_and_are_sent_later(grid, school):  # noqa: F811
    grid.context.set_offline(True)
    grid.fill(box(school, "pupils"), "44")
    grid.keyboard.press("Enter")
    grid.wait_for_selector("text=Mất kết nối")
    assert grid.get_attribute(box(school, "pupils"), "data-state") == "waiting"
    assert figure(school) is None
    grid.context.set_offline(False)
    wait_for(lambda: figure(school) == 44)
    saved(grid)
    assert grid.query_selector("text=Mất kết nối") is None


def test_a_closed_page_still_has_what_was_not_sent(grid, school):  # noqa: F811
    grid.route("**/cells/", lambda route: route.abort())
    grid.fill(box(school, "pupils"), "45")
    grid.keyboard.press("Enter")
    grid.wait_for_selector("text=Mất kết nối")
    grid.on("dialog", lambda dialog: dialog.accept())
    grid.goto("about:blank")
    grid.goto(GRID)
    told = grid.inner_text("[data-kind=restored]")
    assert told.strip() == "Còn 1 ô nhập trước đây chưa gửi, đang gửi lại."
    assert grid.input_value(box(school, "pupils")) == "45"
    grid.unroute("**/cells/")
    wait_for(lambda: figure(school) == 45)


def test_after_the_session_has_ended_one_signs_in_beside_and_goes_on(
    grid,  # noqa: F811
    school,  # noqa: F811
    sign_in,
    head,  # noqa: F811
):
    Session.objects.all().delete()
    grid.fill(box(school, "pupils"), "46")
    grid.keyboard.press("Enter")
    grid.wait_for_selector("text=Phiên đăng nhập đã hết")
    assert figure(school) is None
    beside = grid.context.new_page()
    sign_in(beside, head)
    grid.click("text=Đã đăng nhập, gửi tiếp")
    wait_for(lambda: figure(school) == 46)
    grid.wait_for_selector("text=Phiên đăng nhập đã hết", state="detached")


def test_somebody_elses_session_does_not_sign_my_edits(
    grid,  # noqa: F811
    school,  # noqa: F811
    sign_in,
):
    Session.objects.all().delete()
    grid.fill(box(school, "pupils"), "46")
    grid.keyboard.press("Enter")
    grid.wait_for_selector("text=Phiên đăng nhập đã hết")
    beside = grid.context.new_page()
    sign_in(beside, make.colleague(school.commune))
    with grid.expect_response("**/classes/?panel=1"):
        grid.click("text=Đã đăng nhập, gửi tiếp")
    assert grid.is_visible("text=Phiên đăng nhập đã hết")
    assert figure(school) is None


def test_a_second_tab_sees_what_the_first_has_saved(grid, school):  # noqa: F811
    beside = grid.context.new_page()
    beside.goto(GRID)
    grid.fill(box(school, "pupils"), "47")
    grid.keyboard.press("Enter")
    beside.wait_for_function(
        "name => document.querySelector(name).value === '47'",
        arg=box(school, "pupils"),
    )
    beside.fill(box(school, "pupils"), "48")
    beside.keyboard.press("Enter")
    wait_for(lambda: figure(school) == 48)


def test_what_was_typed_into_a_return_that_has_closed_is_told(grid, school):  # noqa: F811
    grid.fill(box(school, "girls"), "31")
    filed = make.school_return(school, state="submitted")
    grid.keyboard.press("Enter")
    grid.wait_for_selector('[data-state="refused"]')
    grid.on("dialog", lambda dialog: dialog.accept())
    grid.reload()
    told = grid.inner_text("[data-kind=left]")
    assert f"{school.name}, Lớp 1, nữ: 31" in told
    assert filed.grades.count() == 0
    grid.click("text=Đã xem, bỏ các số này")
    grid.reload()
    assert grid.query_selector("[data-kind=left]") is None


CASES = [
    ("girls <= pupils", {"girls": 35, "pupils": 32}),
    ("girls <= pupils", {"girls": 32, "pupils": 32}),
    ("girls <= pupils", {"girls": None, "pupils": 32}),
    ("girls <= pupils", {"pupils": 32}),
    ("abs(pupils - previous.pupils) <= max(10, 0.3 * previous.pupils)", {"pupils": 11, "previous.pupils": 20}),
    ("abs(pupils - previous.pupils) <= max(10, 0.3 * previous.pupils)", {"pupils": 9, "previous.pupils": 20}),
    ("abs(pupils - previous.pupils) <= max(10, 0.3 * previous.pupils)", {"pupils": 9, "previous.pupils": None}),
    ("pupils / classes <= 35", {"pupils": 71, "classes": 2}),
    ("pupils / classes <= 35", {"pupils": 70, "classes": 2}),
    ("pupils / classes <= 35", {"pupils": 70, "classes": 0}),
    ("min(a, b) > -1", {"a": 0, "b": -1}),
    ("a + b * 2 - 1 != 6", {"a": 1, "b": 3}),
    ("a = b", {"a": 3, "b": 3}),
    ("a = 1", {"a": True}),
    ("a < 1", {"a": False}),
    ("filled(a)", {"a": None}),
    ("filled(a)", {"a": ""}),
    ("filled(a)", {"a": 0}),
    ("filled(a)", {"a": False}),
    ("filled(a)", {}),
]  # fmt: skip


def test_the_script_judges_conditions_as_the_server_does(grid):  # noqa: F811
    asked = [[conditions.parse(text), values] for text, values in CASES]
    answered = grid.evaluate(
        """async cases => {
          const { holds } = await import("/static/js/entry_rules.js");
          return JSON.parse(cases).map(([tree, values]) => holds(tree, values));
        }""",
        json.dumps(asked),
    )
    expected = [conditions.holds(tree, values) for tree, values in asked]
    assert answered == expected
    assert set(expected) == {True, False}
