"""One campaign from its making to its minutes, on pages, with the worker computing."""

import io
from decimal import Decimal

import docx
import pytest
from playwright.sync_api import expect

from emulation.models import (
    Campaign,
    CriteriaSet,
    Entry,
    Item,
    ItemScore,
    Review,
    Standing,
)
from tests.browser.whole_campaign import PDF, YEAR, Campaigning, answer_everything
from tests.conftest import wait_for

NAME = "Thi đua chuyển đổi số 2025-2026"
CODE = "thi-dua-2025"
HOME = f"/emulation/campaigns/{CODE}"
SETS = ("qd-4725", "truyen-thong")
REASON = "Mục 1.4.1: đường dẫn minh chứng không mở được, đề nghị gửi tệp."
State = Entry.State


@pytest.fixture
def world(worker):
    return Campaigning()


@pytest.fixture
def window(open_window, sign_in):
    """window(user): a page of that person's own."""

    def opened(user):
        page = open_window()
        sign_in(page, user)
        return page

    return opened


def test_campaign_from_launch_to_minutes(world, window, picture, tmp_path):
    admin, head, clerk = map(window, (world.admin, world.head, world.clerk))
    launch(world, admin, picture)
    first, *others = entries(world)
    assess(first, clerk, picture, tmp_path)
    check(first, head)
    hand_in_the_others(others, head)
    assign(world, admin, picture)
    send_back(first, window(reviewer_of(first, 1)))
    mend(first, clerk)
    check(first, head)
    assign(world, admin, picture)
    disputed = mark_blind(first, others, window, picture)
    settle(first, disputed, window)
    appeal(first, disputed, clerk)
    decide(first, admin)
    announce(first, admin, clerk, picture)
    propose_and_write_minutes(world, admin, picture)


def entries(world):
    """The entries of the campaign in the order of the world's schools."""
    found = {one.institution_id: one for one in Entry.objects.all()}
    return [found[school.pk] for school in world.schools]


def state_of(entry):
    return Entry.objects.get(pk=entry.pk).state


def launch(world, page, picture):
    page.goto("/emulation/campaigns/new/")
    page.fill("[name=name]", NAME)
    page.fill("[name=code]", CODE)
    page.select_option("[name=school_year]", str(YEAR))
    for field, day in world.days().items():
        page.fill(f"[name={field}]", day)
    page.fill("[name=double_share]", "100")
    page.fill("[name=smallest_block]", "1")
    for code in SETS:
        row = page.locator("tr", has_text=CriteriaSet.objects.get(code=code).name)
        row.get_by_role("checkbox").first.check()
    row = page.locator("tr", has_text=CriteriaSet.objects.get(code=SETS[0]).name)
    row.get_by_role("checkbox").last.check()
    picture(page, "new")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Phát động", exact=True).click()
    picture(page, "launch")
    page.get_by_role("button", name="Phát động", exact=True).click()
    wait_for(lambda: Entry.objects.count() == 3)
    assert CriteriaSet.objects.filter(code__in=SETS, frozen_at=None).count() == 0


def assess(entry, page, picture, tmp_path):
    page.goto("/")
    page.get_by_role("link", name="hồ sơ tự đánh giá chưa nộp").click()
    page.get_by_role("link", name=entry.name).click()
    # Copies of the newspaper came out of the register, with their source.
    copies = Item.objects.get(code="T1.1", criterion__group__criteria_set__code=SETS[1])
    measured = wait_for(lambda: entry.answers.filter(item=copies).first())
    assert measured.amount == Decimal(1)
    assert measured.source["words"]
    page.goto(f"/emulation/entries/{entry.pk}/")
    expect(page.locator(f"#muc-{copies.pk}")).to_contain_text("Lấy từ số liệu")
    fill_in(page)
    picture(page, "self")
    page.get_by_role("button", name="Lưu và nộp hồ sơ").click()
    # Nothing is handed in without evidence; the page says where.
    missing = page.locator(".obstacles a")
    expect(missing.first).to_be_visible()
    assert state_of(entry) == State.DRAFT
    prove(entry, page, tmp_path)
    page.goto(f"/emulation/entries/{entry.pk}/")
    expect(page.locator(".obstacles")).to_have_count(0)
    picture(page, "ready")
    page.get_by_role("button", name="Lưu và nộp hồ sơ").click()
    wait_for(lambda: state_of(entry) == State.SUBMITTED)


