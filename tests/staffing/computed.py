"""Read computed gaps the way tests compare them."""

from communes.recompute import recompute_year
from staffing.models import StaffingGap
from tests import factories as make

# Teachers, and the posts of a head's office; support has tests of its own.
HEADED = ("teacher", "youth_leader", "principal", "vice_principal")


def recompute(year=make.YEAR, **reach):
    make.school_year(year)
    return recompute_year(year, **reach)


def tells(gap):
    """Whether a gap says anything: something is required, or somebody is there."""
    return gap.required_actual_classes != 0 or gap.present or gap.absent


def stored_gaps(year=make.YEAR, posts=None):
    """{(institution pk, post, level): StaffingGap}, of `posts` if named."""
    rows = StaffingGap.objects.filter(school_year=year)
    if posts:
        rows = rows.filter(post__in=posts)
    return {
        (row.institution_id, row.post_id, row.level): row for row in rows if tells(row)
    }


def norms_of(institution, year=make.YEAR, posts=HEADED):
    """{(post, level): (by norm classes, by actual classes)} of one school, as text."""
    return {
        (post, level): (
            str(row.required_norm_classes),
            str(row.required_actual_classes),
        )
        for (pk, post, level), row in stored_gaps(year, posts).items()
        if pk == institution.pk and row.required_actual_classes != 0
    }


def as_text(number):
    """2 and 2.67; no number stays None."""
    return None if number is None else f"{float(number):g}"


def support_of(institution, year=make.YEAR):
    """{post: most allowed as text, or None} of the support posts of one school."""
    rows = StaffingGap.objects.filter(
        institution=institution, school_year=year, post__group="support"
    )
    return {row.post_id: as_text(row.required_actual_classes) for row in rows}
