"""The state of a return and the facts that each state must carry."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.who import person, together


class State(models.TextChoices):
    """The state words of the ministry's own sector database."""

    DRAFT = "draft", _("Nháp")
    SUBMITTED = "submitted", _("Đã nộp")
    APPROVED = "approved", _("Duyệt")
    REJECTED = "rejected", _("Từ chối")
    LOCKED = "locked", _("Khóa")


# Figures of these states count in values; the coverage says how many are approved.
REPORTED_STATES = (State.SUBMITTED, State.APPROVED, State.LOCKED)
APPROVED_STATES = (State.APPROVED, State.LOCKED)


class Approvable(models.Model):
    """Something handed in, judged and locked, with who and when for each step."""

    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State, default=State.DRAFT
    )
    submitted_by = person()
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True, blank=True)
    decided_by = person()
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    reason = models.TextField(_("lý do từ chối"), blank=True)
    unlock_requested_by = person()
    unlock_requested_at = models.DateTimeField(
        _("xin mở khóa lúc"), null=True, blank=True
    )
    unlock_reason = models.TextField(_("lý do xin mở khóa"), blank=True, db_default="")
    # Why the department did not open it; it stands until the next request.
    unlock_refusal = models.TextField(
        _("lý do không mở khóa"), blank=True, db_default=""
    )
    # A granted unlock opens the return again until this moment, past any deadline.
    unlocked_until = models.DateTimeField(_("mở khóa đến"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            CheckConstraint(
                condition=together("submitted_by", "submitted_at"),
                name="%(class)s_submitted_who_and_when",
            ),
            CheckConstraint(
                condition=together("decided_by", "decided_at"),
                name="%(class)s_decided_who_and_when",
            ),
            CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(submitted_at__isnull=False),
                name="%(class)s_handed_in_has_author",
            ),
            CheckConstraint(
                condition=~Q(state__in=["approved", "rejected", "locked"])
                | Q(decided_at__isnull=False),
                name="%(class)s_judged_has_judge",
            ),
            CheckConstraint(
                condition=~Q(state=State.REJECTED) | ~Q(reason=""),
                name="%(class)s_rejected_has_reason",
            ),
            CheckConstraint(
                condition=~Q(decided_by=F("submitted_by")),
                name="%(class)s_judge_is_not_author",
            ),
            CheckConstraint(
                condition=Q(
                    unlock_requested_by__isnull=True,
                    unlock_requested_at__isnull=True,
                    unlock_reason="",
                )
                | (
                    Q(
                        unlock_requested_by__isnull=False,
                        unlock_requested_at__isnull=False,
                        state__in=["approved", "locked"],
                    )
                    & ~Q(unlock_reason="")
                ),
                name="%(class)s_unlock_request_complete",
            ),
            CheckConstraint(
                condition=Q(unlock_refusal="")
                | Q(state__in=["approved", "locked"], unlock_requested_at__isnull=True),
                name="%(class)s_unlock_refused_stays_closed",
            ),
        ]

    @classmethod
    def communes_touched(cls, rows):
        """(commune code, year) whose values rest on `rows`, each pair once."""
        raise NotImplementedError

    @classmethod
    def obstacles(cls, rows, *, by):
        """Sentences that say why `by` cannot hand in `rows` yet; none by default.

        Asked by the door itself, with the rows locked, so that no caller slips past.
        """
        return []
