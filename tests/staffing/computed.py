"""Read computed gaps the way tests compare them."""

from communes.recompute import recompute_year
from staffing.models import StaffingGap
from tests import factories as make

# Posts that this system computes norms for; support posts have no fixed number.
NORMED_POSTS = ("teacher", "youth_leader", "principal", "vice_principal")


def recompute(year=make.YEAR, **reach):
    make.school_year(year)
    return recompute_year(year, **reach)


def stored_gaps(year=make.YEAR):
    """{(institution pk, post, level): StaffingGap} of the normed posts."""
    rows = StaffingGap.objects.filter(school_year=year, post__in=NORMED_POSTS)
    return {
        (row.institution_id, row.post_id, row.level): row
        for row in rows
        if row.required_actual_classes or row.present or row.absent
    }


def norms_of(institution, year=make.YEAR):
    """{(post, level): (by norm classes, by actual classes)} of one school, as text."""
    return {
        (post, level): (
            str(row.required_norm_classes),
            str(row.required_actual_classes),
        )
        for (pk, post, level), row in stored_gaps(year).items()
        if pk == institution.pk and row.required_actual_classes
    }
