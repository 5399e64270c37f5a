"""Changes of the school network: merged, split, closed, renamed, opened."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.scoping import ScopedModel, ScopePaths

from .institutions import Institution


@tracked
class NetworkChange(ScopedModel):
    """One decision that changed the network, on the day it took effect."""

    scope_paths = ScopePaths(everyone=True)

    class Kind(models.TextChoices):
        MERGED = "merged", _("Sáp nhập")
        SPLIT = "split", _("Chia tách")
        CLOSED = "closed", _("Giải thể")
        RENAMED = "renamed", _("Đổi tên")
        OPENED = "opened", _("Thành lập")

    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    effective_on = models.DateField(_("hiệu lực từ"))
    decision = models.CharField(_("quyết định"), max_length=150)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thay đổi mạng lưới")
        verbose_name_plural = _("thay đổi mạng lưới")
        ordering = ["-effective_on"]
        constraints = [
            CheckConstraint(condition=~Q(decision=""), name="change_has_decision")
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"


class NetworkChangePart(ScopedModel):
    """An institution before or after a change, under the name it then had."""

    scope_paths = ScopePaths(everyone=True)

    class Side(models.TextChoices):
        BEFORE = "before", _("Trước")
        AFTER = "after", _("Sau")

    change = models.ForeignKey(NetworkChange, models.CASCADE, related_name="parts")
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="network_parts"
    )
    side = models.CharField(_("phía"), max_length=6, choices=Side)
    name = models.CharField(_("tên khi đó"), max_length=200)

    class Meta:
        verbose_name = _("trường trong thay đổi")
        verbose_name_plural = _("trường trong thay đổi")
        constraints = [
            UniqueConstraint(
                fields=["change", "institution", "side"], name="change_part_once"
            )
        ]

    def __str__(self):
        return self.name
