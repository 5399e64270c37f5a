"""The staff workbook filled with the people that are known."""

from django.utils.translation import gettext as _

from communes.workbooks.dates import YearOnly
from communes.workbooks.writing import TemplateSheet
from schools.models import Institution
from staffing.models import Assignment, Qualification

from .columns import columns

# Empty rows below the known people, for the new ones.
SPARE = 200


def sheets(user, commune=None):
    """One sheet: everybody with an open main post whom `user` may change."""
    rows = Institution.objects.editable_by(user)
    if commune:
        rows = rows.filter(managing_commune=commune)
    posts = (
        Assignment.objects.filter(
            institution__in=rows, is_main=True, ended_on__isnull=True
        )
        .select_related("person", "institution")
        .order_by("institution__search_name", "institution__code", "person__sort_name")
    )
    highest = _highest(posts)
    filled = [_row(post, highest.get(post.person_id)) for post in posts]
    return [TemplateSheet(_("Nhân sự"), columns(), filled, SPARE)]


def _highest(posts):
    degrees = Qualification.objects.filter(person__in=posts.values("person"))
    ordered = degrees.order_by("degree__rank", "obtained_on", "pk")
    return {degree.person_id: degree for degree in ordered}


def _row(post, degree):
    person = post.person
    born = person.birth_date
    if person.birth_year_only:
        born = YearOnly(born.year, 1, 1)
    row = {
        "school": post.institution.code,
        "school_name": post.institution.name,
        "personal_id": person.personal_id,
        "full_name": person.full_name,
        "sex": person.sex,
        "birth_date": born,
        "ethnicity": person.ethnicity_id,
        "post": post.post_id,
        "level": post.level,
        "subject": post.subject_id,
        "contract": post.contract,
        "started_on": post.started_on,
    }
    if degree is not None:
        row |= {
            "degree": degree.degree_id,
            "major": degree.major,
            "is_teacher_training": degree.is_teacher_training,
            "has_certificate": degree.has_certificate,
            "obtained_on": degree.obtained_on,
        }
    return row
