"""One period from empty to locked, by the head of Khánh Khê and an official, on pages."""

import re

import pytest
from playwright.sync_api import expect

from communes.approvable import State
from communes.models import Import, IndicatorValue
from schools.models import GradeFigures, SchoolReturn
from tests.browser.whole_period import (
    LINES,
    PLANTED,
    YEAR,
    KhanhKhe,
    filled_with_faults,
)
from tests.conftest import wait_for

ENTRY = f"/entry/{YEAR}/start"
REASON = "Lớp 1 thiếu 2 học sinh chuyển đến trước 30/9. Đề nghị bổ sung và nộp lại."
# What two more pupils of grade 1 change in the other columns and forms.
MENDED = {
    "pupils": 52,
    "right_age": 50,
    "new_entrants": 52,
    "two_session_pupils": 52,
    "english": 52,
    "informatics": 52,
}


@pytest.fixture
def world(worker, settings):
    return KhanhKhe()


@pytest.fixture
def head(world, open_window, sign_in):
    page = open_window()
    sign_in(page, world.head)
    return page


@pytest.fixture
def official(world, open_window, sign_in):
    page = open_window()
    sign_in(page, world.official)
    return page


def test_period_from_empty_to_locked(world, head, official, picture, tmp_path):
    fill_first_school_in_the_grid(world, head, picture)
    import_the_other_schools(world, head, picture, tmp_path)
    take_last_years_figures(world, head, "facilities")
    take_last_years_figures(world, head, "ages")
    hand_in_everything(world, head, picture)
    first = world.schools[0]
    reject_one_and_approve_the_rest(world, official, first, picture)
    mend_and_hand_in_again(world, head, first)
    approve_and_lock(world, official, first)
    see_the_figures_on_the_page(world, official, picture)


def cell(page, unit, line, field):
    return page.locator(f'[name="{unit}/{line}/{field}"]')


def saved(**where):
    """Wait until a figure stands in the database as it was typed."""
    return wait_for(lambda: GradeFigures.objects.filter(**where).exists())


def fill_first_school_in_the_grid(world, page, picture):
    school = world.schools[0]
    page.goto("/")
    page.get_by_role("link", name="Nhập số liệu").first.click()
    page.goto(f"{ENTRY}/classes/")
    block = page.locator(f'tbody[data-unit="{school.code}"]')
    block.locator("button.last-year").click()
    of_school = GradeFigures.objects.filter(
        school_return__institution=school, school_return__period=world.period
    )
    wait_for(lambda: of_school.filter(informatics=50).count() == 5)
    girls = cell(page, school.code, "01", "girls")
    girls.fill("55")
    girls.press("Enter")
    todo = page.locator(".entry-todo")
    expect(todo).to_contain_text("55")
    picture(page, "grid")
    girls.fill("25")
    girls.press("Enter")
    wait_for(lambda: of_school.filter(girls=25).count() == 5)


def import_the_other_schools(world, page, picture, tmp_path):
    page.goto(f"/imports/new/?kind=classes&year={YEAR}")
    page.locator('input[name="kind"][value="classes"]').check()
    kind = page.locator(".kind", has=page.locator('input[value="classes"]'))
    with page.expect_download() as download:
        kind.get_by_role("link", name="Tải mẫu đã điền sẵn").click()
    content, planted = filled_with_faults(download.value.path().read_bytes())
    assert len(planted) == PLANTED
    path = tmp_path / "lop-hoc-sinh.xlsx"
    path.write_bytes(content)
    page.set_input_files('input[type="file"]', path)
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    expect(page.get_by_role("button", name="Kiểm tra lại")).to_be_visible(
        timeout=60_000
    )
    source = Import.objects.get()
    found = set(source.importproblems.values_list("column", "row"))
    missed = [place for place, _right in planted if split(place) not in found]
    assert missed == []
    expect(page.get_by_role("button", name="Áp dụng")).to_be_disabled()
    picture(page, "bench")
    repair(page, source, planted)
    page.get_by_role("button", name="Kiểm tra lại").click()
    apply = page.get_by_role("button", name="Áp dụng")
    expect(apply).to_be_enabled(timeout=60_000)
    assert not GradeFigures.objects.filter(
        school_return__institution=world.schools[1], school_return__period=world.period
    ).exists()
    apply.click()
    expect(page.locator(".outcome")).to_contain_text("Đã ghi", timeout=60_000)
    assert rows_of(world).count() == LINES


def split(place):
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()
    return letters, int(number)


