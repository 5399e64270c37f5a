"""The entry grid in a real browser: typing, checking, pasting, and everything saved."""

import pytest
from django.utils import timezone

from communes.models import CellComment, Explanation, PendingCell, Rule
from schools.models import GradeFigures
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, violations
from tests.conftest import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
GRID = f"/entry/{make.YEAR}/start/classes/"


def rule(code, severity, condition, sentence, shown_at, form="classes"):
    return Rule.objects.create(
        code=code,
        form=form,
        severity=severity,
        condition=condition,
        sentence=sentence,
        sentence_en=sentence,
        shown_at=shown_at,
    )


@pytest.fixture
def period(transactional_db):
    """An open period in which three rules are in force."""
    make.reference()
    make.province(name="Lạng Sơn", is_demo=True)
    Rule.objects.all().delete()
    rule(
        "girls-within",
        "error",
        "girls <= pupils",
        "số học sinh nữ ({girls}) lớn hơn tổng số ({pupils}).",
        "girls",
    )
    rule(
        "drop",
        "warning",
        "abs(pupils - previous.pupils) <= 0.3 * previous.pupils",
        "năm trước {previous_pupils} em, năm nay {pupils}.",
        "pupils",
    )
    rule("pupils-there", "missing", "filled(pupils)", "Chưa nhập học sinh.", "pupils")
    return make.open_period()


@pytest.fixture
def commune(period):
    return make.commune(name="Khánh Khê")


@pytest.fixture
def school(commune):
    """A primary school that handed in 71 pupils of grade 1 a year ago."""
    row = make.institution("TH", commune=commune, name="Trường TH Khánh Khê")
    old = make.school_return(row, year=2024)
    make.grade(old, "01", classes=3, pupils=71)
    return row


@pytest.fixture
def head(school):
    return make.owner(school.commune)


@pytest.fixture
def grid(page, sign_in, head):
    sign_in(page, head)
    page.goto(GRID)
    return page


def box(school, field, line="01"):
    return f'[name="{school.code}/{line}/{field}"]'


def figure(school, field="pupils", line="01", year=make.YEAR):
    rows = GradeFigures.objects.filter(
        school_return__institution=school,
        school_return__period__school_year=year,
        grade=line,
    )
    return rows.values_list(field, flat=True).first()


def saved(page):
    page.wait_for_function(
        "document.querySelector('[data-status]').textContent.includes('đã lưu lúc')"
    )


def focused(page):
    return page.evaluate("document.activeElement.name")


def paste(page, text):
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_typing_saves_by_itself_and_enter_goes_down(grid, school, picture):
    grid.fill(box(school, "pupils"), "68")
    grid.press(box(school, "pupils"), "Enter")
    assert focused(grid) == f"{school.code}/02/pupils"
    grid.keyboard.press("Shift+Enter")
    assert focused(grid) == f"{school.code}/01/pupils"
    saved(grid)
    assert figure(school) == 68
    assert grid.inner_text("tr.unit td >> nth=4") == "68"
    grid.fill(box(school, "pupils", "02"), "1.032")
    grid.press(box(school, "pupils", "02"), "Tab")
    assert focused(grid) == f"{school.code}/02/girls"
    wait_for(lambda: figure(school, line="02") == 1032)
    assert grid.inner_text("tr.unit td >> nth=4") == "1.100"
    picture(grid, "saved")


def test_arrows_move_between_cells(grid, school):
    grid.focus(box(school, "pupils"))
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"):
        grid.keyboard.press(key)
    assert focused(grid) == f"{school.code}/02/pupils"


def test_enter_in_an_empty_cell_takes_last_years_figure(grid, school):
    grid.focus(box(school, "pupils"))
    grid.keyboard.press("Enter")
    saved(grid)
    assert figure(school) == 71
    grid.click("text=Lấy số năm trước")
    wait_for(lambda: figure(school, "classes") == 3)
    assert figure(school, "girls") == 35


def test_a_block_is_pasted_and_taken_back(grid, school):
    grid.focus(box(school, "pupils", "02"))
    paste(grid, "40\t20\n1.050\t25\n")
    saved(grid)
    assert [figure(school, "pupils", line) for line in ("02", "03")] == [40, 1050]
    assert [figure(school, "girls", line) for line in ("02", "03")] == [20, 25]
    grid.keyboard.press("Control+z")
    wait_for(lambda: figure(school, "pupils", "02") is None)
    wait_for(lambda: figure(school, "girls", "03") is None)


def test_a_block_too_big_for_the_table_says_what_was_left_out(grid, school):
    grid.focus(box(school, "pupils", "05"))
    paste(grid, "40\n41\n42")
    told = grid.inner_text("[data-notices]")
    assert told == (
        "Khối dán có 3 hàng × 1 cột, lớn hơn phần bảng còn lại. Đã dán 1 ô, bỏ 2 ô."
    )
    wait_for(lambda: figure(school, line="05") == 40)


