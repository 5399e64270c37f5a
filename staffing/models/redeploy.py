"""Plans of redeployment: needs before, moves proposed and decided, decisions signed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.levels import Level
from communes.models import Commune, ComputationRun, Job, SchoolYear
from communes.models.who import person as somebody
from communes.models.who import together
from communes.scoping import (
    COMMUNE_ROLES,
    PROVINCE_ROLES,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)
from schools.models import Institution

from .codes import Post, Subject
from .people import Assignment, Person

AMOUNT = {"max_digits": 9, "decimal_places": 2}


def stands(name, table, column, state):
    """A trigger: rows of a signed paper are neither changed, added nor deleted."""
    stop = (
        f"RAISE EXCEPTION USING MESSAGE = 'what is signed never changes', "
        f"ERRCODE = 'check_violation', CONSTRAINT = '{name}'"
    )
    signed = f"SELECT 1 FROM {table} WHERE state IN ({state}) AND id = "
    own = "TRUE" if column == "id" else "FALSE"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'INSERT' AND EXISTS ({signed} OLD.{column}) THEN {stop}; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            IF NOT {own} AND EXISTS ({signed} NEW.{column}) THEN {stop}; END IF;
            RETURN NEW;
        """,
    )


class OfDepartment(ScopedQuerySet):
    """Seen by the department and the people of communes; written by the department."""

    def visible_to(self, user):
        if not is_active_account(user):
            return self.none()
        if user.role in PROVINCE_ROLES:
            return self.all()
        return self.seen_by_commune(user) if user.role in COMMUNE_ROLES else self.none()

    def editable_by(self, user):
        may = is_active_account(user) and user.role in PROVINCE_ROLES
        return self.all() if may else self.none()

    def seen_by_commune(self, user):
        return self.all()


