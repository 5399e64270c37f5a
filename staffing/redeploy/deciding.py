"""What officials do with a plan: pin, accept, forbid, reject, settle, reopen, cancel.

Each is one transaction; nothing of a plan that is settled or signed is moved.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from staffing.models import RedeployDecision, RedeployMove, RedeployPlan

from .planning import PlanError, check_draft

Status = RedeployMove.Status
Kind = RedeployMove.Kind
State = RedeployPlan.State
REFUSALS = (Status.FORBIDDEN, Status.REJECTED)
LIVE = (Status.PROPOSED, Status.PINNED, Status.ACCEPTED)


@transaction.atomic
def judge(move, status, *, by, note=""):
    """Pin, accept, forbid or reject a move, or give it back to the next making."""
    note = note.strip()
    if status in REFUSALS and not note:
        raise PlanError(_("Hãy ghi lý do khi loại một lượt điều động."))
    plan = _locked(move.plan_id)
    check_draft(plan)
    row = RedeployMove.objects.select_for_update().get(pk=move.pk)
    if status in LIVE and row.status in REFUSALS and _moves_otherwise(row):
        raise PlanError(
            _("Người này đang có lượt khác trong phương án. Hãy bỏ lượt đó trước.")
        )
    row.status, row.note = status, note
    if status == Status.PROPOSED:
        row.decided_by = row.decided_at = None
    else:
        row.decided_by, row.decided_at = by, timezone.now()
    row.save(update_fields=["status", "note", "decided_by", "decided_at"])
    return row


def _moves_otherwise(row):
    others = RedeployMove.objects.filter(
        plan=row.plan_id, person=row.person_id, status__in=LIVE
    )
    return others.exclude(pk=row.pk).exists()


@transaction.atomic
def accept_all(plan, *, by, moves):
    """Accept every proposed or pinned move among `moves`; how many that were."""
    check_draft(_locked(plan.pk))
    open_moves = moves.filter(plan=plan, status__in=[Status.PROPOSED, Status.PINNED])
    return open_moves.update(
        status=Status.ACCEPTED, decided_by=by, decided_at=timezone.now()
    )


@transaction.atomic
def second(move, until, *, by):
    """A whole move for a time only (biệt phái), or for good again without `until`."""
    check_draft(_locked(move.plan_id))
    row = RedeployMove.objects.select_for_update().get(pk=move.pk)
    if row.kind == Kind.PART_LOAD:
        raise PlanError(_("Dạy liên trường không đổi thành biệt phái được."))
    if until and until <= timezone.localdate():
        raise PlanError(_("Ngày hết biệt phái phải sau hôm nay."))
    row.kind, row.until = (Kind.SECONDMENT if until else Kind.TRANSFER), until
    row.save(update_fields=["kind", "until"])
    return row


def _locked(plan_id):
    return RedeployPlan.objects.select_for_update().get(pk=plan_id)


@transaction.atomic
def settle(plan, *, by):
    """Close the plan and draw up one draft decision for each who signs."""
    row = _locked(plan.pk)
    check_draft(row)
    accepted = RedeployMove.objects.filter(plan=row, status=Status.ACCEPTED)
    signers = set(accepted.values_list("signer_commune", flat=True))
    if not signers:
        raise PlanError(
            _("Chưa có lượt nào được chấp nhận. Hãy chấp nhận ít nhất một lượt.")
        )
    _refuse_impossible(row, accepted)
    for commune in sorted(signers, key=lambda code: code or ""):
        paper = RedeployDecision.objects.create(plan=row, signer_commune_id=commune)
        accepted.filter(signer_commune=commune).update(decision=paper)
    RedeployPlan.objects.filter(pk=row.pk).update(state=State.DECIDED)


def _refuse_impossible(plan, accepted):
    """What the last making found to break a rule is not settled."""
    told = {(one["person"], one["target"]) for one in plan.impossible}
    rows = accepted.select_related("person", "target")
    found = [one for one in rows if (one.person_id, one.target.code) in told]
    if found:
        names = ", ".join(one.person.full_name for one in found)
        sentence = _(
            "Lượt đã chấp nhận của %(names)s không còn đúng quy tắc. Hãy loại lượt đó "
            "hoặc lập lại phương án."
        )
        raise PlanError(sentence % {"names": names})


@transaction.atomic
def reopen(plan, *, by):
    """Back to work, as long as nothing is signed; the draft decisions are dropped."""
    row = _locked(plan.pk)
    if row.state != State.DECIDED or _signed(row):
        raise PlanError(
            _("Chỉ mở lại được phương án đã chốt mà chưa quyết định nào được ký.")
        )
    RedeployMove.objects.filter(plan=row).update(decision=None)
    row.decisions.all().delete()
    RedeployPlan.objects.filter(pk=row.pk).update(state=State.DRAFT)


@transaction.atomic
def cancel(plan, *, by):
    row = _locked(plan.pk)
    if row.state not in (State.DRAFT, State.DECIDED) or _signed(row):
        raise PlanError(_("Không hủy được phương án đã ký hoặc đã hủy."))
    RedeployPlan.objects.filter(pk=row.pk).update(state=State.CANCELLED)


def _signed(plan):
    return plan.decisions.filter(state=RedeployDecision.State.SIGNED).exists()
