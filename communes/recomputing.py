"""Whether values are being computed again: said on the page, and asked for until done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from communes.models import RecomputeRequest

# A page asks this often, and after this many times tells the reader to reload.
SECONDS = 3
ROUNDS = 20


@dataclass(frozen=True)
class Recomputing:
    """What one page says about the values of a year, of a commune or of all."""

    year: int
    commune: str = ""
    is_pending: bool = True
    round: int = 0

    seconds = SECONDS

    @property
    def goes_on(self):
        return self.is_pending and self.round < ROUNDS

    @property
    def next_address(self):
        query = urlencode({"commune": self.commune, "round": self.round + 1})
        return f"{reverse('recomputing', args=[self.year])}?{query}"


def pending(user, year, commune=""):
    """Whether `user` should be told that values of `year` will change in a moment."""
    rows = RecomputeRequest.objects.visible_to(user).filter(school_year=year)
    if commune:
        rows = rows.filter(commune=commune)
    return rows.exists()


def of(user, year, commune=""):
    """What a page shows, or None where nothing is being computed."""
    return Recomputing(year, commune) if pending(user, year, commune) else None
