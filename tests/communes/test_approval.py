"""Returns change state only as the rules allow, whoever asks, in whatever order."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from communes import approval
from communes.approvable import State
from communes.approval import NotReady, TransitionError
from communes.models import PendingCell, RecomputeRequest, ReportingPeriod
from schools.models import SchoolReturn
from tests import factories as make

ACTORS = (
    "head",
    "clerk",
    "officer",
    "reader",
    "stranger",
    "expired",
    "official",
    "second_official",
    "admin",
    "nobody",
)
JUDGES = {"official", "second_official", "admin"}


def cast(commune, school):
    """One account of every sort around `commune` and its `school`."""
    return {
        "head": make.owner(commune),
        "clerk": make.clerk(school),
        "officer": make.colleague(commune),
        "reader": make.reader(commune),
        "stranger": make.stranger(),
        "expired": make.expired(commune),
        "official": make.official(),
        "second_official": make.official(),
        "admin": make.admin(),
        "nobody": make.roleless(),
    }


class ReturnLife(RuleBasedStateMachine):
    """Random people try random verbs; a table written from the rules says who succeeds."""

    kind = "TH"
    # Who may hand in and ask for an unlock; the first does so in the ordinary course.
    # Officials may for department-managed schools only; this one is not.
    authors = ("head", "clerk", "admin")

    def __init__(self):
        super().__init__()
        commune = make.commune()
        self.school = make.institution(self.kind, commune=commune)
        self.people = cast(commune, self.school)
        row = make.complete_return(self.school, state="draft")
        self.rows = SchoolReturn.objects.filter(pk=row.pk)
        self.state, self.author, self.asked_by = "draft", None, None
        self.refusal = ""
        # The calendar, a granted unlock, and a cell that the figures could not take.
        self.calendar, self.granted, self.doubtful = "open", False, False
        make.open_period()

    @property
    def is_ready(self):
        return (self.calendar == "open" or self.granted) and not self.doubtful

    @rule(calendar=st.sampled_from(["open", "open", "open", "not yet", "locked"]))
    def days_pass(self, calendar):
        opens, locks = {"open": (-9, 9), "not yet": (3, 9), "locked": (-9, 0)}[calendar]
        today = timezone.localdate()
        ReportingPeriod.objects.filter(returns__in=self.rows).update(
            opens_on=today + timedelta(days=opens),
            due_on=today + timedelta(days=max(opens, locks - 5)),
            locks_on=today + timedelta(days=max(opens, locks)),
        )
        self.calendar = calendar

    @rule()
    def the_granted_time_runs_out(self):
        past = timezone.now() - timedelta(seconds=1)
        self.rows.filter(unlocked_until__isnull=False).update(unlocked_until=past)
        self.granted = False

    @rule(doubtful=st.sampled_from([False, False, True]))
    def somebody_types(self, doubtful):
        PendingCell.objects.all().delete()
        if doubtful:
            make.pending_cell(self.school, by=self.people["head"])
        self.doubtful = doubtful

    def attempt(self, verb, actor, allowed, **details):
        """Run `verb`; it must succeed exactly when the table allows it."""
        try:
            verb(self.rows, by=self.people[actor], **details)
        except TransitionError as refusal:
            assert not allowed, f"{actor} should have been allowed: {refusal}"
            return False
        assert allowed, f"{actor} must not have been allowed in {self.state}"
        return True

    @rule(other_way=st.booleans())
    def proceed(self, other_way):
        """The ordinary next step, so that chance also reaches the far states."""
        judge = "official" if self.author != "official" else "second_official"
        if self.asked_by:
            judge = "admin" if self.asked_by == judge else judge
            if other_way:
                return self.refuse_unlock(judge, "Đã chốt")
            return self.unlock(judge, 48)
        if self.state in ("draft", "rejected"):
            return self.submit(self.authors[0])
        if self.state == "submitted":
            if other_way:
                return self.reject(judge, "Sai nữ")
            return self.approve(judge)
        if self.state == "approved" and other_way:
            return self.lock(judge)
        return self.request_unlock(self.authors[0], "Nhầm lớp 3")

    @rule(actor=st.sampled_from(ACTORS))
    def submit(self, actor):
        allowed = self.state in ("draft", "rejected") and actor in self.authors
        if self.attempt(approval.submit, actor, allowed and self.is_ready):
            self.state, self.author = "submitted", actor
            self.granted = False

    @rule(actor=st.sampled_from(ACTORS))
    def approve(self, actor):
        allowed = self.state == "submitted" and actor in JUDGES - {self.author}
        if self.attempt(approval.approve, actor, allowed):
            self.state = "approved"

    @rule(actor=st.sampled_from(ACTORS), reason=st.sampled_from(["", " ", "Sai nữ"]))
    def reject(self, actor, reason):
        judge = actor in JUDGES - {self.author}
        allowed = self.state == "submitted" and judge and bool(reason.strip())
        if self.attempt(approval.reject, actor, allowed, reason=reason):
            self.state = "rejected"

    @rule(actor=st.sampled_from(ACTORS))
    def lock(self, actor):
        allowed = self.state == "approved" and actor in JUDGES and not self.asked_by
        if self.attempt(approval.lock, actor, allowed):
            self.state = "locked"

    @rule(actor=st.sampled_from(ACTORS), reason=st.sampled_from(["", "Nhầm lớp 3"]))
    def request_unlock(self, actor, reason):
        closed = self.state in ("approved", "locked") and not self.asked_by
        allowed = closed and actor in self.authors and bool(reason)
        if self.attempt(approval.request_unlock, actor, allowed, reason=reason):
            self.asked_by, self.refusal = actor, ""

    @rule(actor=st.sampled_from(ACTORS), hours=st.sampled_from([-1, 48]))
    def unlock(self, actor, hours):
        until = timezone.now() + timedelta(hours=hours)
        asked = self.asked_by is not None and actor != self.asked_by
        allowed = asked and actor in JUDGES and hours > 0
        if self.attempt(approval.unlock, actor, allowed, until=until):
            self.state, self.asked_by, self.granted = "draft", None, True
            self.refusal = ""

    @rule(actor=st.sampled_from(ACTORS), reason=st.sampled_from([" ", "Đã chốt"]))
    def refuse_unlock(self, actor, reason):
        asked = self.asked_by is not None and actor != self.asked_by
        allowed = asked and actor in JUDGES and bool(reason.strip())
        if self.attempt(approval.refuse_unlock, actor, allowed, reason=reason):
            self.asked_by, self.refusal = None, reason

    @invariant()
    def the_row_says_the_same(self):
        row = self.rows.get()
        asked = self.people[self.asked_by] if self.asked_by else None
        told = (row.state, row.unlock_requested_by, row.unlock_refusal)
        assert told == (self.state, asked, self.refusal)
        open_until = row.unlocked_until and row.unlocked_until > timezone.now()
        assert bool(open_until) == self.granted
        self.reached.add((self.state, self.asked_by is not None, bool(self.refusal)))
        if self.state != "draft":
            assert row.submitted_by == self.people[self.author]
        judged = self.state in ("approved", "rejected", "locked")
        assert (row.decided_by is not None) == judged
        self.nobody_acts_beyond_the_rules(row)

    def nobody_acts_beyond_the_rules(self, row):
        authors = {self.people[name] for name in self.authors}
        judges = {self.people[name] for name in JUDGES}
        assert row.submitted_by is None or row.submitted_by in authors
        assert row.decided_by is None or row.decided_by in judges - {row.submitted_by}


class LifeOfACommunesReturn(ReturnLife):
    reached = set()


class LifeOfADepartmentsReturn(ReturnLife):
    """The commune has no say; an official may hand in, and then may not judge."""

    kind = "THPT"
    authors = ("official", "clerk", "second_official", "admin")
    reached = set()


class ReachesEverything:
    settings = settings(
        # The same examples each time: whether all states were reached is no matter of luck.
        derandomize=True,
        max_examples=25,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    def setUp(self):
        make.reference()

    def tearDown(self):
        assert self.reached_everything(), self.machine.reached

    def reached_everything(self):
        quiet = {(state, False, False) for state in State.values}
        asking = {("approved", True, False), ("locked", True, False)}
        refused = {("approved", False, True), ("locked", False, True)}
        return quiet | asking | refused <= self.machine.reached


class TestCommunesReturn(ReachesEverything, TestCase, LifeOfACommunesReturn.TestCase):
    machine = LifeOfACommunesReturn


class TestDepartmentsReturn(
    ReachesEverything, TestCase, LifeOfADepartmentsReturn.TestCase
):
    machine = LifeOfADepartmentsReturn


@pytest.mark.django_db
def test_all_or_none():
    make.reference()
    commune = make.commune()
    head = make.owner(commune)
    own = make.school_return(make.institution(commune=commune), state="draft")
    foreign = make.school_return(make.institution(), state="draft")
    make.open_period()
    both = SchoolReturn.objects.filter(pk__in=[own.pk, foreign.pk])

    with pytest.raises(TransitionError):
        approval.submit(both, by=head)

    assert set(both.values_list("state", flat=True)) == {State.DRAFT}


@pytest.mark.django_db
def test_what_is_left_to_do_is_said_for_each_school_and_nothing_is_handed_in():
    make.reference()
    commune = make.commune()
    head = make.owner(commune)
    schools = [make.institution(commune=commune, name=f"Trường {n}") for n in range(6)]
    rows = [make.complete_return(school, state="draft") for school in schools]
    make.open_period()
    for school in schools[:5]:
        make.pending_cell(school, by=head)
    asked = SchoolReturn.objects.filter(pk__in=[row.pk for row in rows])

    with pytest.raises(NotReady) as refusal:
        approval.submit(asked, by=head)

    left = [
        f"Trường {n} còn 1 việc phải sửa: “ba mươi” không phải là số. Hãy chỉ gõ chữ số,"
        " không kèm chữ hay đơn vị."
        for n in range(5)
    ]
    assert refusal.value.obstacles == left
    assert str(refusal.value) == (
        f"Chưa nộp được. {left[0]} {left[1]} {left[2]} Còn 2 việc khác."
    )
    assert set(asked.values_list("state", flat=True)) == {State.DRAFT}


@pytest.mark.django_db
def test_six_schools_cost_the_door_as_many_queries_as_one():
    make.reference()
    commune = make.commune()
    head = make.owner(commune)
    make.open_period()

    def queries(number):
        rows = [
            make.complete_return(make.institution(commune=commune), state="draft").pk
            for _ in range(number)
        ]
        with CaptureQueriesContext(connection) as captured:
            approval.submit(SchoolReturn.objects.filter(pk__in=rows), by=head)
        return len(captured)

    # The first asks for the recomputation; all after it renew the request.
    queries(1)
    assert queries(6) == queries(1)


@pytest.mark.django_db
def test_each_commune_is_recomputed_once_for_all_that_changed():
    make.reference()
    here, there = make.commune(), make.commune()
    rows = [
        make.school_return(make.institution(commune=commune), state="submitted")
        for commune in (here, here, there)
    ]
    asked = SchoolReturn.objects.filter(pk__in=[row.pk for row in rows])

    approval.approve(asked, by=make.official())

    requests = RecomputeRequest.objects.values_list("commune", "school_year")
    assert sorted(requests) == sorted([(here.code, make.YEAR), (there.code, make.YEAR)])


@pytest.mark.django_db(transaction=True)
def test_two_officials_at_once_cannot_both_decide():
    make.reference()
    row = make.school_return(make.institution(), state="submitted")
    rows = SchoolReturn.objects.filter(pk=row.pk)
    first, second = make.official(), make.official()
    outcomes = []
    barrier = threading.Barrier(2)

    def decide(verb, **details):
        barrier.wait()
        try:
            verb(rows, **details)
            outcomes.append(verb.__name__)
        except TransitionError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=[approval.approve], kwargs={"by": first}),
        threading.Thread(
            target=decide,
            args=[approval.reject],
            kwargs={"by": second, "reason": "Sĩ số lớp 2"},
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    row.refresh_from_db()
    done = {"approve": State.APPROVED, "reject": State.REJECTED}
    winner = next(name for name in outcomes if name != "refused")
    assert sorted(outcomes) == sorted([winner, "refused"])
    assert row.state == done[winner]
