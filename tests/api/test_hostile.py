"""Every filter of every route against values nobody sensible would send."""

import pytest

from edu_lang_son.api import router
from tests import factories as make

pytestmark = pytest.mark.django_db
VALUES = (
    "",
    " ",
    "-1",
    "1e400",
    "nan",
    "9" * 40,
    "2025; DROP TABLE",
    "' OR 1=1 --",
    "%",
    "\x00",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "a" * 5000,
    "../../etc/passwd",
    "{{7*7}}",
    "đ\u0301\u0323",
)
SHARED = ("page", "page_size", "sort", "format")


def questions():
    for prefix, viewset, _name in router.registry:
        filterset = getattr(viewset, "filterset_class", None)
        names = [*(filterset.base_filters if filterset else ()), *SHARED]
        for name in names:
            for value in VALUES:
                yield f"/api/v1/{prefix}/", name, value


def test_no_value_of_any_filter_breaks_a_route(client):
    make.reference()
    make.employee(make.school())
    client.force_login(make.official())
    answers = {
        (address, name, value[:40]): client.get(address, {name: value}).status_code
        for address, name, value in questions()
    }
    wrong = {
        question: status
        for question, status in answers.items()
        if status not in (200, 400, 404)
    }
    assert wrong == {}
    # The questions were really asked: about sixty filters, fifteen values each.
    assert len(answers) > 500


@pytest.mark.parametrize(
    "value", ["0", "x", "%00", "9" * 40, "-", "..%2f", "%F0%9F%98%80"]
)
def test_no_key_breaks_a_route(client, value):
    client.force_login(make.official())
    statuses = {
        prefix: client.get(f"/api/v1/{prefix}/{value}/").status_code
        for prefix, _viewset, _name in router.registry
    }
    assert statuses == dict.fromkeys(statuses, 404)


def test_only_named_columns_sort_and_others_change_nothing(client):
    make.reference()
    first, second = make.institution("TH", name="A"), make.institution("TH", name="B")
    client.force_login(make.official())
    orders = {
        sort: [
            row["code"]
            for row in client.get("/api/v1/schools/", {"sort": sort}).json()["results"]
        ]
        for sort in ("search_name", "-search_name", "managing_commune__users__password")
    }
    forward = [first.code, second.code]
    assert list(orders.values()) == [forward, forward[::-1], forward]
