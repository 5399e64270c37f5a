"""The page of one commune: its schools, staff, indicators, residents and office."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from communes.listing import day_of
from communes.models import Commune
from communes.page import Scope, reachable_communes
from communes.search import slug
from edu_lang_son.pages import commune_figures as figures
from edu_lang_son.pages import commune_tables as tables
from edu_lang_son.pages import province_charts
from edu_lang_son.pages.charts import ChartPage
from schools.models import Institution
from schools.tables import InstitutionTable

HIDDEN_COLUMNS = ("commune", "cluster", "code", "ownership")


class CommuneDetail(ChartPage):
    template_name = "communes/commune_detail.html"

    @property
    def section(self):
        own = self.request.user.commune_id == self.commune.code
        return "commune" if own else "dashboard"

    @cached_property
    def commune(self):
        """A commune the reader may open, or one where a school of hers stands."""
        user = self.request.user
        visible = Institution.objects.visible_to(user).values("commune")
        reachable = reachable_communes(user).values("pk")
        communes = Commune.objects.filter(Q(pk__in=reachable) | Q(pk__in=visible))
        return get_object_or_404(communes, code=self.kwargs["code"])

    def get_scope(self):
        return Scope.of_commune(self.commune)

    def get_charts(self):
        return [province_charts.learners_chart(self.page)]

    def get_tables(self):
        user, page, commune = self.request.user, self.page, self.commune
        known = {"user": user, "page": page}
        return {
            "schools": lambda: tables.schools(self.get_table()),
            "posts": lambda: tables.posts(figures.gaps_by_post(commune, **known), page),
            "four": lambda: tables.four(figures.four_figures(commune, **known), page),
            "indicators": lambda: tables.indicators(self.get_rates()),
            "residents": lambda: tables.residents(
                figures.residents(commune, user=user, year=page.year)
            ),
        }

    def get_rates(self):
        rows = figures.indicator_rows(
            self.commune, user=self.request.user, page=self.page
        )
        return [row for row in rows if not row["indicator"].is_count]

    @cached_property
    def schools(self):
        return figures.schools_of(
            self.commune,
            user=self.request.user,
            page=self.page,
            day=day_of(self.page),
        )

    def get_table(self):
        number = self.schools.count()
        table = InstitutionTable(
            self.schools,
            exclude=HIDDEN_COLUMNS,
            totals=figures.school_sums(self.schools),
            totals_label=_("Cộng %(number)s trường") % {"number": number},
            query=self.page.query,
        )
        return RequestConfig(self.request, paginate=False).configure(table)

    def get_context_data(self, **kwargs):
        user, page, commune = self.request.user, self.page, self.commune
        rows = figures.indicator_rows(commune, user=user, page=page)
        table = self.get_table()
        return super().get_context_data(**kwargs) | {
            "commune": commune,
            "table": table,
            "states": figures.return_states(table.data.data),
            "rows": [row for row in rows if not row["indicator"].is_count],
            "headline": figures.headline(rows, page.reading),
            "groups": figures.gaps_by_post(commune, user=user, page=page),
            "figures": figures.four_figures(commune, user=user, page=page),
            **self.place(len(table.rows), table.totals),
        }

    def place(self, schools, totals):
        """The commune itself: region, residents and the office that runs education."""
        user, page, commune = self.request.user, self.page, self.commune
        office = figures.office_of(commune, user=user, year=page.year)
        return {
            "region": figures.region_of(commune, day_of(page)),
            "residents": figures.residents(commune, user=user, year=page.year),
            "office": office,
            "office_words": figures.office_in_words(
                office, schools, totals.get("learners")
            ),
        }

    def get_breadcrumbs(self):
        commune, query = self.commune, self.page.query
        cluster = _("Cụm %(name)s") % {"name": commune.cluster}
        return [
            (_("Toàn tỉnh"), reverse("dashboard") + query),
            (cluster, reverse("cluster_detail", args=[slug(commune.cluster)]) + query),
            (commune.full_name, ""),
        ]
