"""What kinds of papers there are: every app registers its own when Django starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.documents.blocks import Document
from communes.models import Commune, SchoolYear
from communes.reporting.building import NothingToReport
from communes.scoping import COMMUNE_ROLES, PROVINCE_ROLES, Role

__all__ = ["Group", "NothingToReport", "Order", "PaperKind", "get", "register"]

PROVINCE, COMMUNE, INSTITUTION = "province", "commune", "institution"
EVERYONE = frozenset(Role)
OFFICES = PROVINCE_ROLES | COMMUNE_ROLES


class Group(models.TextChoices):
    """Under which heading a kind stands on the page of papers."""

    PROFILE = "profile", _("Hồ sơ xã, trường")
    STATISTICS = "statistics", _("Biểu thống kê")
    STAFF = "staff", _("Đội ngũ")
    LETTER = "letter", _("Công văn, biên bản")
    OTHER = "other", _("Văn bản khác")


@dataclass(frozen=True)
class Order:
    """What a paper is about. No commune: the whole province."""

    year: SchoolYear
    commune: Commune | None = None
    institution: str = ""
    # What the kind asks for beside, by the names of its `fields`.
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        if self.institution:
            return INSTITUTION
        return COMMUNE if self.commune else PROVINCE


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper; `write` raises NothingToReport with a sentence for people."""

    code: str
    title: str
    # One sentence: what it is for.
    about: str
    scopes: frozenset[str]
    formats: tuple[str, ...]
    write: Callable[[Order], Document]
    # Who may order it; that she reaches its scope is checked besides.
    roles: frozenset[str]
    # Names of staff: only who may see the people may order or download it.
    holds_people: bool = False
    group: str = Group.OTHER
    # Form fields of its own; what is chosen comes to `write` as Order.options.
    fields: Mapping[str, forms.Field] = field(default_factory=dict)


_kinds: dict[str, PaperKind] = {}


def register(*kinds: PaperKind):
    """Add kinds; a code registered twice is a mistake."""
    for kind in kinds:
        if kind.code in _kinds:
            raise ValueError(f"paper {kind.code} is registered twice")
        _kinds[kind.code] = kind


def get(code: str) -> PaperKind | None:
    """The kind, or None for one that no app registers (any more)."""
    return _kinds.get(code)


def registered() -> list[PaperKind]:
    """Every kind, by group and then in the order of registration."""
    groups = list(Group)
    return sorted(_kinds.values(), key=lambda one: groups.index(one.group))