def repair(page, source, planted):
    """Put the planted faults right in the browser, one kind of problem after another."""
    listed = [(at(source, place), right) for place, right in planted]
    shown = None
    for problem, right in sorted(listed, key=lambda pair: pair[0].code):
        if problem.code != shown:
            shown = problem.code
            page.goto(f"/imports/{source.pk}/?tab=problems&code={shown}")
        row = page.locator(f"#p{problem.pk}")
        row.locator('form.mend-cell input[name="value"]').fill(str(right))
        row.locator("form.mend-cell button").click()
        expect(page.locator(f"#p{problem.pk}.is-settled")).to_be_visible()


def at(source, place):
    column, row = split(place)
    return source.importproblems.filter(column=column, row=row).first()


def rows_of(world):
    return GradeFigures.objects.filter(school_return__period=world.period)


def take_last_years_figures(world, page, form):
    page.goto(f"{ENTRY}/{form}/")
    for school in world.schools:
        block = page.locator(f'tbody[data-unit="{school.code}"]')
        block.locator("button.last-year").click()
    expect(page.locator("[data-status]")).to_contain_text("đã lưu", timeout=30_000)
    expect(page.locator("[data-complete]")).to_contain_text("11/11")


def hand_in_everything(world, page, picture):
    page.goto(f"{ENTRY}/submit/")
    picture(page, "checklist")
    page.get_by_role("button", name="Nộp cả xã (11 trường)").click()
    expect(page.locator("#handed-in")).to_contain_text("11")
    assert states(world) == {State.SUBMITTED: 11}


def states(world):
    found = SchoolReturn.objects.filter(period=world.period).values_list(
        "state", flat=True
    )
    return {state: list(found).count(state) for state in set(found)}


def reject_one_and_approve_the_rest(world, page, school, picture):
    page.goto(f"/approval/{YEAR}/start/{world.commune.code}/")
    page.get_by_label(f"Chọn {school.name}").check()
    page.get_by_text("Từ chối các báo cáo đã chọn…").click()
    page.locator("#reason").fill(REASON)
    picture(page, "judging")
    page.get_by_role("button", name="Từ chối các báo cáo đã chọn").click()
    wait_for(lambda: states(world) == {State.SUBMITTED: 10, State.REJECTED: 1})
    page.get_by_role(
        "button", name="Duyệt tất cả báo cáo không có cảnh báo (10)"
    ).click()
    wait_for(lambda: states(world) == {State.APPROVED: 10, State.REJECTED: 1})


def mend_and_hand_in_again(world, page, school):
    page.goto("/")
    expect(page.locator("main")).to_contain_text(REASON)
    page.goto(f"{ENTRY}/classes/")
    for field, figure in MENDED.items():
        box = cell(page, school.code, "01", field)
        box.fill(str(figure))
        box.press("Enter")
    page.goto(f"{ENTRY}/ages/")
    box = cell(page, school.code, "primary:6", "pupils")
    box.fill("50")
    box.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("đã lưu", timeout=30_000)
    saved(
        school_return__institution=school,
        school_return__period=world.period,
        grade="01",
        **MENDED,
    )
    page.goto(f"{ENTRY}/submit/")
    page.get_by_role("button", name=re.compile("^Nộp")).first.click()
    wait_for(lambda: states(world) == {State.APPROVED: 10, State.SUBMITTED: 1})


def approve_and_lock(world, page, school):
    page.goto(f"/approval/{YEAR}/start/{world.commune.code}/")
    page.get_by_label(f"Chọn {school.name}").check()
    page.get_by_role("button", name="Duyệt các báo cáo đã chọn").click()
    wait_for(lambda: states(world) == {State.APPROVED: 11})
    page.goto(f"/approval/{YEAR}/start/{world.commune.code}/")
    page.get_by_role("button", name="Khóa các báo cáo đã duyệt (11)").click()
    wait_for(lambda: states(world) == {State.LOCKED: 11})


def see_the_figures_on_the_page(world, page, picture):
    learners = IndicatorValue.objects.filter(
        school_year=YEAR,
        scope="commune",
        scope_key=world.commune.code,
        indicator="learners",
        basis="managed",
        level="",
    )
    total = LINES * 50 + 2
    wait_for(lambda: learners.filter(numerator=total, approved=11).exists())
    page.goto(f"/communes/{world.commune.code}/?year={YEAR}")
    expect(page.locator("main")).to_contain_text(f"{total:,}".replace(",", "."))
    expect(page.locator("body")).to_contain_text("11/11 trường đã nộp, 11 đã duyệt")
    picture(page, "commune")
