"""Who owes which return: the facts behind every first page."""

from dataclasses import dataclass

from django.db.models import Count, Q

from communes.approvable import State
from schools.models import Institution, SchoolReturn

# What a person must act on comes first.
ORDER = (State.REJECTED, "", State.DRAFT, State.SUBMITTED, State.APPROVED, State.LOCKED)


@dataclass(frozen=True)
class Task:
    """One institution and the state of its return; none yet is ""."""

    institution: Institution
    school_return: SchoolReturn | None

    @property
    def state(self):
        return self.school_return.state if self.school_return else ""

    @property
    def is_open(self):
        return self.state in ("", State.DRAFT, State.REJECTED)


def tasks(institutions, user, period):
    """Every institution with its return, what needs a hand first."""
    returns = {
        row.institution_id: row
        for row in SchoolReturn.objects.visible_to(user)
        .filter(period=period, institution__in=institutions)
        .select_related("decided_by", "submitted_by")
        .annotate(
            grade_rows=Count("grades"),
            filled_rows=Count("grades", Q(grades__pupils__isnull=False)),
        )
    }
    found = [Task(row, returns.get(row.pk)) for row in institutions]
    return sorted(found, key=lambda task: ORDER.index(task.state))
