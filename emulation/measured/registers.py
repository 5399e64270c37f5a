"""What is counted from registers: initiatives, newspapers, articles, pupils' prizes."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import numbers
from emulation.measured.measures import (
    PLACES,
    SCHOOLS,
    Fact,
    Measure,
    address_of,
    year_name,
)
from emulation.models import Initiative, PressArticle, PressSubscription
from schools.models import Award


@dataclass(frozen=True)
class Register:
    """Rows of schools by school year: how many there are, or what they add up to."""

    code: str
    name: str
    name_en: str
    model: type
    words: str
    route: str = ""
    unit: str = ""
    # Where it is a sum, of this column.
    sums: str = ""
    only: tuple[tuple[str, object], ...] = ()

    @property
    def measure(self):
        return Measure(
            code=self.code,
            name=self.name,
            name_en=self.name_en,
            unit=self.unit,
            participants=SCHOOLS + PLACES,
            facts=self.facts,
        )

    def facts(self, entries, year):
        """Nothing written down is a zero, not a gap."""
        rows = self.model.objects.filter(school_year=year, **dict(self.only)).order_by()
        total = Sum(self.sums) if self.sums else Count("pk")
        schools = {one.institution_id for one in entries if one.institution_id}
        places = {one.commune_id for one in entries if not one.institution_id}
        of_schools = _totals(rows, "institution", schools, total)
        of_places = _totals(rows, "institution__managing_commune", places, total)
        return {
            entry.pk: self._fact(
                of_schools.get(entry.institution_id, 0)
                if entry.institution_id
                else of_places.get(entry.commune_id, 0),
                entry,
                year,
            )
            for entry in entries
        }

    def _fact(self, amount, entry, year):
        words = _("%(what)s năm học %(year)s, do đơn vị tự ghi.")
        school = entry.institution.code if entry.institution else ""
        page = address_of(self.route) if self.route else ""
        if not page and school:
            page = address_of("school_detail", school, query=f"?year={year}")
        return Fact(
            amount=amount,
            words=words % {"what": self.words, "year": year_name(year)},
            inputs=((str(self.name), numbers.shown(amount)),),
            address=page,
        )


def _totals(rows, path, keys, total):
    if not keys:
        return {}
    found = rows.filter(**{f"{path}__in": keys}).values(path).annotate(total=total)
    return {row[path]: row["total"] for row in found}


REGISTERS = (
    Register(
        "register:initiatives",
        gettext_lazy("Sáng kiến được công nhận"),
        "Recognised initiatives",
        Initiative,
        gettext_lazy("Sổ sáng kiến"),
        "initiative_list",
    ),
    Register(
        "register:digital_initiatives",
        gettext_lazy("Sáng kiến về chuyển đổi số"),
        "Initiatives on digital transformation",
        Initiative,
        gettext_lazy("Sổ sáng kiến, phần chuyển đổi số"),
        "initiative_list",
        only=(("is_digital", True),),
    ),
    Register(
        "register:press_copies",
        gettext_lazy("Số tờ báo, tạp chí đặt mỗi kỳ"),
        "Newspaper copies subscribed",
        PressSubscription,
        gettext_lazy("Sổ đặt báo, tạp chí"),
        "press_list",
        sums="copies",
    ),
    Register(
        "register:press_articles",
        gettext_lazy("Tin, bài về đơn vị"),
        "Press articles",
        PressArticle,
        gettext_lazy("Sổ tin, bài"),
        "press_article_list",
    ),
)


CONTESTS_EN = {
    Award.Contest.NATIONAL: "Prizes of the national contest",
    Award.Contest.SCIENCE: "Prizes in science and technology",
    Award.Contest.STARTUP: "Prizes for start-up ideas",
    Award.Contest.PROVINCIAL: "Prizes of the provincial contest",
}


def contest_register(contest):
    return Register(
        f"awards:{contest.value}",
        contest.label,
        CONTESTS_EN[contest],
        Award,
        gettext_lazy("Sổ giải thưởng của học sinh"),
        sums="count",
        only=(("contest", contest.value),),
    )


def every():
    return (*REGISTERS, *map(contest_register, Award.Contest))
