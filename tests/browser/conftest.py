"""The system's Chromium on a live server, with pictures kept under var/screenshots."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from edu_lang_son.environment import BASE_DIR
from tests.factories import PASSWORD

NAMES = ("chromium", "chromium-browser", "google-chrome")
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
SCREENSHOTS = BASE_DIR / "var" / "screenshots"
OPTIONS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
if os.geteuid() == 0:
    OPTIONS.append("--no-sandbox")  # Chromium refuses root otherwise


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


def chromium_path():
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found and os.environ.get("CI") == "true":
        pytest.fail("No Chromium: .ci/run installs it.")
    if not found:
        pytest.skip("no Chromium on this machine; .ci/run installs it")
    return found


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    # Playwright runs an event loop in this thread, at which Django takes fright.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_window(chromium, live_server):
    """open_window(PHONE) gives a page in a fresh window; its script errors fail the test."""
    windows, errors = [], []

    def opened(size=LAPTOP, **options):
        window = chromium.new_context(
            base_url=live_server.url,
            viewport=size,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        windows.append(window)
        page = window.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for window in windows:
        window.close()
    assert errors == []


@pytest.fixture
def page(open_window):
    return open_window(LAPTOP)


@pytest.fixture
def phone(open_window):
    return open_window(PHONE)


@pytest.fixture
def sign_in():
    """sign_in(page, user): through the form, as people do."""

    def through_the_form(page, user):
        page.goto("/accounts/login/")
        page.fill("input[name=login]", user.username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)

    return through_the_form


@pytest.fixture
def picture(request):
    """picture(page, "home"): a screenshot named after the test and the moment."""

    def take(page, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{request.node.name}-{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
