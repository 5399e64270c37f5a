"""Who takes part in a campaign: everybody that one of its criteria sets is for."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from communes.models import Commune, CommuneRegion, ReportingPeriod
from emulation.campaigns.blocks import Trait, size_of
from emulation.models import Entry, Participant, Team
from schools.models import Institution, InstitutionKind, SchoolReturn

# Participants that are not schools follow the kinds of school, in this order.
AFTER_SCHOOLS = 1000


@dataclass(frozen=True)
class Candidate:
    """One participant as the launch would enter it."""

    entry: Entry
    trait: Trait


def candidates(campaign):
    """Everybody who would take part, as of the campaign's first day.

    In the language of the screens: names are kept as they were at the launch.
    """
    with translation.override(settings.LANGUAGE_CODE):
        sets = [one.criteria_set for one in _sets(campaign)]
        asked = {participant for one in sets for participant in one.participants}
        makers = {
            Participant.INSTITUTION: lambda: _schools(campaign, sets),
            Participant.COMMUNE: lambda: _communes(campaign, Participant.COMMUNE),
            Participant.OFFICE: lambda: _communes(campaign, Participant.OFFICE),
            Participant.TEAM: lambda: _teams(campaign),
        }
        return [one for kind, make in makers.items() if kind in asked for one in make()]


def by_kind(found):
    """(label, number) of `found`, kinds of school first: what a launch would begin."""
    counts = Counter(one.trait.kind for one in found)
    return [(kind[1], number) for kind, number in sorted(counts.items())]


def _sets(campaign):
    return campaign.sets.select_related("criteria_set")


def institutions(campaign, sets):
    """Schools open on the first day, of the kinds that a set is for."""
    ours = [one for one in sets if Participant.INSTITUTION in one.participants]
    found = Institution.objects.open_on(campaign.starts_on)
    if all(one.institution_kinds for one in ours):
        kinds = {kind for one in ours for kind in one.institution_kinds}
        found = found.filter(kind__in=kinds)
    return found.select_related("kind").order_by("kind__order", "search_name", "pk")


def _schools(campaign, sets):
    rows = list(institutions(campaign, sets))
    regions, sizes = regions_on(campaign.starts_on), learners(campaign)
    for row in rows:
        entry = Entry(
            campaign=campaign,
            participant=Participant.INSTITUTION,
            institution=row,
            commune_id=row.managing_commune_id,
            name=row.name,
            kind=row.kind_id,
        )
        size = size_of(sizes.get(row.pk), campaign.middle_from, campaign.large_from)
        kind = (row.kind.order, _short(row.kind.name))
        yield Candidate(entry, Trait(kind, regions.get(row.commune_id, 0), size))


def _short(name):
    """Trường tiểu học is Tiểu học in the name of a block."""
    short = name.removeprefix("Trường ")
    return short[:1].upper() + short[1:]


def _communes(campaign, participant):
    """The communes themselves, or their offices of culture and society."""
    regions = regions_on(campaign.starts_on)
    kind = _kind(participant)
    for row in Commune.objects.defer("outline"):
        name = row.full_name
        if participant == Participant.OFFICE:
            name = _("Phòng Văn hóa - Xã hội %s") % _in_sentence(name)
        entry = Entry(
            campaign=campaign, participant=participant, commune=row, name=name
        )
        yield Candidate(entry, Trait(kind, regions.get(row.pk, 0)))


def _in_sentence(name):
    """Xã Khánh Khê, but: Phòng Văn hóa - Xã hội xã Khánh Khê."""
    return name[:1].lower() + name[1:]


def _teams(campaign):
    regions = regions_on(campaign.starts_on)
    kind = _kind(Participant.TEAM)
    for row in Team.objects.filter(is_active=True).order_by("commune", "name"):
        entry = Entry(
            campaign=campaign,
            participant=Participant.TEAM,
            team=row,
            commune_id=row.commune_id,
            name=row.name,
        )
        yield Candidate(entry, Trait(kind, regions.get(row.commune_id, 0)))


def _kind(participant):
    order = AFTER_SCHOOLS + Participant.values.index(participant)
    return order, str(Participant(participant).label)


def regions_on(day):
    """{commune code: vùng} as decided for `day`."""
    valid = CommuneRegion.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    return dict(valid.values_list("commune", "staffing_region"))


def learners(campaign):
    """{institution: learners} of its newest return for the start of a school year."""
    rows = (
        SchoolReturn.objects.reported()
        .filter(
            period__kind=ReportingPeriod.Kind.START,
            period__school_year__lte=campaign.school_year_id,
        )
        .values_list("institution")
        .annotate(learners=Sum("grades__pupils"))
        .order_by("period__school_year_id")
        .values_list("institution", "learners")
    )
    return {school: number for school, number in rows if number is not None}


def kinds_without_criteria(campaign):
    """Names of kinds of school, of those there are, that no set of the campaign is for."""
    sets = [one.criteria_set for one in _sets(campaign)]
    there = Institution.objects.open_on(campaign.starts_on).values("kind")
    taking_part = institutions(campaign, sets).values("kind") if sets else []
    kinds = InstitutionKind.objects.filter(pk__in=there).exclude(pk__in=taking_part)
    return list(kinds.values_list("name", flat=True))