def test_a_broken_rule_is_said_at_the_cell_and_in_the_panel_and_waits(
    grid, school, picture
):
    grid.fill(box(school, "pupils"), "70")
    grid.fill(box(school, "girls"), "75")
    sentence = "số học sinh nữ (75) lớn hơn tổng số (70)."
    assert grid.inner_text(".cell-note") == sentence
    assert sentence in grid.inner_text(".todo-error")
    assert grid.inner_text(".todo-error h2") == "Cần sửa (1)"
    picture(grid, "error")
    grid.keyboard.press("Enter")
    waiting = wait_for(PendingCell.objects.first)
    assert (waiting.field, waiting.text) == ("girls", "75")
    assert figure(school, "girls") is None
    grid.click(".todo-error a")
    assert focused(grid) == f"{school.code}/01/girls"
    grid.fill(box(school, "girls"), "35")
    grid.keyboard.press("Enter")
    wait_for(lambda: figure(school, "girls") == 35)
    grid.wait_for_selector(".todo-error", state="hidden")
    assert not PendingCell.objects.exists()


def test_a_warning_is_explained_in_one_line_and_rests(grid, school):
    grid.fill(box(school, "pupils"), "30")
    grid.keyboard.press("Enter")
    wait_for(lambda: figure(school) == 30)
    grid.fill(".todo-warning input[name=text]", "Thôn Nà Lược chuyển trường")
    grid.keyboard.press("Enter")
    grid.wait_for_selector(".todo-explained")
    assert Explanation.objects.get().text == "Thôn Nà Lược chuyển trường"
    assert grid.query_selector(".todo-warning") is None
    grid.reload()
    assert grid.get_attribute(box(school, "pupils"), "data-mark") is None


def test_a_comment_is_shown_at_its_cell_answered_and_settled(grid, school, head):
    CellComment.objects.create(
        period=make.period(),
        form="classes",
        unit=school.code,
        institution_code=school.code,
        commune=school.commune,
        line="01",
        field="pupils",
        text="Có tính 2 em chuyển đến không?",
        author=make.official(),
        written_at=timezone.now(),
    )
    grid.reload()
    corner = grid.eval_on_selector(box(school, "pupils"), "b => b.parentNode.className")
    assert corner == "has-comment"
    grid.fill('[data-comment] input[name="text"]', "Có tính")
    grid.keyboard.press("Enter")
    wait_for(lambda: CellComment.objects.count() == 2)
    grid.wait_for_selector("text=Có tính")
    grid.click("text=Đã xong >> nth=0")
    wait_for(lambda: CellComment.objects.filter(resolved_by=head).count() == 1)


def test_the_menu_of_a_cell_shows_its_past_and_takes_a_comment(grid, school):
    grid.fill(box(school, "pupils"), "68")
    grid.keyboard.press("Enter")
    saved(grid)
    grid.focus(box(school, "pupils"))
    grid.keyboard.press("Alt+Enter")
    grid.wait_for_selector("dialog .cell-steps")
    assert "68" in grid.inner_text("dialog .cell-steps")
    grid.fill("dialog textarea", "Đã kiểm tra lại")
    grid.click("dialog >> text=Gửi ý kiến")
    wait_for(CellComment.objects.exists)
    assert CellComment.objects.get().text == "Đã kiểm tra lại"


def test_an_address_with_a_cell_goes_there(grid, school):
    grid.goto("/entry/")
    grid.goto(f"{GRID}#{school.code}/03/girls")
    assert focused(grid) == f"{school.code}/03/girls"


def test_readers_see_no_boxes(page, school, sign_in):
    sign_in(page, make.reader(school.commune))
    page.goto(GRID)
    assert page.query_selector_all("table.grid input, table.grid select") == []
    assert "chỉ xem được" in page.inner_text(".message")


def test_a_phone_shows_one_school_at_a_time(open_window, sign_in, head, school):
    make.institution("TH", commune=school.commune, name="Trường TH Nà Chuông")
    phone = open_window(MOBILE)
    sign_in(phone, head)
    phone.goto(GRID)
    shown = (
        "() => [...document.querySelectorAll('tbody')].filter(b => !b.hidden).length"
    )
    assert phone.evaluate(shown) == 1
    phone.click("text=›")
    assert phone.inner_text(".entry-pager p") == "Đơn vị 2/2"
    height = phone.evaluate(
        "[...document.querySelectorAll('td > input')].find(b => b.offsetHeight).offsetHeight"
    )
    assert height >= 44


def test_pages_fit_and_satisfy_axe(school, open_window, sign_in, head, picture):
    other = make.institution("TH", commune=school.commune, name="Trường đã nộp")
    make.grade(make.school_return(other, state="submitted"), "01", classes=1, pupils=9)
    make.pending_cell(school, by=head)
    found = {}
    pages = {
        "home": "/entry/",
        "grid": GRID,
        "facilities": GRID.replace("classes", "facilities"),
        "school": f"/entry/{make.YEAR}/start/school/{school.code}/",
    }
    for width, size in (("laptop", LAPTOP), ("phone", MOBILE), ("narrow", NARROW)):
        page = open_window(size)
        sign_in(page, head)
        for name, address in pages.items():
            page.goto(address)
            picture(page, f"{name}-{width}")
            found[name, width] = (overflow(page), violations(page))
    assert found == dict.fromkeys(found, (0, []))
