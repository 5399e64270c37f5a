"""The first page of each role: what is due, what came back and why, who is late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.models import DeadlineException, Job, ReportingPeriod
from communes.scoping import Role
from schools import collection
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def period(db):
    """The start-of-year period, open now and due in four days."""
    make.reference()
    make.school_year(2024)
    make.school_year(2025)
    today = timezone.localdate()
    ReportingPeriod.objects.exclude(school_year=2025, kind="start").update(
        as_of="2020-09-30",
        opens_on="2020-10-01",
        due_on="2020-10-31",
        locks_on="2020-11-15",
    )
    found = make.period(2025)
    ReportingPeriod.objects.filter(pk=found.pk).update(
        as_of=today,
        opens_on=today - timedelta(days=30),
        due_on=today + timedelta(days=4),
        locks_on=today + timedelta(days=20),
    )
    found.refresh_from_db()
    return found


def past_due(period, days):
    period.due_on = timezone.localdate() - timedelta(days=days)
    period.save()


def texts(response):
    return " ".join(response.content.decode().split())


def states(tasks):
    return [(task.institution.name, task.state) for task in tasks]


def test_a_commune_opens_on_its_worklist_with_what_came_back_first(client):
    commune = make.commune(name="Khánh Khê")
    make.school(commune=commune, name="TH Một", state="submitted")
    make.school(commune=commune, name="TH Hai", state="rejected")
    make.school(commune=commune, name="TH Ba", state="draft")
    make.institution(commune=commune, name="TH Bốn")
    make.school(name="TH Xã khác", state="rejected")
    client.force_login(make.owner(commune))
    response = client.get("/")
    found = (
        states(response.context["open_tasks"]),
        states(response.context["handed_in"]),
        response.context["due"].days_left,
    )
    assert found == (
        [("TH Hai", "rejected"), ("TH Bốn", ""), ("TH Ba", "draft")],
        [("TH Một", "submitted")],
        4,
    )
    page = texts(response)
    sentences = [
        "Còn 3 trường chưa xong báo cáo",
        "còn 4 ngày",
        "Sở trả lại: “Sĩ số lớp 1 chưa khớp”",
        "chỗ thiếu hoặc sai",
        "<b>1/4</b> trường của xã đã nộp.",
    ]
    assert [text for text in sentences if text not in page] == []
    assert "TH Xã khác" not in page


def test_an_extended_deadline_is_the_one_that_counts(client, period):
    commune, other = make.commune(), make.commune()
    for place in (commune, other):
        make.school(commune=place, state="draft")
    past_due(period, 2)
    DeadlineException.objects.create(
        period=period,
        commune=commune,
        due_on=timezone.localdate() + timedelta(days=9),
        reason="Mưa lũ",
        granted_by=make.official(),
    )
    found = collection.progress(period)
    late = [(one.commune, one.due.days_late) for one in collection.late(found)]
    waits = [(one.commune, one.due.days_left) for one in collection.not_yet(found)]
    assert (late, waits) == ([(other, 2)], [(commune, 9)])
    client.force_login(make.owner(commune))
    assert "(đã gia hạn) · <b>còn 9 ngày</b>" in texts(client.get("/"))


def test_progress_counts_every_school_by_its_managing_commune(period):
    commune = make.commune()
    for state in ("approved", "submitted", "rejected", "draft"):
        make.school(commune=commune, state=state)
    make.institution(commune=commune)
    make.school("THPT", commune=commune, state="draft")
    own, department = collection.progress(period)
    counts = [
        (one.commune, one.expected, one.reported, one.approved, one.waiting)
        for one in (own, department)
    ]
    assert counts == [(commune, 5, 2, 1, 1), (None, 1, 0, 0, 0)]
    assert (own.rejected, own.missing) == (1, 3)


def test_an_official_opens_on_what_waits_for_a_decision(client, period):
    commune = make.commune(name="Thiện Thuật")
    waits = make.school(commune=commune, state="submitted").returns.get()
    waits.submitted_at = timezone.now() - timedelta(days=6)
    waits.save()
    asked = make.school(commune=commune, name="TH Xin Mở").returns.get()
    asked.unlock_requested_by = make.owner(commune)
    asked.unlock_requested_at = timezone.now()
    asked.unlock_reason = "Nhập thiếu 2 em."
    asked.save()
    make.institution(commune=commune)
    past_due(period, 2)
    client.force_login(make.official())
    response = client.get("/")
    decisions = [(one.subject, one.facts) for one in response.context["decisions"]]
    assert decisions == [
        (
            "1",
            "báo cáo của 1 đơn vị chờ duyệt; lâu nhất là xã Thiện Thuật, 6 ngày.",
        ),
        (
            "TH Xin Mở",
            "xin mở khóa báo cáo Đầu năm (30/9) 2025-2026: “Nhập thiếu 2 em”.",
        ),
        ("Xã Thiện Thuật", "quá hạn 2 ngày, còn thiếu 1 báo cáo."),
    ]
    page = texts(response)
    assert "<b>2/3</b> báo cáo đã nộp, <b>1</b> đã duyệt" in page
    assert "quá hạn 2 ngày" in page


def test_a_clerk_opens_on_the_return_of_her_own_school(client):
    school = make.school(name="TH Một", state="rejected")
    make.school(commune=school.commune, name="TH Hai", state="rejected")
    client.force_login(make.clerk(school))
    response = client.get("/")
    page = texts(response)
    assert response.context["task"].institution == school
    assert "Hãy sửa theo lý do trên rồi nộp lại trước hạn." in page
    assert "TH Hai" not in page


def test_an_admin_opens_on_deadlines_jobs_and_accounts(client):
    make.job(state=Job.State.FAILED, finished_at=timezone.now(), error="Hết đĩa")
    make.official(expires_on="2020-12-31")
    make.official(is_active=False)
    client.force_login(make.admin())
    response = client.get("/")
    accounts = {str(label): row for label, row in response.context["accounts"]}
    official = accounts[Role.OFFICIAL.label]
    counts = [official[name] for name in ("total", "expired", "closed")]
    assert counts == [1, 1, 1]
    page = texts(response)
    sentences = ["Hết đĩa", "1 việc hỏng", "Kỳ báo cáo và hạn nộp"]
    assert [text for text in sentences if text not in page] == []


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.COMMUNE_HEAD, Role.ADMIN])
def test_before_the_first_period_there_is_nothing_to_do(client, role):
    ReportingPeriod.objects.update(
        opens_on="2990-01-01", due_on="2990-02-01", locks_on="2990-03-01"
    )
    client.force_login(make.somebody(role))
    assert "Chưa có kỳ báo cáo nào mở." in texts(client.get("/"))
