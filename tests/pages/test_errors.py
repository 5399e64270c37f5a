"""Error pages: a sentence in Vietnamese, a reference code, and nothing from inside."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import override_settings
from django.urls import include, path

from tests import factories as make

pytestmark = pytest.mark.django_db


def broken(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("400", broken(SuspiciousOperation("bí mật"))),
    path("403", broken(PermissionDenied())),
    path("404", broken(Http404("bí mật"))),
    path("500", broken(RuntimeError("bí mật"))),
    path("", include("edu_lang_son.urls")),
]
handler400 = "edu_lang_son.errors.bad_request"
handler403 = "edu_lang_son.errors.permission_denied"
handler404 = "edu_lang_son.errors.page_not_found"
handler500 = "edu_lang_son.errors.server_error"

HEADINGS = {
    400: "Yêu cầu không hợp lệ",
    403: "Bạn không có quyền mở trang này",
    404: "Không tìm thấy trang",
    500: "Hệ thống gặp lỗi",
}


@override_settings(ROOT_URLCONF="tests.pages.test_errors")
@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("status", HEADINGS)
def test_an_error_page_says_what_happened_and_gives_a_code(client, status, signed_in):
    client.raise_request_exception = False
    if signed_in:
        client.force_login(make.official())
    response = client.get(f"/{status}")
    page = response.content.decode()
    code = response.headers["X-Request-Code"]
    found = {
        "status": response.status_code,
        "heading": f"<h1>{HEADINGS[status]}</h1>" in page,
        "code": f"<code>{code}</code>" in page,
        "inside": "bí mật" in page or "Traceback" in page,
    }
    assert found == {"status": status, "heading": True, "code": True, "inside": False}


@override_settings(ROOT_URLCONF="tests.pages.test_errors")
def test_the_page_of_a_crash_asks_nothing_of_the_database(
    client, django_assert_num_queries
):
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/500")
    assert response.status_code == 500
    assert "Số liệu đã lưu trước đó vẫn còn nguyên" in response.content.decode()