def fill_in(page):
    """Yes to every question, half of the points, half of every share and number."""
    for radio in page.locator('input[type=radio][value="1"]').all():
        radio.check()
    for box in page.locator('input[name^="out_of-"]').all():
        box.fill("100")
    for box in page.locator('input.form-control[name^="amount-"]').all():
        box.fill("3")


def prove(entry, page, tmp_path):
    """A file for the first criterion that asks for evidence, links for the others."""
    path = tmp_path / "ke-hoach.pdf"
    path.write_bytes(PDF)
    page.goto(f"/emulation/entries/{entry.pk}/")
    anchors = [
        link.get_attribute("href") for link in page.locator(".obstacles a").all()
    ]
    for number, anchor in enumerate(anchors):
        item = anchor.removeprefix("#muc-")
        page.goto(f"/emulation/entries/{entry.pk}/evidence/?item={item}")
        if number:
            page.fill("#add [name=link]", f"https://example.org/{item}")
        else:
            page.set_input_files("#add [name=file]", path)
        page.get_by_role("button", name="Gửi minh chứng").click()
        expect(page.locator(".evidence-list").first).to_be_visible()


def check(entry, page):
    """The head of the office checks what the clerk handed in."""
    page.goto("/emulation/review/")
    page.locator(f'a[href="/emulation/entries/{entry.pk}/check/"]').first.click()
    page.get_by_role("button", name="Thẩm định xong, chuyển lên Sở").click()
    wait_for(lambda: state_of(entry) == State.CONFIRMED)


def hand_in_the_others(others, page):
    for share, entry in zip((Decimal("0.9"), Decimal("0.2")), others, strict=True):
        answer_everything(entry, share)
        page.goto(f"/emulation/entries/{entry.pk}/")
        page.get_by_role("button", name="Lưu và nộp hồ sơ").click()
        # Handed in by the head himself, it needs no check of his.
        wait_for(lambda one=entry: state_of(one) == State.CONFIRMED)


def assign(world, page, picture):
    page.goto(f"{HOME}/assign/")
    for official in world.officials:
        page.locator(
            f'input[type=checkbox][name=reviewer][value="{official.pk}"]'
        ).check()
    page.get_by_role("button", name="Xem trước").click()
    picture(page, "assign")
    page.get_by_role("button", name="Giao hồ sơ").click()
    waiting = Entry.objects.filter(state=State.CONFIRMED)
    wait_for(
        lambda: Review.objects.filter(stage="department").count() >= 2 * len(waiting)
    )


def reviewer_of(entry, slot):
    return Review.objects.get(entry=entry, stage="department", slot=slot).reviewer


def send_back(entry, page):
    review = Review.objects.get(entry=entry, stage="department", slot=1)
    page.goto(f"/emulation/reviews/{review.pk}/")
    page.fill("#reason", REASON)
    page.get_by_role("button", name="Trả lại", exact=True).click()
    wait_for(lambda: state_of(entry) == State.RETURNED)


def mend(entry, page):
    page.goto("/")
    page.get_by_role("link", name="hồ sơ bị trả lại").click()
    page.get_by_role("link", name=entry.name).click()
    expect(page.locator("main")).to_contain_text(REASON)
    item = Item.objects.get(code="1.4.1", criterion__group__criteria_set__code=SETS[0])
    page.fill(f"#amount-{item.pk}", "5")
    page.get_by_role("button", name="Lưu và nộp hồ sơ").click()
    wait_for(lambda: state_of(entry) == State.SUBMITTED)
    assert entry.answers.get(item=item).amount == 5


def mark_blind(first, others, window, picture):
    """Everybody accepts what was claimed, but one of a pair refuses one item wholly."""
    disputed = Item.objects.get(
        code="1.3.1", criterion__group__criteria_set__code=SETS[0]
    )
    stage = Review.objects.filter(stage="department", finished_at=None)
    for review in stage.select_related("reviewer").order_by("slot", "pk"):
        page = window(review.reviewer)
        page.goto(f"/emulation/reviews/{review.pk}/")
        other = Review.objects.get(
            entry=review.entry, stage="department", slot=3 - review.slot
        )
        expect(page.locator("main")).not_to_contain_text(other.reviewer.first_name)
        if review.entry_id == first.pk and review.slot == 2:
            page.fill(f"#points-{disputed.pk}", "0")
            picture(page, "marking")
        page.get_by_role(
            "button", name="Chấp nhận điểm tự chấm cho mọi mục chưa chấm"
        ).click()
        page.get_by_role("button", name="Chấm xong").click()
        wait_for(lambda one=review: Review.objects.get(pk=one.pk).finished_at)
    assert [state_of(one) for one in others] == [State.VERIFIED] * 2
    assert state_of(first) == State.CONFIRMED
    return disputed


