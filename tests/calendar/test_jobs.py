"""Pages of background work: progress, stopping it, and the notice when it is done."""

import contextlib
from datetime import timedelta

import pytest
from django.utils import timezone

from communes import jobs
from communes.models import Job, Notice
from tests import factories as make
from tests.contracts import DetailPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()


def texts(response):
    return " ".join(response.content.decode().split())


class TestContract(DetailPage):
    def make_row(self, commune):
        return make.job(commune=commune, requested_by=make.owner(commune))

    def address(self, row):
        return f"/jobs/{row.pk}/"

    def mark(self, row):
        return f"/jobs/{row.pk}/"


def test_a_clerk_sees_the_job_that_she_asked_for(client):
    clerk = make.clerk(make.institution())
    own, other = make.job(requested_by=clerk), make.job()
    client.force_login(clerk)
    met = [client.get(f"/jobs/{row.pk}/").status_code for row in (own, other)]
    assert met == [200, 404]


def test_progress_is_asked_for_until_the_work_has_ended(client):
    person = make.official()
    row = make.job(state="running", done=3, total=8, requested_by=person)
    client.force_login(person)
    part = client.get(f"/jobs/{row.pk}/", headers={"HX-Request": "true"})
    page = texts(part)
    assert "<html" not in page
    assert 'hx-trigger="every 2s"' in page
    assert '<progress class="job-meter" max="8" value="3"' in page
    Job.objects.update(state="done", done=8, finished_at=timezone.now())
    page = texts(client.get(f"/jobs/{row.pk}/", headers={"HX-Request": "true"}))
    assert "hx-get" not in page
    assert "Việc đã xong." in page


def test_a_failure_says_what_went_wrong(client):
    person = make.official()
    row = make.job(
        state="failed", error="Hết đĩa", finished_at=timezone.now(), requested_by=person
    )
    client.force_login(person)
    assert "Không hoàn thành: Hết đĩa" in texts(client.get(f"/jobs/{row.pk}/"))


class TestCancelling:
    def test_by_whoever_asked_or_an_admin(self, client):
        commune = make.commune()
        head = make.owner(commune)
        people = {
            "head": head,
            "admin": make.admin(),
            "colleague": make.colleague(commune),
            "reader": make.reader(commune),
            "official": make.official(),
            "stranger": make.stranger(),
            "roleless": make.roleless(),
        }
        met = {}
        for who, person in people.items():
            row = make.job(commune=commune, requested_by=head)
            client.force_login(person)
            status = client.post(f"/jobs/{row.pk}/cancel/").status_code
            row.refresh_from_db()
            met[who] = (status, row.state)
        assert met == {
            "head": (302, "cancelled"),
            "admin": (302, "cancelled"),
            "colleague": (403, "waiting"),
            "reader": (403, "waiting"),
            "official": (403, "waiting"),
            "stranger": (404, "waiting"),
            "roleless": (403, "waiting"),
        }

    def test_what_has_ended_stays_as_it_ended(self, client):
        person = make.admin()
        row = make.job(state="done", finished_at=timezone.now(), requested_by=person)
        client.force_login(person)
        page = texts(client.post(f"/jobs/{row.pk}/cancel/", follow=True))
        row.refresh_from_db()
        assert row.state == "done"
        assert "Việc này đã kết thúc trước khi hủy." in page
        assert "Dừng việc này" not in page


class TestNotice:
    def run(self, person, seconds, work=lambda *_: {}):
        row = jobs.create("recompute_year", by=person)
        asked = timezone.now() - timedelta(seconds=seconds)
        Job.objects.filter(pk=row.pk).update(requested_at=asked)
        with contextlib.suppress(ValueError):
            jobs.run(row.pk, host="h", work=work)
        return row

    def told(self):
        return list(Notice.objects.values_list("recipient", "text", "address"))

    def test_long_work_tells_whoever_asked(self):
        person = make.official()
        row = self.run(person, seconds=60)
        assert self.told() == [
            (person.pk, "Việc “Tính lại chỉ số cả tỉnh” đã xong.", f"/jobs/{row.pk}/")
        ]

    def test_short_work_or_nobody_s_work_tells_nobody(self):
        self.run(make.official(), seconds=0)
        self.run(None, seconds=60)
        assert self.told() == []

    def test_a_failure_is_told_with_its_reason(self):
        def work(*_):
            raise ValueError("mất kết nối")

        person = make.official()
        row = self.run(person, seconds=60, work=work)
        words = (
            "Việc “Tính lại chỉ số cả tỉnh” không hoàn thành: Lỗi ngoài dự kiến "
            "(ValueError); nhật ký của máy chủ ghi rõ hơn."
        )
        assert self.told() == [(person.pk, words, f"/jobs/{row.pk}/")]


def test_an_import_leads_to_its_own_page(client):
    """From the page of its job, and from the notice that it is done."""
    person = make.official()
    row = jobs.create("import_apply", by=person, source=41)
    Job.objects.filter(pk=row.pk).update(
        requested_at=timezone.now() - timedelta(minutes=1)
    )
    jobs.run(row.pk, host="h", work=lambda *_: {})
    told = Notice.objects.values_list("text", "address")
    assert list(told) == [("Việc “Áp dụng tệp Excel” đã xong.", "/imports/41/")]
    client.force_login(person)
    assert 'href="/imports/41/"' in texts(client.get(f"/jobs/{row.pk}/"))


def test_the_list_holds_one_s_own_work_at_a_constant_price(
    client, django_assert_max_num_queries
):
    person = make.official()
    make.job(kind="việc của người khác")
    make.job(kind="việc của tôi", requested_by=person)
    client.force_login(person)
    client.get("/jobs/")
    with django_assert_max_num_queries(20) as few:
        page = texts(client.get("/jobs/"))
    assert ("việc của tôi" in page, "việc của người khác" in page) == (True, False)
    make.job(requested_by=person), make.job(requested_by=person)
    with django_assert_max_num_queries(len(few)):
        client.get("/jobs/")