class RedeployPlan(ScopedModel):
    """One plan of a year: the limits it kept to, the figures it was made from."""

    # For contract tests; reading goes through OfDepartment.
    scope_paths = ScopePaths(everyone=True)

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        DECIDED = "decided", _("Đã chốt, chờ ký")
        SIGNED = "signed", _("Đã ký")
        CANCELLED = "cancelled", _("Đã hủy")

    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, verbose_name=_("năm học")
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State, default=State.DRAFT
    )
    # The rules as they stood when the plan was made, by code.
    parameters = models.JSONField(_("tham số"), default=dict, blank=True)
    inputs_digest = models.CharField(_("mã băm đầu vào"), max_length=64, blank=True)
    # Decided moves that a rule forbids, with the rule; told on the page.
    impossible = models.JSONField(default=list, blank=True)
    run = models.ForeignKey(
        ComputationRun, models.PROTECT, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seconds = models.DecimalField(
        _("số giây tính"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    solved_at = models.DateTimeField(_("lập lúc"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfDepartment.as_manager()

    class Meta:
        verbose_name = _("phương án điều động")
        verbose_name_plural = _("phương án điều động")
        ordering = ["-created_at", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["school_year"],
                condition=Q(state__in=["draft", "decided"]),
                name="redeploy_plan_one_in_work",
            ),
            CheckConstraint(
                condition=Q(solved_at__isnull=True, inputs_digest="")
                | Q(solved_at__isnull=False, inputs_digest__regex=r"^[0-9a-f]{64}$"),
                name="redeploy_plan_solved_from_something",
            ),
            CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | Q(solved_at__isnull=False),
                name="redeploy_plan_decided_once_solved",
            ),
        ]
        triggers = [
            stands(
                "redeploy_plan_stands",
                "staffing_redeployplan",
                "id",
                "'signed', 'cancelled'",
            )
        ]

    def __str__(self):
        return f"{self.school_year} #{self.pk}"


class OfOwnSchools(OfDepartment):
    def seen_by_commune(self, user):
        return self.filter(institution__managing_commune=user.commune_id)


class RedeployNeed(ScopedModel):
    """What a school's line lacked or had too much of before, and why some of it stays."""

    scope_paths = ScopePaths(communes=("institution__managing_commune",))

    plan = models.ForeignKey(RedeployPlan, models.CASCADE, related_name="needs")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT)
    level = models.CharField(_("cấp"), max_length=20, choices=Level, blank=True)
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True)
    shortage = models.DecimalField(_("thiếu trước"), **AMOUNT)
    surplus = models.DecimalField(_("thừa trước"), **AMOUNT)
    missing = models.DecimalField(_("còn thiếu"), **AMOUNT)
    # A code of staffing.redeploy.reasons; empty where nothing stays missing.
    reason = models.CharField(_("vì sao còn thiếu"), max_length=20, blank=True)

    objects = OfOwnSchools.as_manager()

    class Meta:
        verbose_name = _("thừa, thiếu trước điều động")
        verbose_name_plural = _("thừa, thiếu trước điều động")
        constraints = [
            UniqueConstraint(
                fields=["plan", "institution", "post", "level", "subject"],
                nulls_distinct=False,
                name="redeploy_need_once",
            ),
            CheckConstraint(
                condition=Q(shortage__gte=0, surplus__gte=0)
                & (Q(shortage=0) | Q(surplus=0)),
                name="redeploy_need_one_way",
            ),
            CheckConstraint(
                condition=Q(missing__gte=0, missing__lte=F("shortage"))
                & (Q(missing=0, reason="") | (Q(missing__gt=0) & ~Q(reason=""))),
                name="redeploy_need_explained",
            ),
        ]
        triggers = [
            stands(
                "redeploy_need_stands",
                "staffing_redeployplan",
                "plan_id",
                "'signed', 'cancelled'",
            )
        ]

    def __str__(self):
        return f"{self.plan}: {self.institution_id} {self.subject_id}"


@tracked
class RedeployDecision(ScopedModel):
    """The paper one authority signs: a commune's chairman, or the department (empty)."""

    scope_paths = ScopePaths(communes=("signer_commune",), managed_by="signer_commune")

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        SIGNED = "signed", _("Đã ký")

    plan = models.ForeignKey(RedeployPlan, models.CASCADE, related_name="decisions")
    signer_commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State, default=State.DRAFT
    )
    number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    signer = models.CharField(_("người ký"), max_length=150, blank=True)
    decided_on = models.DateField(_("ngày ký"), null=True, blank=True)
    effective_on = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    signed_by = somebody()
    signed_at = models.DateTimeField(_("ghi nhận lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("quyết định điều động")
        verbose_name_plural = _("quyết định điều động")
        ordering = ["plan", F("signer_commune").asc(nulls_first=True)]
        constraints = [
            UniqueConstraint(
                fields=["plan", "signer_commune"],
                nulls_distinct=False,
                name="redeploy_decision_once",
            ),
            CheckConstraint(
                condition=together("signed_by", "signed_at"),
                name="redeploy_decision_who_and_when",
            ),
            CheckConstraint(
                condition=Q(state="draft", signed_at__isnull=True)
                | (
                    Q(
                        state="signed",
                        signed_at__isnull=False,
                        decided_on__isnull=False,
                        effective_on__gte=F("decided_on"),
                    )
                    & ~Q(number="")
                ),
                name="redeploy_decision_signed_has_its_facts",
            ),
        ]
        triggers = [
            stands(
                "redeploy_decision_stands",
                "staffing_redeploydecision",
                "id",
                "'signed'",
            )
        ]

    def __str__(self):
        return f"{self.plan}: {self.number or self.signer_commune_id or 'Sở'}"


class MoveQuerySet(OfDepartment):
    def seen_by_commune(self, user):
        """Moves of one's own people; who comes from elsewhere, once it is decided."""
        coming = Q(
            target__managing_commune=user.commune_id,
            decision__isnull=False,
            plan__state__in=["decided", "signed"],
        )
        return self.filter(Q(source__managing_commune=user.commune_id) | coming)


@tracked
class RedeployMove(ScopedModel):
    """One person from a school with too many to a school with too few."""

    scope_paths = ScopePaths(communes=("source__managing_commune",))

    class Kind(models.TextChoices):
        TRANSFER = "transfer", _("Điều động")
        SECONDMENT = "secondment", _("Biệt phái")
        PART_LOAD = "part_load", _("Dạy liên trường")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Đề xuất")
        PINNED = "pinned", _("Ghim")
        ACCEPTED = "accepted", _("Chấp nhận")
        FORBIDDEN = "forbidden", _("Không đến trường này")
        REJECTED = "rejected", _("Không điều động người này")

    plan = models.ForeignKey(RedeployPlan, models.CASCADE, related_name="moves")
    person = models.ForeignKey(Person, models.PROTECT, related_name="redeploy_moves")
    # The post the person had when the plan was made: signing asks whether it still is.
    assignment = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("từ trường")
    )
    target = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("đến trường")
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("vị trí"))
    level = models.CharField(_("cấp"), max_length=20, choices=Level, blank=True)
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, verbose_name=_("môn")
    )
    kind = models.CharField(
        _("hình thức"), max_length=10, choices=Kind, default=Kind.TRANSFER
    )
    share = models.DecimalField(_("tỷ lệ"), max_digits=3, decimal_places=2, default=1)
    filled = models.DecimalField(
        _("bù được"), max_digits=3, decimal_places=2, default=1
    )
    until = models.DateField(_("đến hết ngày"), null=True, blank=True)
    kilometres = models.DecimalField(_("km"), max_digits=6, decimal_places=1)
    # False where a school's own place is unknown and its commune's middle stands in.
    distance_is_exact = models.BooleanField(default=True)
    # Empty: the department signs.
    signer_commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=Status, default=Status.PROPOSED
    )
    note = models.CharField(_("lý do"), max_length=300, blank=True)
    # Place in the order of proposing, figures before and after at both schools.
    why = models.JSONField(default=dict, blank=True)
    decided_by = somebody()
    decided_at = models.DateTimeField(_("lúc"), null=True, blank=True)
    decision = models.ForeignKey(
        RedeployDecision,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="moves",
    )

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt điều động")
        verbose_name_plural = _("lượt điều động")
        ordering = ["plan", "level", "subject", "source", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["plan", "person", "target"], name="redeploy_move_once"
            ),
            UniqueConstraint(
                fields=["plan", "person"],
                condition=Q(status__in=["proposed", "pinned", "accepted"]),
                name="redeploy_move_one_a_person",
            ),
            CheckConstraint(
                condition=~Q(source=F("target")), name="redeploy_move_goes_elsewhere"
            ),
            CheckConstraint(
                condition=Q(share__gt=0, share__lte=1, filled__gt=0)
                & Q(filled__lte=F("share"))
                & (Q(kind="part_load") | Q(share=1)),
                name="redeploy_move_share",
            ),
            CheckConstraint(
                condition=Q(kilometres__gte=0), name="redeploy_move_distance"
            ),
            CheckConstraint(
                condition=~Q(kind="secondment") | Q(until__isnull=False),
                name="redeploy_move_secondment_ends",
            ),
            CheckConstraint(
                condition=together("decided_by", "decided_at")
                & (Q(status="proposed") | Q(decided_at__isnull=False)),
                name="redeploy_move_who_and_when",
            ),
            CheckConstraint(
                condition=~Q(status__in=["forbidden", "rejected"]) | ~Q(note=""),
                name="redeploy_move_refusal_has_reason",
            ),
            CheckConstraint(
                condition=Q(decision__isnull=True) | Q(status="accepted"),
                name="redeploy_move_decided_if_accepted",
            ),
        ]
        triggers = [
            stands(
                "redeploy_move_stands",
                "staffing_redeploydecision",
                "decision_id",
                "'signed'",
            )
        ]

    def __str__(self):
        return f"{self.person_id}: {self.source_id} → {self.target_id}"
