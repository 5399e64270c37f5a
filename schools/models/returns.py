"""The return: everything one institution hands in for one period, judged as a whole."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.approvable import APPROVED_STATES, REPORTED_STATES, Approvable
from communes.history import tracked
from communes.models import ReportingPeriod
from communes.scoping import ScopedModel, ScopedQuerySet, ScopePaths

from .institutions import Institution


class SchoolReturnQuerySet(ScopedQuerySet):
    def reported(self):
        return self.filter(state__in=REPORTED_STATES)

    def approved(self):
        return self.filter(state__in=APPROVED_STATES)


@tracked
class SchoolReturn(ScopedModel, Approvable):
    # A department-managed school's return is not its commune's business.
    scope_paths = ScopePaths(
        communes=("institution__managing_commune",),
        managed_by="institution__managing_commune",
        institution="institution__code",
    )

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="returns")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="returns")

    objects = SchoolReturnQuerySet.as_manager()

    class Meta(Approvable.Meta):
        abstract = False
        verbose_name = _("báo cáo của trường")
        verbose_name_plural = _("báo cáo của trường")
        constraints = [
            *Approvable.Meta.constraints,
            UniqueConstraint(
                fields=["institution", "period"], name="return_once_per_period"
            ),
        ]
        indexes = [
            models.Index(
                fields=["period", "institution"],
                condition=Q(state__in=["submitted", "approved", "locked"]),
                name="return_reported",
            )
        ]

    def __str__(self):
        return f"{self.institution} – {self.period}"

    @classmethod
    def communes_touched(cls, rows):
        """(commune code, year) of the values that rest on these returns.

        The commune a school stands in will do: recomputing it reaches the one that
        manages the school as well.
        """
        places = rows.values_list("institution__commune", "period__school_year")
        return set(places.distinct().order_by())

    @classmethod
    def obstacles(cls, rows, *, by):
        from schools.readiness import obstacles  # noqa: PLC0415  it reads the models

        return obstacles(rows)


class ReturnPart(ScopedModel):
    """A row of figures inside a return, seen and changed by whoever may the return."""

    scope_paths = ScopePaths(
        communes=("school_return__institution__managing_commune",),
        managed_by="school_return__institution__managing_commune",
        institution="school_return__institution__code",
    )

    class Meta:
        abstract = True
