"""A signed decision carried out: posts end and begin on its day, all or none of them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schools.models import Institution
from staffing.careers import check_day, check_order, close, fitted, open_main
from staffing.effects import Refused, refuse_if_approved, request_recompute
from staffing.models import (
    Absence,
    Assignment,
    Person,
    RedeployDecision,
    RedeployMove,
    RedeployPlan,
)

from .planning import PlanError
from .serving import line_of

Kind = RedeployMove.Kind
Reason = Assignment.EndReason


@transaction.atomic
def sign(decision, *, number, signer, decided_on, effective_on, by):
    """Record the signature and change the posts of everybody it moves.

    Whoever may change the decision may: the department for its own, a commune for
    moves between its schools. The people need not be within reach one by one.
    """
    _refuse_others(decision, by)
    RedeployPlan.objects.select_for_update().get(pk=decision.plan_id)
    paper = RedeployDecision.objects.select_for_update().get(pk=decision.pk)
    _check(paper, number, decided_on, effective_on)
    for move in paper.moves.select_related(
        "person", "source", "target__kind", "post", "subject"
    ).order_by("person"):
        try:
            carry_out(move, effective_on)
        except Refused as refusal:
            raise PlanError(f"{move.person}: {' '.join(refusal.messages)}") from refusal
    RedeployDecision.objects.filter(pk=paper.pk).update(
        number=number.strip(),
        signer=signer.strip(),
        decided_on=decided_on,
        effective_on=effective_on,
        state=RedeployDecision.State.SIGNED,
        signed_by=by,
        signed_at=timezone.now(),
    )
    drafts = RedeployDecision.objects.filter(
        plan=paper.plan_id, state=RedeployDecision.State.DRAFT
    )
    if not drafts.exists():
        RedeployPlan.objects.filter(pk=paper.plan_id).update(
            state=RedeployPlan.State.SIGNED
        )


def _refuse_others(decision, by):
    mine = RedeployDecision.objects.editable_by(by)
    if not mine.filter(pk=decision.pk).exists():
        raise PermissionDenied(_("Quyết định này do nơi khác ký."))


def _check(paper, number, decided_on, effective_on):
    if paper.state == RedeployDecision.State.SIGNED:
        raise PlanError(_("Quyết định này đã ký trước đó."))
    if paper.plan.state != RedeployPlan.State.DECIDED:
        raise PlanError(_("Phương án chưa chốt hoặc đã hủy nên không ký được."))
    if not number.strip():
        raise PlanError(_("Hãy ghi số quyết định."))
    if effective_on < decided_on:
        raise PlanError(_("Ngày hiệu lực không được trước ngày ký."))
    if decided_on > timezone.localdate():
        raise PlanError(_("Ngày ký không được sau hôm nay."))


def carry_out(move, day):
    """One move; refused where the person is no longer where the plan saw them."""
    check_day(day)
    person = Person.objects.select_for_update().get(pk=move.person_id)
    main = open_main(person)
    _check_unchanged(move, main, day)
    _check_open(move.target, day)
    sentence = _("Ngày %(day)s phải sau ngày bắt đầu phân công hiện tại (%(start)s).")
    check_order(day, main.started_on, sentence)
    work = {
        # A kế toán stays one, though the plan counts văn thư and kế toán together.
        "post": main.post,
        "level": move.level,
        "subject": main.subject,
        "contract": main.contract,
    }
    touched = {main.institution_id, move.target_id}
    refuse_if_approved(touched, day, move.until)
    WAYS[move.kind](move, person, main, day, fitted(move.target, work))
    request_recompute(touched, day)


def _check_unchanged(move, main, day):
    if main is None or main.pk != move.assignment_id or _differs(move, main):
        raise Refused(
            _(
                "phân công đã thay đổi từ khi lập phương án. Hãy mở lại phương án, "
                "lập lại rồi chốt lại."
            )
        )
    if Absence.objects.filter(
        person=main.person, started_on__lte=day, ended_on__isnull=True
    ).exists():
        raise Refused(
            _(
                "đang vắng mặt chưa có ngày trở lại. Hãy mở lại phương án và loại lượt này."
            )
        )


def _differs(move, main):
    line = line_of(main)
    return (
        main.institution_id != move.source_id
        or line.post != move.post_id
        or line.level != move.level
        or line.subject != (move.subject_id or "")
    )


def _check_open(institution, day):
    if not Institution.objects.open_on(day).filter(pk=institution.pk).exists():
        sentence = _("%(school)s không hoạt động vào ngày %(day)s.")
        facts = {"school": institution.name, "day": f"{day:%d/%m/%Y}"}
        raise Refused(sentence % facts)


def _transfer(move, person, main, day, work):
    lasting = person.assignments.filter(is_main=False, institution=move.target)
    close(lasting.filter(ended_on__isnull=True), day, Reason.MOVED)
    close([main], day, Reason.MOVED)
    _begin(person, move.target, day, work)


def _second(move, person, main, day, work):
    """Still employed at the first school, at work at the other until the last day."""
    Absence.objects.create(
        person=person,
        kind=Absence.Kind.SECONDED,
        started_on=day,
        ended_on=move.until,
        destination=move.target.name,
    )
    _begin_part(move, person, day, work)


def _part_load(move, person, main, day, work):
    _begin_part(move, person, day, work)


def _begin_part(move, person, day, work):
    others = person.assignments.filter(is_main=False, ended_on__isnull=True)
    if move.share + sum(row.share for row in others) > 1:
        raise Refused(_("tổng tỷ lệ dạy liên trường vượt quá 1."))
    ending = {}
    if move.until:
        ending = {"ended_on": move.until, "end_reason": Reason.OTHER}
    _begin(person, move.target, day, work, is_main=False, share=move.share, **ending)


def _begin(person, institution, day, work, **more):
    return Assignment.objects.create(
        person=person, institution=institution, started_on=day, **work, **more
    )


WAYS = {
    Kind.TRANSFER: _transfer,
    Kind.SECONDMENT: _second,
    Kind.PART_LOAD: _part_load,
}
