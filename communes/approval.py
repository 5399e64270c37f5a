"""The only door through which a return changes state.

    Nháp ──submit──> Đã nộp ──approve──> Duyệt ──lock──> Khóa
      ^                │                    │              │
      └── (mend) Từ chối <──reject          └─ request_unlock, unlock ─> Nháp
                                                (refuse_unlock: it stays closed)

Every verb takes a queryset and moves all of its rows or none. Rows are locked
first, so that two people deciding at once cannot both be right.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.approvable import State
from communes.scoping import PROVINCE_ROLES, Role, is_active_account
from communes.tasks import request_commune

SUBMITTERS = frozenset(
    {Role.COMMUNE_HEAD, Role.SCHOOL_CLERK, Role.OFFICIAL, Role.ADMIN}
)

NO_UNLOCK_REQUEST = {
    "unlock_requested_by": None,
    "unlock_requested_at": None,
    "unlock_reason": "",
}


# An obstacle may stand in each of a hundred schools; a sentence names the first few.
NAMED_OBSTACLES = 3


class TransitionError(Exception):
    """A change of state that the rules forbid, with a sentence for the person."""


class NotReady(TransitionError):
    """What must be put right before returns can be handed in, one sentence each."""

    def __init__(self, obstacles):
        self.obstacles = list(obstacles)
        named = " ".join(self.obstacles[:NAMED_OBSTACLES])
        more = len(self.obstacles) - NAMED_OBSTACLES
        if more > 0:
            named += " " + _("Còn %(number)s việc khác.") % {"number": more}
        super().__init__(_("Chưa nộp được. %(obstacles)s") % {"obstacles": named})


@transaction.atomic
def submit(returns, *, by, at=None):
    """Hand in all of `returns`; a rejected one is handed in anew.

    Raises TransitionError for somebody who may not hand them in, or when one of
    them is neither a draft nor rejected; NotReady when something is left to do.
    """
    keys = _owned(
        returns,
        by,
        {State.DRAFT, State.REJECTED},
        _("Chỉ nộp được báo cáo đang ở trạng thái Nháp hoặc Từ chối của đơn vị mình."),
    )
    held = returns.model._base_manager.filter(pk__in=keys)
    if obstacles := returns.model.obstacles(held, by=by):
        raise NotReady(obstacles)
    return _move(
        returns,
        keys,
        state=State.SUBMITTED,
        submitted_by=by,
        submitted_at=at or timezone.now(),
        decided_by=None,
        decided_at=None,
        reason="",
        unlocked_until=None,
    )


@transaction.atomic
def approve(returns, *, by, at=None):
    """Accept all of `returns`. Nobody accepts what they handed in themselves."""
    keys = _judged(returns, by, {State.SUBMITTED})
    return _move(
        returns,
        keys,
        state=State.APPROVED,
        decided_by=by,
        decided_at=at or timezone.now(),
    )


@transaction.atomic
def reject(returns, *, by, reason, at=None):
    """Send `returns` back with a reason that the school can act upon."""
    if not reason.strip():
        raise TransitionError(_("Hãy ghi lý do từ chối để trường biết cần sửa gì."))
    keys = _judged(returns, by, {State.SUBMITTED})
    return _move(
        returns,
        keys,
        state=State.REJECTED,
        decided_by=by,
        decided_at=at or timezone.now(),
        reason=reason.strip(),
    )


@transaction.atomic
def lock(returns, *, by):
    """Close approved returns; who approved them and when stays on record.

    A pending unlock request must be answered first.
    """
    keys = _judged(returns, by, {State.APPROVED}, own_allowed=True)
    if returns.filter(pk__in=keys, unlock_requested_at__isnull=False).exists():
        raise TransitionError(_("Hãy trả lời yêu cầu mở khóa trước khi khóa."))
    return _move(returns, keys, state=State.LOCKED)


@transaction.atomic
def request_unlock(returns, *, by, reason, at=None):
    """Ask the department to open approved or locked returns again."""
    if not reason.strip():
        raise TransitionError(_("Hãy ghi lý do xin mở khóa."))
    keys = _owned(
        returns,
        by,
        {State.APPROVED, State.LOCKED},
        _("Chỉ xin mở khóa được báo cáo đã duyệt hoặc đã khóa của đơn vị mình."),
    )
    if returns.filter(pk__in=keys, unlock_requested_at__isnull=False).exists():
        # Whoever asked first keeps her words until they are answered.
        raise TransitionError(_("Đã có yêu cầu mở khóa đang chờ Sở trả lời."))
    return _move(
        returns,
        keys,
        unlock_requested_by=by,
        unlock_requested_at=at or timezone.now(),
        unlock_reason=reason.strip(),
        unlock_refusal="",
    )


@transaction.atomic
def unlock(returns, *, by, until):
    """Grant pending unlock requests: the returns are drafts again until `until`."""
    if until <= timezone.now():
        raise TransitionError(_("Thời hạn mở khóa phải ở sau thời điểm hiện tại."))
    keys = _asked(returns, by)
    return _move(
        returns,
        keys,
        state=State.DRAFT,
        decided_by=None,
        decided_at=None,
        unlocked_until=until,
        unlock_refusal="",
        **NO_UNLOCK_REQUEST,
    )


@transaction.atomic
def refuse_unlock(returns, *, by, reason):
    """Answer pending unlock requests with no, and why: the returns stay closed."""
    if not reason.strip():
        raise TransitionError(_("Hãy ghi lý do không mở khóa để đơn vị biết."))
    keys = _asked(returns, by)
    return _move(returns, keys, unlock_refusal=reason.strip(), **NO_UNLOCK_REQUEST)


def _asked(returns, by):
    """Primary keys of `returns`, locked, when `by` may answer the request of each.

    Nobody answers what they asked for themselves.
    """
    keys = _judged(returns, by, {State.APPROVED, State.LOCKED}, own_allowed=True)
    asked = returns.model._base_manager.filter(
        pk__in=keys, unlock_requested_at__isnull=False
    )
    if asked.exclude(unlock_requested_by=by).count() != len(keys):
        raise TransitionError(
            _("Chỉ trả lời được yêu cầu mở khóa đang chờ, do người khác gửi.")
        )
    return keys


def _owned(returns, by, expected, sentence):
    """Primary keys of `returns`, locked, when `by` may hand in every one of them."""
    if not is_active_account(by) or by.role not in SUBMITTERS:
        raise TransitionError(
            _("Tài khoản của bạn không có quyền nộp hoặc xin mở khóa báo cáo.")
        )
    return _locked(returns.editable_by(by), returns, expected, sentence)


def _judged(returns, by, expected, *, own_allowed=False):
    """Primary keys of `returns`, locked, when `by` may judge every one of them."""
    if not is_active_account(by) or by.role not in PROVINCE_ROLES:
        raise TransitionError(_("Chỉ Sở Giáo dục và Đào tạo được duyệt báo cáo."))
    allowed = returns.visible_to(by)
    if not own_allowed:
        allowed = allowed.exclude(submitted_by=by)
    return _locked(
        allowed,
        returns,
        expected,
        _("Trạng thái báo cáo đã thay đổi, hoặc bạn là người nộp. Hãy tải lại trang."),
    )


def _locked(allowed, asked, expected, sentence):
    """Lock the rows of `asked`; raise unless all are allowed and in a state expected."""
    rows = (
        asked.order_by("pk").select_for_update(of=("self",)).values_list("pk", "state")
    )
    found = dict(rows)
    permitted = set(allowed.filter(pk__in=found).values_list("pk", flat=True))
    if not found or permitted != set(found) or set(found.values()) - set(expected):
        raise TransitionError(sentence)
    return list(found)


def _move(returns, keys, **changes):
    """Write the change and have the values that rest on a state computed again."""
    rows = returns.model._base_manager.filter(pk__in=keys)
    moved = rows.update(**changes)
    if "state" not in changes:
        return moved
    for commune, year in sorted(rows.model.communes_touched(rows)):
        request_commune(commune, year)
    return moved
