"""Pages of criteria sets: reading, cloning, versions, editing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.criteria import actions as criteria_sets
from emulation.criteria import comparison as set_comparison
from emulation.models import CriteriaGroup, CriteriaSet, Criterion, Item
from tests import factories as make
from tests.emulation.sets_at_hand import (
    ITEM,
    edit,
    freeze,
    post,
    reading,
    rows_of,
    set_data,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped():
    make.reference()
    make.province(name="Lạng Sơn")
    return CriteriaSet.objects.get(code="qd-4725")


class TestCopies:
    def test_a_version_equals_the_original_row_for_row_and_is_open(self, shipped):
        freeze(shipped)
        made = criteria_sets.next_version(shipped)
        assert (made.version, made.based_on, made.frozen_at) == (2, shipped, None)
        old, new = rows_of(shipped), rows_of(made)
        assert len(new) == 46
        for rows in (old, new):
            rows[0][1].pop("frozen_at")
        assert new == old
        assert set_comparison.compare(shipped, made) == []

    def test_a_clone_has_its_own_code_and_name_and_the_same_parts(self, shipped):
        made = criteria_sets.clone(shipped, code="cds-2027", name="Bộ 2027")
        assert (made.code, made.version, made.name) == ("cds-2027", 1, "Bộ 2027")
        assert rows_of(made)[1:] == rows_of(shipped)[1:]

    def test_a_version_of_an_old_version_is_the_newest(self, shipped):
        criteria_sets.next_version(shipped)
        assert criteria_sets.next_version(shipped).version == 3

    def test_a_taken_code_is_refused_and_nothing_is_made(self, shipped):
        before = CriteriaSet.objects.count()
        with pytest.raises(criteria_sets.SetError) as refused:
            criteria_sets.clone(shipped, code="qd-4725", name="Lại")
        assert str(refused.value) == "Mã qd-4725 đã có. Hãy chọn mã khác."
        assert CriteriaSet.objects.count() == before

    def test_comparison_names_what_was_added_removed_and_changed(self, shipped):
        made = criteria_sets.next_version(shipped)
        Item.objects.get(criterion__group__criteria_set=made, code="2.3.1").delete()
        group = made.groups.get(code="2")
        group.criteria.get(code="2.4").items.filter(code="2.4.1").update(max_points=9)
        group.criteria.get(code="2.3").items.create(
            code="2.3.9", name="Mục mới", kind="points", max_points=10, order=9
        )
        found = set_comparison.compare(shipped, CriteriaSet.objects.get(pk=made.pk))
        assert [(one.kind, one.part, one.fields) for one in found] == [
            ("added", "Mục chấm điểm 2.3.9: Mục mới", ()),
            (
                "changed",
                "Mục chấm điểm 2.4.1: Kết nối gia đình và nhà trường trên nền tảng số",
                (("Điểm tối đa", "8", "9"),),
            ),
            (
                "removed",
                "Mục chấm điểm 2.3.1: Quy chế sử dụng hệ thống quản trị",
                (),
            ),
        ]


class TestReading:
    def test_the_whole_set_is_on_its_page_with_its_doubts(self, client, shipped):
        client.force_login(make.reader(make.commune()))
        page = client.get(reverse("criteria_set_detail", args=[shipped.pk]))
        text = reading(page)
        assert "Nhóm 1: cộng được 100/100 điểm" in text
        assert "Nhóm 2: cộng được 90/100 điểm (chưa đủ)" in text
        for item in Item.objects.filter(criterion__group__criteria_set=shipped):
            assert item.name in text
            assert item.note in text
        assert "Sửa thông tin, mức" not in text
        assert "Tạo phiên bản mới" not in text

    def test_the_list_says_what_each_set_adds_up_to_and_who_uses_it(
        self, client, shipped
    ):
        make.campaign(shipped, name="Đợt một")
        draft = CriteriaSet.objects.get(code="truyen-thong")
        make.campaign(draft, name="Đợt nháp", launched=False)
        for account, sees_draft in (
            (make.official(), True),
            (make.reader(make.commune()), False),
        ):
            client.force_login(account)
            text = reading(client.get(reverse("criteria_set_list")))
            assert "Đợt một" in text
            assert ("Đợt nháp" in text) == sees_draft
            assert "Nhóm 2: cộng được 90/100 điểm (chưa đủ)" in text

    def test_sets_stand_by_code_and_the_newest_version_first(self, client, shipped):
        criteria_sets.next_version(shipped)
        client.force_login(make.admin())
        rows = client.get(reverse("criteria_set_list")).context["rows"]
        assert [(one.row.code, one.row.version) for one in rows] == [
            ("binh-dan-hoc-vu-so", 1),
            ("binh-dan-hoc-vu-so-to", 1),
            ("binh-dan-hoc-vu-so-xa", 1),
            ("cds-mam-non", 1),
            ("doi-moi-sang-tao", 1),
            ("qd-4725", 2),
            ("qd-4725", 1),
            ("truyen-thong", 1),
        ]

    @pytest.mark.parametrize("route", ["criteria_set_list", "criteria_set_detail"])
    def test_queries_do_not_grow_with_sets(self, client, route):
        make.province(name="Lạng Sơn")
        client.force_login(make.admin())
        own = make.criteria_set()
        address = reverse(route, args=[own.pk] if "detail" in route else [])
        client.get(address)
        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
            for _more in range(2):
                make.campaign(make.criteria_set(groups=("A", "B", "C")))
        assert counts[0] == counts[1]

    def test_the_file_has_a_line_for_every_item_and_says_which_version(
        self, client, shipped
    ):
        client.force_login(make.official())
        address = reverse("criteria_set_detail", args=[shipped.pk])
        file = client.get(address, {"export": "csv"})
        lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
        assert lines[0] == f'Bảng,"{shipped}"'
        assert "Cộng điểm,Nhóm 2: cộng được 90/100 điểm" in lines
        blank = lines.index("")
        assert len(lines) - blank - 2 == 29
        assert lines[blank + 2].startswith('"1. Chuyển đổi số trong dạy')
        book = client.get(address, {"export": "xlsx"})
        assert b"".join(book.streaming_content)[:2] == b"PK"


class TestEditing:
    @pytest.fixture
    def admin(self, client, shipped):
        client.force_login(make.admin())
        return client

    @pytest.fixture
    def criterion(self, shipped):
        return Criterion.objects.get(group__criteria_set=shipped, code="2.3")

    def test_an_admin_completes_the_ten_points_that_are_missing(
        self, admin, shipped, criterion
    ):
        page = post(admin, "item_new", shipped.pk, criterion.pk, **ITEM)
        assert told(page) == ["Đã ghi."]
        assert "Nhóm 2: cộng được 100/100 điểm" in reading(page)
        made = criterion.items.get(code="2.3.9")
        assert (made.max_points, made.order) == (10, 9)

    @pytest.mark.parametrize(
        ("change", "field", "sentence"),
        [
            (
                {"max_points": "11"},
                "max_points",
                "Nhóm 2 tối đa 100 điểm, các mục khác đã có 90: mục này nhiều nhất 10 điểm.",
            ),
            (
                {"max_points": "0"},
                "max_points",
                "Hãy ghi điểm lớn hơn 0; chỉ tiêu chí bắt buộc mới có mục 0 điểm.",
            ),
            (
                {"code": "1.3.1"},
                "code",
                (
                    "Mã 1.3.1 đã dùng cho “Dạy học trực tuyến trực tiếp” trong bộ này. "
                    "Hãy đặt mã khác."
                ),
            ),
            (
                {"measure": "khong:co"},
                "measure",
                (
                    "Không có thước đo “khong:co”. Hãy chọn trong danh sách, hoặc để "
                    "người khai trả lời."
                ),
            ),
            ({"kind": "share"}, "target", "Hãy ghi mốc lớn hơn 0 để đạt đủ điểm."),
            ({"kind": "share", "target": "120"}, "target", "Tỷ lệ không quá 100%."),
        ],
    )
    def test_what_does_not_add_up_is_refused_with_a_sentence_and_kept(
        self, admin, shipped, criterion, change, field, sentence
    ):
        page = post(admin, "item_new", shipped.pk, criterion.pk, **ITEM | change)
        assert page.context["form"].errors == {field: [sentence]}
        assert 'value="Mục mới"' in page.content.decode()
        assert not criterion.items.filter(name="Mục mới").exists()

    def test_a_group_cannot_be_out_of_less_than_its_items_give(self, admin, shipped):
        group = shipped.groups.get(code="1")
        data = {"code": "1", "name": "Nhóm", "max_points": "90"}
        page = edit(admin, "criteria_group_edit", shipped.pk, group.pk, **data)
        assert page.context["form"].errors == {
            "max_points": [
                (
                    "Các mục trong nhóm đã cộng được 100 điểm. Hãy giảm điểm các mục "
                    "trước, hoặc đặt tối đa từ 100 trở lên."
                )
            ]
        }

    def test_parts_are_added_moved_and_deleted(self, admin, shipped):
        post(
            admin, "criteria_group_new", shipped.pk, code="3", name="Ba", max_points=20
        )
        group = shipped.groups.get(code="3")
        post(admin, "criterion_new", shipped.pk, group.pk, code="3.1", name="Mới")
        assert group.criteria.get().code == "3.1"
        part = f"group-{group.pk}"
        post(admin, "criteria_part_up", shipped.pk, part=part)
        assert codes(shipped) == ["1", "3", "2"]
        post(admin, "criteria_part_down", shipped.pk, part=part)
        assert codes(shipped) == ["1", "2", "3"]
        page = post(admin, "criteria_part_delete", shipped.pk, part=part)
        assert told(page) == ["Đã xóa Ba."]
        assert codes(shipped) == ["1", "2"]

    def test_a_part_of_another_set_is_not_there(self, admin, shipped):
        other = CriteriaGroup.objects.filter(criteria_set__code="cds-mam-non").first()
        edit = reverse("criteria_group_edit", args=[shipped.pk, other.pk])
        assert admin.get(edit).status_code == 404
        page = post(admin, "criteria_part_delete", shipped.pk, part=f"group-{other.pk}")
        assert page.status_code == 404
        assert CriteriaGroup.objects.filter(pk=other.pk).exists()

    def test_the_set_and_its_levels_are_edited_together(self, admin, shipped):
        page = edit(admin, "criteria_set_edit", shipped.pk, **set_data(shipped))
        assert "form" not in (page.context or {}), page.context["form"].errors
        assert told(page) == ["Đã ghi."]
        shipped.refresh_from_db()
        assert shipped.name == "Tên mới"
        assert list(shipped.levels.values_list("number", "from_points")) == [
            (1, 0),
            (2, 60),
            (3, 75),
        ]

    def test_levels_that_do_not_rise_are_refused(self, admin, shipped):
        data = set_data(shipped) | {"levels-1-from_points": "80"}
        page = edit(admin, "criteria_set_edit", shipped.pk, **data)
        assert page.context["levels"].non_form_errors() == [
            "Điểm bắt đầu của các mức phải tăng dần và không quá 100."
        ]
        shipped.refresh_from_db()
        assert shipped.name != "Tên mới"

    def test_two_people_who_change_the_same_are_asked_which_one_stands(
        self, admin, shipped
    ):
        group = shipped.groups.get(code="1")
        address = reverse("criteria_group_edit", args=[shipped.pk, group.pk])
        seen = admin.get(address).context["form"]["seen"].value()
        CriteriaGroup.objects.filter(pk=group.pk).update(name="Của người kia")
        data = {"code": "1", "name": "Của tôi", "max_points": "100", "seen": seen}
        page = admin.post(address, data)
        assert page.status_code == 409
        assert "Của người kia" in page.content.decode()
        admin.post(address, data | {"choose-name": "mine"})
        group.refresh_from_db()
        assert group.name == "Của tôi"


def codes(criteria_set):
    return list(criteria_set.groups.values_list("code", flat=True))