def settle(entry, disputed, window):
    """A third person, who is neither of the two, marks what they dispute alone."""
    third = Review.objects.get(entry=entry, slot=3)
    earlier = Review.objects.filter(entry=entry, stage="department", slot__lt=3)
    assert third.reviewer_id not in set(earlier.values_list("reviewer", flat=True))
    page = window(third.reviewer)
    page.goto(f"/emulation/reviews/{third.pk}/")
    expect(page.locator(".mark-row")).to_have_count(1)
    page.fill(f"#points-{disputed.pk}", "1")
    page.get_by_role("button", name="Chấm xong").click()
    wait_for(lambda: state_of(entry) == State.VERIFIED)
    scored = ItemScore.objects.filter(entry=entry, item=disputed, source="third")
    assert wait_for(lambda: scored.first()).points == 1


def appeal(entry, item, page):
    page.goto(f"/emulation/entries/{entry.pk}/appeal/?item={item.pk}")
    page.fill("#reason", "Phần mềm đã dùng từ tháng 9, có biên bản kèm theo.")
    page.get_by_role("button", name="Gửi kiến nghị").click()
    wait_for(lambda: entry.appeals.filter(item=item).exists())


def decide(entry, page):
    raised = entry.appeals.get()
    page.goto("/")
    page.get_by_role("link", name="kiến nghị chờ giải quyết").click()
    page.goto(f"/emulation/appeals/{raised.pk}/decide/")
    page.locator("input[name=granted][value=yes]").check()
    page.fill("#points", "3")
    page.fill("#answer", "Chấp nhận theo biên bản bàn giao.")
    page.get_by_role("button", name="Giải quyết").click()
    settled = ItemScore.objects.filter(entry=entry, item=raised.item, source="appeal")
    assert wait_for(lambda: settled.first()).points == 3


def announce(entry, page, clerk, picture):
    # The worker has ranked all three by now; the one that claimed most leads.
    ranked = Standing.objects.exclude(rank=None)
    wait_for(lambda: ranked.count() == 3)
    provisional = list(ranked.order_by("rank").values_list("entry__name", flat=True))
    assert provisional[0] == "Trường Tiểu học Bình Trung"
    clerk.goto(f"{HOME}/ranking/")
    expect(clerk.locator("main")).not_to_contain_text("Trường Tiểu học Bình Trung")
    page.goto(f"{HOME}/manage/announce/")
    picture(page, "announce")
    page.get_by_role("button", name="Công bố kết quả").click()
    wait_for(lambda: Campaign.objects.get(code=CODE).announced_at)
    clerk.goto(f"{HOME}/ranking/")
    for name in provisional:
        expect(clerk.locator("main")).to_contain_text(name)
    picture(clerk, "ranking")
    clerk.goto(f"/emulation/entries/{entry.pk}/")
    expect(clerk.locator("main")).to_contain_text("Kết luận kiến nghị")
    picture(clerk, "result")
    clerk.goto(f"{HOME}/")
    picture(clerk, "board")


def propose_and_write_minutes(world, page, picture):
    page.goto(f"{HOME}/awards/")
    page.get_by_role("link", name="Chỉ tiêu Giấy khen").first.click()
    page.fill("[name=all]", "1")
    page.get_by_role("button", name="Lưu chỉ tiêu").click()
    page.goto(f"{HOME}/awards/")
    page.get_by_role("button", name="Đề nghị theo xếp hạng").click()
    expect(page.locator(".award table")).to_contain_text("Trường Tiểu học Bình Trung")
    picture(page, "awards")
    page.goto(f"{HOME}/minutes/")
    for name, words in {
        "number": "05/BB-HĐTĐ",
        "place": "Sở Giáo dục và Đào tạo",
        "chair": "Người Chủ Trì",
        "secretary": "Người Ghi Biên Bản",
        "members": "Các thành viên Hội đồng",
    }.items():
        page.fill(f"[name={name}]", words)
    page.get_by_role("button", name="Lập biên bản").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Biên bản số 05/BB-HĐTĐ").click()
    text = words_of(download.value.path().read_bytes())
    for school in world.schools:
        assert school.name in text
    assert "Người Chủ Trì" in text
    assert "05/BB-HĐTĐ" in text


def words_of(content):
    file = docx.Document(io.BytesIO(content))
    cells = [c.text for t in file.tables for row in t.rows for c in row.cells]
    return " ".join([*(p.text for p in file.paragraphs), *cells])
