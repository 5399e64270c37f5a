"""What a frozen criteria set refuses, and what everybody but an admin is refused."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from emulation.criteria import actions as criteria_sets
from emulation.models import CampaignSet, CriteriaGroup, CriteriaSet, Criterion, Item
from tests import factories as make
from tests.emulation.sets_at_hand import (
    ITEM,
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


FROZEN = (
    "Bộ tiêu chí đã khóa vì có đợt thi đua đang dùng. Muốn sửa, hãy tạo phiên bản mới: "
    "nội dung được chép nguyên vẹn, còn phiên bản này giữ nguyên."
)


class TestFrozen:
    @pytest.fixture
    def frozen(self, client, shipped):
        client.force_login(make.admin())
        freeze(shipped)
        return shipped

    def writes(self, frozen):
        group = frozen.groups.get(code="2")
        criterion = group.criteria.get(code="2.3")
        item = criterion.items.first()
        own = frozen.pk
        return [
            ("criteria_set_edit", (own,), set_data(frozen)),
            ("criteria_set_delete", (own,), {}),
            (
                "criteria_group_new",
                (own,),
                {"code": "9", "name": "Chín", "max_points": 5},
            ),
            (
                "criteria_group_edit",
                (own, group.pk),
                {"code": "2", "name": "Khác", "max_points": 100},
            ),
            ("criterion_new", (own, group.pk), {"code": "2.9", "name": "Chín"}),
            ("criterion_edit", (own, criterion.pk), {"code": "2.3", "name": "Khác"}),
            ("item_new", (own, criterion.pk), ITEM),
            ("item_edit", (own, item.pk), ITEM),
            ("criteria_part_up", (own,), {"part": f"criterion-{criterion.pk}"}),
            ("criteria_part_down", (own,), {"part": f"item-{item.pk}"}),
            ("criteria_part_delete", (own,), {"part": f"group-{group.pk}"}),
        ]

    def test_every_page_that_writes_refuses_and_changes_nothing(self, client, frozen):
        before = rows_of(CriteriaSet.objects.get(pk=frozen.pk))
        for route, args, data in self.writes(frozen):
            page = post(client, route, *args, **data)
            assert told(page) == [FROZEN], route
            assert page.redirect_chain[-1][0] == (
                reverse("criteria_set_detail", args=[frozen.pk])
            )
        assert rows_of(CriteriaSet.objects.get(pk=frozen.pk)) == before

    def test_its_page_says_so_and_offers_a_version_that_can_be_edited(
        self, client, frozen
    ):
        text = reading(client.get(reverse("criteria_set_detail", args=[frozen.pk])))
        assert FROZEN in text
        assert "Thêm nhóm tiêu chí" not in text
        page = post(client, "criteria_set_version", frozen.pk)
        assert told(page) == ["Đã tạo phiên bản 2, đang là nháp. Bạn có thể sửa."]
        assert "Thêm nhóm tiêu chí" in reading(page)

    @pytest.mark.parametrize("model", [CriteriaSet, CriteriaGroup, Criterion, Item])
    def test_sql_refuses_too(self, frozen, model):
        path = {
            CriteriaSet: "pk",
            CriteriaGroup: "criteria_set",
            Criterion: "group__criteria_set",
            Item: "criterion__group__criteria_set",
        }[model]
        rows = model.objects.filter(**{path: frozen.pk})
        table, pks = model._meta.db_table, list(rows.values_list("pk", flat=True))
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET name = 'x' WHERE id = ANY(%s)", [pks])

    def test_a_draft_goes_with_all_its_parts_but_not_from_under_a_campaign(
        self, client, frozen
    ):
        draft = criteria_sets.next_version(frozen)
        kept = make.campaign(draft, launched=False)
        page = post(client, "criteria_set_delete", draft.pk)
        words = "Chưa xóa được: bộ tiêu chí đang nằm trong một đợt thi đua hoặc là gốc "
        assert told(page) == [f"{words}của phiên bản khác. Hãy bỏ khỏi đó trước."]
        CampaignSet.objects.filter(campaign=kept).delete()
        page = post(client, "criteria_set_delete", draft.pk)
        assert told(page) == [f"Đã xóa bản nháp {draft}."]
        assert not Item.objects.filter(criterion__group__criteria_set=draft.pk).exists()


class TestRights:
    @pytest.mark.parametrize(
        "account", ["official", "owner", "officer", "reader", "clerk"]
    )
    def test_nobody_but_an_admin_writes(self, client, account):
        make.reference()
        make.province(name="Lạng Sơn")
        own = make.criteria_set()
        commune = make.commune()
        person = {
            "official": make.official,
            "owner": lambda: make.owner(commune),
            "officer": lambda: make.user("commune_officer", commune=commune),
            "reader": lambda: make.reader(commune),
            "clerk": lambda: make.clerk(make.institution(commune=commune)),
        }[account]()
        client.force_login(person)
        before, sets = rows_of(own), CriteriaSet.objects.count()
        writes = [("criteria_set_version", (own.pk,), {})]
        writes.append(("criteria_set_clone", (own.pk,), {"code": "moi", "name": "Mới"}))
        group = own.groups.first()
        criterion = group.criteria.first()
        item = criterion.items.first()
        writes += [
            ("criteria_set_edit", (own.pk,), {}),
            ("criteria_set_delete", (own.pk,), {}),
            ("criteria_group_new", (own.pk,), {}),
            ("criteria_group_edit", (own.pk, group.pk), {}),
            ("criterion_new", (own.pk, group.pk), {}),
            ("criterion_edit", (own.pk, criterion.pk), {}),
            ("item_new", (own.pk, criterion.pk), {}),
            ("item_edit", (own.pk, item.pk), {}),
            ("criteria_part_up", (own.pk,), {"part": f"item-{item.pk}"}),
            ("criteria_part_down", (own.pk,), {"part": f"item-{item.pk}"}),
            ("criteria_part_delete", (own.pk,), {"part": f"item-{item.pk}"}),
        ]
        met = {
            route: post(client, route, *args, **data).status_code
            for route, args, data in writes
        }
        assert met == dict.fromkeys(met, 403)
        assert rows_of(CriteriaSet.objects.get(pk=own.pk)) == before
        assert CriteriaSet.objects.count() == sets
