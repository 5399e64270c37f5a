"""An admin builds a criteria set in the browser by cloning one, and everybody reads it."""

import pytest

from emulation.criteria import actions as criteria_sets
from emulation.models import CriteriaSet
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shipped(transactional_db):
    make.reference()
    make.province(name="Lạng Sơn", is_demo=True)
    return CriteriaSet.objects.get(code="qd-4725")


def test_an_admin_clones_a_set_and_completes_its_ten_points(
    page, sign_in, picture, shipped
):
    sign_in(page, make.admin())
    page.goto("/emulation/sets/")
    page.click(f"a[href='/emulation/sets/{shipped.pk}/']")
    page.click("text=Chép thành bộ mới")
    page.fill("#id_code", "cds-lang-son")
    page.fill("#id_name", "Bộ chỉ số của Sở")
    page.click("main button.btn-primary")
    page.wait_for_selector("text=Đã chép thành bộ mới")
    picture(page, "draft")
    page.click("text=Thêm mục cho 2.3")
    page.fill("#id_code", "2.3.9")
    page.fill("#id_name", "Phân hệ còn thiếu")
    page.select_option("#id_kind", "points")
    page.fill("#id_max_points", "12")
    page.click("main button.btn-primary")
    page.wait_for_selector("text=mục này nhiều nhất 10 điểm")
    assert page.input_value("#id_name") == "Phân hệ còn thiếu"
    picture(page, "refused")
    page.fill("#id_max_points", "10")
    page.click("main button.btn-primary")
    page.wait_for_selector("text=Nhóm 2: cộng được 100/100 điểm")
    made = CriteriaSet.objects.get(code="cds-lang-son")
    page.goto(f"/emulation/sets/{made.pk}/compare/")
    added = page.inner_text("table.compare .change-added")
    assert " ".join(added.split()) == "Thêm Mục chấm điểm 2.3.9: Phân hệ còn thiếu –"


def test_pages_fit_and_satisfy_axe_at_both_sizes(
    open_window, sign_in, picture, shipped
):
    made = criteria_sets.next_version(shipped)
    made.groups.filter(code="2").update(name="Quản trị số")
    group = made.groups.first()
    item = group.criteria.get(code="1.3").items.first()
    own = f"/emulation/sets/{made.pk}/"
    pages = {
        "list": "/emulation/sets/",
        "detail": own,
        "compare": f"{own}compare/",
        "edit": f"{own}edit/",
        "group": f"{own}groups/{group.pk}/",
        "item": f"{own}items/{item.pk}/",
    }
    person, troubles = make.admin(), {}
    for label, size in (("laptop", LAPTOP), ("mobile", MOBILE)):
        page = open_window(size)
        sign_in(page, person)
        for name, address in pages.items():
            page.goto(address)
            found = (overflow(page), violations(page))
            if found != (0, []):
                troubles[label, name] = found
            picture(page, f"{label}-{name}")
    assert troubles == {}
