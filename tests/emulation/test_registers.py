"""Registers: who sees and changes which rows, what is summed, what is refused."""

import csv
import io

import pytest
from django.urls import reverse

from emulation.models import Initiative, PressArticle, PressSubscription, Team
from tests import factories as make
from tests.contracts import ListPage

pytestmark = pytest.mark.django_db


class OfSchools(ListPage):
    def make_row(self, commune):
        return self.new(make.institution(commune=commune))


class TestInitiativeList(OfSchools):
    url = f"/registers/initiatives/?year={make.YEAR}"
    new = staticmethod(make.initiative)

    def mark(self, row):
        return f"{row.title}<"


class TestPressList(OfSchools):
    url = f"/registers/press/?year={make.YEAR}"
    new = staticmethod(make.press_subscription)

    def mark(self, row):
        return f"{row.newspaper}<"


class TestArticleList(OfSchools):
    url = f"/registers/articles/?year={make.YEAR}"
    new = staticmethod(make.press_article)

    def mark(self, row):
        return f"{row.title}<"


class TestTeamList(ListPage):
    url = "/registers/teams/"

    def make_row(self, commune):
        return make.team(commune)

    def mark(self, row):
        return f"{row.name}<"


@pytest.fixture
def commune(db):
    make.reference()
    return make.commune(name="Khánh Khê")


@pytest.fixture
def school(commune):
    return make.institution(commune=commune, name="TH Khánh Khê")


@pytest.fixture
def keeper(client, commune):
    client.force_login(make.owner(commune))
    return client


def lines(client, address, **chosen):
    """The table of the exported file, without what stands above its heading."""
    response = client.get(address, {"year": make.YEAR, "export": "csv"} | chosen)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    start = next(n for n, row in enumerate(rows) if row[:1] in (["Trường"], ["Tên tổ"]))
    return rows[start:]


def test_the_file_of_initiatives_holds_what_the_filters_leave(keeper, school, commune):
    make.initiative(
        school,
        title="Học liệu số",
        is_digital=True,
        recognition="province",
        decision="12/QĐ",
    )
    make.initiative(school, title="Vườn trường")
    make.initiative(school, title="Năm ngoái", year=make.YEAR - 1, is_digital=True)
    assert lines(keeper, "/registers/initiatives/", digital="yes") == [
        [
            "Trường",
            "Tên sáng kiến",
            "Xã, phường",
            "Về chuyển đổi số",
            "Cấp công nhận",
            "Quyết định",
        ],
        ["TH Khánh Khê", "Học liệu số", "Khánh Khê", "Có", "Cấp tỉnh", "12/QĐ"],
    ]
    assert [row[1] for row in lines(keeper, "/registers/initiatives/", q="vườn")] == [
        "Tên sáng kiến",
        "Vườn trường",
    ]
    found = lines(keeper, "/registers/initiatives/", q="khanh khe")
    assert [row[1] for row in found[1:]] == ["Học liệu số", "Vườn trường"]


def test_copies_are_summed_over_what_is_shown_and_by_commune(client, commune, school):
    elsewhere = make.commune(name="Bình Gia")
    other = make.institution(commune=commune, name="TH Bình Trung")
    far = make.institution(commune=elsewhere, name="TH Bình Gia")
    for row, copies in ((school, 2), (other, 3), (far, 4)):
        make.press_subscription(row, copies=copies)
    make.press_subscription(school, copies=10, newspaper="Báo Nhân Dân")
    client.force_login(make.official())
    context = client.get("/registers/press/", {"year": make.YEAR}).context
    assert context["by_commune"] == [("Bình Gia", [1, 4, 1]), ("Khánh Khê", [3, 15, 2])]
    assert context["sums"] == [4, 19, 3]
    assert context["table"].totals["copies"] == 19
    words = {"year": make.YEAR, "q": "nhân dân"}
    assert client.get("/registers/press/", words).context["sums"] == [1, 10, 1]


def fields_of(model, school):
    year = make.school_year().pk
    place = {"institution": school.pk, "school_year": year}
    return {
        Initiative: place | {"title": "Học liệu số", "recognition": "school"},
        PressSubscription: place | {"newspaper": "Báo Nhân Dân", "copies": "3"},
        PressArticle: place
        | {"newspaper": "Báo Lạng Sơn", "title": "Bài", "published_on": "20/10/2025"},
        Team: {
            "commune": school.commune_id,
            "name": "Tổ 1",
            "members": "5",
            "teachers": "5",
        },
    }[model]


ROUTES = {
    Initiative: "initiative",
    PressSubscription: "press",
    PressArticle: "press_article",
    Team: "team",
}


