"""Notices: told once, on the page and by letter, and nobody else's business."""

import pytest
from django.conf import settings
from django.db import transaction

from communes import mailing, notices
from communes.models import Notice
from tests import factories as make
from tests.conftest import wait_for
from tests.contracts import login_redirect

pytestmark = pytest.mark.django_db
URL = "/notices/"


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()


def told(person, text="Hạn nộp ngày mai.", occasion="hạn", **fields):
    return Notice.objects.create(
        recipient=person, kind="reminder", text=text, occasion=occasion, **fields
    )


def texts(response):
    return " ".join(response.content.decode().split())


class TestTelling:
    def test_the_same_occasion_is_told_once_to_each(self):
        anna, binh = make.official(), make.official()
        numbers = [
            notices.tell(people, "decision", "Đã duyệt.", "/x/", "return:1:approved")
            for people in ([anna], [anna, binh, binh], [anna, binh])
        ]
        found = Notice.objects.order_by("recipient").values_list(
            "recipient", "kind", "text", "address", "read_at"
        )
        assert numbers == [1, 1, 0]
        assert list(found) == [
            (person.pk, "decision", "Đã duyệt.", "/x/", None) for person in (anna, binh)
        ]

    def test_a_text_too_long_is_cut_not_lost(self):
        notices.tell([make.official()], "job", "Lỗi " * 200, "", "job:1")
        text = Notice.objects.get().text
        assert (len(text), text[-2:]) == (500, "i…")

    def test_hundreds_cost_as_many_queries_as_one(self, django_assert_num_queries):
        people = [make.official() for _ in range(4)]
        with transaction.atomic():
            with django_assert_num_queries(5):
                notices.tell(people[:1], "job", "Xong.", "", "một")
            with django_assert_num_queries(5):
                notices.tell(people, "job", "Xong.", "", "nhiều")

    def test_a_rolled_back_occasion_tells_nobody(self, mailoutbox):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            notices.tell([make.official()], "job", "Xong.", "", "một")
            raise ZeroDivisionError
        assert (Notice.objects.count(), mailoutbox) == (0, [])


class TestLetters:
    def test_a_letter_says_it_all_and_is_sent_once(self, mailoutbox):
        head = make.owner(make.commune(), first_name="Nông Thị Hoa", email="hoa@x.test")
        notice = told(head, address="/entry/")
        mailing.mail_notices([notice.pk])
        mailing.mail_notices([notice.pk])
        [letter] = mailoutbox
        notice.refresh_from_db()
        assert notice.mailed_at is not None
        assert (letter.subject, letter.to) == (
            "[Giáo dục Lạng Sơn] Nhắc hạn",
            ["hoa@x.test"],
        )
        assert letter.body.split("\n\n") == [
            "Kính gửi Nông Thị Hoa,",
            "Hạn nộp ngày mai.",
            f"{settings.SITE_URL}/entry/",
            "Thư tự động của hệ thống Giáo dục Lạng Sơn, xin đừng trả lời.",
        ]

    def test_without_an_address_or_an_account_in_use_there_is_no_letter(
        self, mailoutbox
    ):
        commune = make.commune()
        people = [
            make.owner(commune, email=""),
            make.expired(commune),
            make.owner(commune, is_active=False),
        ]
        mailing.mail_notices([told(person).pk for person in people])
        assert mailoutbox == []
        assert not Notice.objects.exclude(mailed_at=None).exists()

    def test_a_mail_server_that_is_away_is_asked_again_later(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        # Nobody listens there.
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        notice = told(make.official())
        with pytest.raises(mailing.NotDelivered, match="does not answer"):
            mailing.mail_notices.run([notice.pk])
        notice.refresh_from_db()
        assert notice.mailed_at is None
        assert mailing.mail_notices.max_retries == settings.MAIL_RETRIES

    def test_a_real_worker_sends_after_commit(self, worker, settings):
        folder = settings.VAR_DIR / "mail"
        before = set(folder.glob("*")) if folder.exists() else set()
        person = make.official(email="that@x.test")
        notices.tell([person], "job", "Tính xong năm 2025-2026.", "/jobs/1/", "job:1")
        wait_for(lambda: Notice.objects.exclude(mailed_at=None).exists())
        [letter] = set(folder.glob("*")) - before
        assert "To: that@x.test" in letter.read_text()


class TestPage:
    def test_only_the_recipient_reads_it(self, client):
        commune = make.commune()
        head, colleague = make.owner(commune), make.colleague(commune)
        told(head, "Chỉ mình tôi biết")
        shown = {}
        for who, person in {
            "head": head,
            "colleague": colleague,
            "admin": make.admin(),
        }.items():
            client.force_login(person)
            shown[who] = "Chỉ mình tôi biết" in texts(client.get(URL))
        assert shown == {"head": True, "colleague": False, "admin": False}

    def test_the_header_counts_what_is_unread(self, client):
        person = make.official()
        told(person, occasion="một")
        told(person, occasion="hai")
        told(person, occasion="ba", read_at="2026-01-01T00:00:00Z")
        client.force_login(person)
        assert '<span class="bell-count">2<span' in texts(client.get(URL))

    def test_reading_one_leads_to_its_page(self, client):
        person = make.official()
        notice = told(person, address="/schools/?report=submitted")
        client.force_login(person)
        response = client.post(f"{URL}{notice.pk}/read/")
        notice.refresh_from_db()
        assert notice.read_at is not None
        assert (response.status_code, response.url) == (
            302,
            "/schools/?report=submitted",
        )

    def test_no_notice_leads_out_of_the_site(self, client):
        person = make.official()
        notice = told(person, address="https://x.test/")
        client.force_login(person)
        assert client.post(f"{URL}{notice.pk}/read/").url == URL

    def test_reading_all_leaves_others_alone(self, client):
        person, other = make.official(), make.official()
        told(person, occasion="một"), told(person, occasion="hai"), told(other)
        client.force_login(person)
        page = texts(client.post(f"{URL}read/", follow=True))
        assert "Đã đánh dấu 2 thông báo là đã đọc." in page
        unread = Notice.objects.unread().values_list("recipient", flat=True)
        assert list(unread) == [other.pk]

    def test_who_may_not_mark_it(self, client):
        commune = make.commune()
        notice = told(make.owner(commune))
        address = f"{URL}{notice.pk}/read/"
        met = {}
        for who, person in {
            "stranger": make.stranger(),
            "reader": make.reader(commune),
            "clerk": make.clerk(make.institution(commune=commune)),
            "admin": make.admin(),
            "roleless": make.roleless(),
        }.items():
            client.force_login(person)
            met[who] = client.post(address).status_code
        assert met == dict.fromkeys(met, 404) | {"roleless": 403}
        client.force_login(make.expired(commune))
        assert client.post(address).url == login_redirect(address)
        assert Notice.objects.unread().count() == 1

    def test_three_cost_as_many_queries_as_one(
        self, client, django_assert_max_num_queries
    ):
        person = make.official()
        told(person, occasion="1")
        client.force_login(person)
        client.get(URL)
        with django_assert_max_num_queries(20) as few:
            client.get(URL)
        for number in "23":
            told(person, occasion=number)
        with django_assert_max_num_queries(len(few)):
            client.get(URL)
