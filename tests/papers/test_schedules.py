"""Papers that order themselves: once for every due date, and their subscriber is told."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communes import jobs
from communes.mailing import letter
from communes.models import Job, Notice, Paper, PaperSchedule, ReportingPeriod
from communes.papers import ordering, schedules, tasks
from tests import factories as make
from tests.papers.rows import late_world

pytestmark = pytest.mark.django_db
# A Wednesday within the open period of the small world.
TODAY = date(2025, 11, 12)


@pytest.fixture
def commune():
    return late_world()


def subscribe(by, **fields):
    about = {
        "kind": "late_communes",
        "formats": ["docx"],
        "rhythm": "weekly_open",
        "day": 1,
        "created_by": by,
        **fields,
    }
    row = PaperSchedule.objects.create(**about)
    PaperSchedule.objects.update(created_at=timezone.make_aware(LONG_AGO))
    return row


LONG_AGO = datetime(2025, 1, 1)


def due(row, today=TODAY):
    periods = list(ReportingPeriod.objects.select_related("school_year"))
    row.refresh_from_db()
    day, period = schedules.due(row, periods, today)
    return day, period and period.kind


def test_day_on_which_each_rhythm_is_due(commune):
    locks = {"start": date(2025, 11, 30), "end": date(2026, 7, 1)}
    for kind, day in locks.items():
        found = ReportingPeriod.objects.filter(kind=kind, school_year=make.YEAR)
        found.update(opens_on=day - timedelta(60), due_on=day, locks_on=day)
    admin = make.admin()
    weekly = subscribe(admin)
    monthly = subscribe(admin, rhythm="monthly", day=15)
    after = subscribe(admin, rhythm="after_lock")
    closed = date(2026, 1, 15)
    assert {
        "week": due(weekly),
        "week, nothing open": due(weekly, closed),
        "month": due(monthly),
        "month, on the day": due(monthly, closed),
        "lock": due(after, closed),
        "lock, before any": due(after),
    } == {
        "week": (date(2025, 11, 10), "start"),
        "week, nothing open": (None, None),
        "month": (date(2025, 10, 15), "start"),
        "month, on the day": (date(2026, 1, 15), "start"),
        "lock": (date(2025, 12, 1), "start"),
        "lock, before any": (None, None),
    }


def test_due_paper_is_ordered_once(commune):
    row = subscribe(make.admin())
    assert schedules.order_due(TODAY) == 1
    assert schedules.order_due(TODAY) == 0
    paper = Paper.objects.get()
    assert (paper.due_on, paper.options, paper.schedule) == (
        date(2025, 11, 10),
        {"period": "start"},
        row,
    )
    assert schedules.order_due(TODAY + timedelta(days=7)) == 1


def test_nobody_is_sent_what_was_due_before_the_subscription(commune):
    row = subscribe(make.admin())
    PaperSchedule.objects.update(
        created_at=timezone.make_aware(datetime(2025, 11, 11, 12))
    )
    assert due(row) == (None, None)


def test_subscriber_who_lost_the_right_is_sent_nothing(commune):
    head = make.owner(commune)
    subscribe(head, kind="late_schools", commune=commune)
    type(head).objects.filter(pk=head.pk).update(expires_on=date(2025, 1, 1))
    assert schedules.order_due(TODAY) == 0


def test_stopped_schedule_orders_nothing(commune):
    subscribe(make.admin(), is_active=False)
    assert schedules.order_due(TODAY) == 0


def run(paper):
    def work(_about, tell):
        return ordering.make(paper.pk, on_progress=tell)

    return jobs.run(paper.job_id, host="test", work=work)


def test_finished_paper_arrives_as_job_notice_and_letter_with_a_link(commune, settings):
    admin = make.admin(email="admin@example.com")
    subscribe(admin)
    schedules.order_due(TODAY)
    paper = Paper.objects.get()
    run(paper)
    address = reverse("paper_detail", args=[paper.pk])
    notice = Notice.objects.get(recipient=admin)
    assert (notice.address, notice.kind) == (address, Notice.Kind.JOB)
    assert "Công văn đôn đốc xã, phường chậm báo cáo" in notice.text
    assert Job.objects.get().requested_by == admin
    # What the mailing task sends: a link, and no file.
    sent = letter(notice)
    assert (f"{settings.SITE_URL}{address}" in sent.body, sent.attachments) == (
        True,
        [],
    )


def test_failed_scheduled_paper_is_tried_once_more_and_no_further(commune, monkeypatch):
    def full(document):
        raise OSError(28, "No space left on device")

    subscribe(make.admin())
    schedules.order_due(TODAY)
    monkeypatch.setitem(ordering.FORMATS, "docx", full)
    for _round in range(3):
        paper = Paper.objects.get()
        if paper.job.state == Job.State.WAITING:
            with pytest.raises(OSError, match="No space left"):
                run(paper)
        schedules.try_again()
    states = list(Job.objects.order_by("pk").values_list("state", flat=True))
    assert states == [Job.State.FAILED, Job.State.FAILED]


def test_order_whose_message_was_lost_is_sent_again(commune, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.make_paper_task, "delay", lambda *args: sent.append(args))
    subscribe(make.admin())
    schedules.order_due(TODAY)
    tasks.send_lost()
    assert sent == []
    Job.objects.update(requested_at=timezone.now() - tasks.LOST * 2)
    tasks.send_lost()
    paper = Paper.objects.get()
    assert sent == [(paper.pk, paper.job_id)]


def post(client, user, kind, **sent):
    client.force_login(user)
    address = reverse("paper_schedule_new", args=[kind])
    about = {
        "rhythm": "weekly",
        "day": 1,
        "formats": ["docx"],
        "option_period": "start",
    }
    return client.post(address, about | {"option_days": 5} | sent)


def test_head_subscribes_for_the_own_commune_alone(commune, client):
    head, elsewhere = make.owner(commune), make.commune(name="Bình Gia")
    post(client, head, "late_schools", commune=elsewhere.code)
    assert not PaperSchedule.objects.exists()
    for _twice in range(2):
        post(client, head, "late_schools", commune=commune.code)
    row = PaperSchedule.objects.get()
    assert (row.commune, row.rhythm, row.created_by) == (commune, "weekly", head)


def test_week_has_no_eighth_day(commune, client):
    head = make.owner(commune)
    answer = post(client, head, "late_schools", commune=commune.code, day=8)
    assert answer.context["form"].errors == {
        "day": ["Ngày trong tuần là số từ 1 đến 7."]
    }


def test_head_ends_the_own_subscription_and_no_other(commune, client):
    row = subscribe(make.owner(commune), kind="late_schools", commune=commune)
    address = reverse("paper_schedule_end", args=[row.pk])
    client.force_login(make.stranger())
    assert client.post(address).status_code == 404
    client.force_login(make.owner(commune))
    client.post(address)
    row.refresh_from_db()
    assert row.is_active is False


def test_list_of_subscriptions_asks_the_same_for_one_and_three(commune, client):
    admin = make.admin()
    client.force_login(admin)
    subscribe(admin)
    address = reverse("paper_schedule_list")
    client.get(address)
    numbers = []
    for rhythm in ("", "monthly", "after_lock"):
        if rhythm:
            subscribe(admin, rhythm=rhythm)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        numbers.append(len(asked))
    assert numbers[0] == numbers[2]