@pytest.mark.parametrize("model", ROUTES)
def test_a_row_is_written_changed_and_deleted(keeper, school, model):
    routes, data = ROUTES[model], fields_of(model, school)
    done = keeper.post(reverse(f"{routes}_new"), data)
    assert (done.status_code, done.url) == (302, reverse(f"{routes}_list"))
    row = model.objects.get()
    page = keeper.get(done.url, {"year": make.YEAR}).content.decode()
    assert f'href="{reverse(f"{routes}_edit", args=[row.pk])}"' in page
    # Saving a row as it is finds no twin in itself.
    assert (
        keeper.post(reverse(f"{routes}_edit", args=[row.pk]), data).status_code == 302
    )
    assert model.objects.get() == row
    twin = keeper.post(reverse(f"{routes}_new"), data)
    assert list(twin.context["form"].errors) == [
        {"press": "newspaper", "team": "name"}.get(routes, "title")
    ]
    asked = keeper.get(reverse(f"{routes}_delete", args=[row.pk]))
    assert model.objects.count() == 1 and str(row) in asked.content.decode()
    assert keeper.post(reverse(f"{routes}_delete", args=[row.pk])).status_code == 302
    assert model.objects.count() == 0


@pytest.mark.parametrize(
    ("model", "field", "typed", "sentence"),
    [
        (Initiative, "title", "", "Hãy điền ô này."),
        (
            PressSubscription,
            "copies",
            "0",
            ("Số tờ phải từ 1 trở lên. Nếu trường không đặt báo này, hãy xóa dòng."),
        ),
        (
            PressArticle,
            "published_on",
            "31/02/2026",
            "“31/02/2026” không phải là một ngày. Hãy ghi như 01/09/2026.",
        ),
        (
            PressArticle,
            "published_on",
            "01/09/2099",
            "Ngày đăng ở tương lai. Hãy ghi ngày bài đã đăng.",
        ),
        (
            PressArticle,
            "published_on",
            "01/07/2025",
            (
                "Ngày đăng không thuộc năm học 2025-2026 (từ 01/08/2025 đến 31/07/2026). "
                "Hãy sửa ngày hoặc chọn năm học khác."
            ),
        ),
        (
            PressArticle,
            "link",
            "javascript:alert(1)",
            (
                "Đường dẫn không đúng. Hãy chép nguyên địa chỉ từ trình duyệt, bắt đầu "
                "bằng https:// hoặc http://."
            ),
        ),
        (
            Team,
            "teachers",
            "6",
            ("Số giáo viên nhiều hơn số thành viên của tổ. Hãy xem lại hai số này."),
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    keeper, school, model, field, typed, sentence
):
    data = fields_of(model, school) | {field: typed}
    form = keeper.post(reverse(f"{ROUTES[model]}_new"), data).context["form"]
    assert form.errors == {field: [sentence]}
    assert form[field].value() == typed
    assert model.objects.count() == 0


def test_nobody_writes_a_row_of_a_school_she_does_not_keep(client, commune, school):
    elsewhere = make.institution(commune=make.commune())
    client.force_login(make.clerk(school))
    data = fields_of(Initiative, school)
    form = client.get(reverse("initiative_new")).context["form"]
    assert [one.pk for one in form.fields["institution"].queryset] == [school.pk]
    assert form.initial["institution"] == school.pk
    smuggled = client.post(
        reverse("initiative_new"), data | {"institution": elsewhere.pk}
    )
    assert list(smuggled.context["form"].errors) == ["institution"]
    row = make.initiative(school)
    moved = client.post(
        reverse("initiative_edit", args=[row.pk]), data | {"institution": elsewhere.pk}
    )
    assert list(moved.context["form"].errors) == ["institution"]
    assert list(Initiative.objects.values_list("institution")) == [(school.pk,)]


def test_a_team_cannot_be_moved_to_another_commune(keeper, commune):
    elsewhere, row = make.commune(), make.team(commune, name="Tổ 1")
    data = {"commune": elsewhere.pk, "name": "Tổ 1", "members": 1, "teachers": 0}
    form = keeper.post(reverse("team_edit", args=[row.pk]), data).context["form"]
    assert list(form.errors) == ["commune"]


def test_a_team_that_takes_part_in_a_campaign_is_kept(keeper, commune):
    row = make.team(commune, name="Tổ 1")
    campaign = make.campaign()
    make.campaign_entry(campaign, participant="team", team=row, commune=commune)
    done = keeper.post(reverse("team_delete", args=[row.pk]), follow=True)
    sentence = (
        "“Tổ 1” đang có hồ sơ thi đua nên không xóa được. Nếu tổ không còn hoạt động, "
        "hãy bỏ dấu “Đang hoạt động”."
    )
    assert [str(message) for message in done.context["messages"]] == [sentence]
    assert list(Team.objects.all()) == [row]
