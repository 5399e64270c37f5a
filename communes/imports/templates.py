"""Writes the filled template of a kind for one account."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from communes.models import Commune, SchoolYear
from communes.scoping import COMMUNE_ROLES
from communes.workbooks.stamps import Stamp
from communes.workbooks.writing import write_template

from . import kinds
from .sending import may_import


def write(code, user, stream, *, year, commune=None):
    """Write the template into `stream`; raises PermissionDenied without reach.

    `commune`: a code, for one commune alone; the province's people choose, the
    others have theirs.
    """
    kind = kinds.get(code)
    if not may_import(kind, user, year):
        raise PermissionDenied
    if user.role in COMMUNE_ROLES and commune not in (None, user.commune_id):
        raise PermissionDenied
    own = user.commune_id if user.role in COMMUNE_ROLES else None
    # Templates and their headings are Vietnamese, whoever asks in whatever language.
    with translation.override(settings.LANGUAGE_CODE):
        sheets = kind.template(user, year, commune or own)
        write_template(stamp(kind, year, commune or own), sheets, stream)


def stamp(kind, year, commune=None):
    """What the template of a kind, year and commune says about itself."""
    place = Commune.objects.filter(code=commune).first() if commune else None
    return Stamp(
        kind=kind.code,
        title=str(kind.title),
        school_year=SchoolYear.objects.get(start=year).name,
        commune=place.code if place else "",
        commune_name=place.full_name if place else "",
        made_at=timezone.localtime(),
    )


def file_name(kind, year, commune=None):
    return "-".join(filter(None, [kind, f"{year}-{year + 1}", commune])) + ".xlsx"
