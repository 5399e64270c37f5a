"""The page of one commune: its schools, staff, indicators, residents and office."""

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView
from django_tables2 import RequestConfig

from communes.listing import day_of
from communes.models import Commune
from communes.page import PageMixin, Scope, reachable_communes
from communes.templatetags.shell import address
from edu_lang_son import commune_figures as figures
from edu_lang_son.school_pages import trend_in_words, trend_rows
from schools.models import Institution
from schools.tables import InstitutionTable

HIDDEN_COLUMNS = ("commune", "cluster", "code", "ownership")


class CommuneDetail(PageMixin, DetailView):
    section = "commune"
    template_name = "communes/commune_detail.html"
    context_object_name = "commune"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        """Communes the reader may open, and those where one of her schools stands."""
        user = self.request.user
        visible = Institution.objects.visible_to(user).values("commune")
        reachable = reachable_communes(user).values("pk")
        return Commune.objects.filter(Q(pk__in=reachable) | Q(pk__in=visible))

    def get_scope(self):
        return Scope.of_commune(self.object)

    @cached_property
    def schools(self):
        return figures.schools_of(
            self.object,
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
        )
        return RequestConfig(self.request, paginate=False).configure(table)

    def get_context_data(self, **kwargs):
        user, page, commune = self.request.user, self.page, self.object
        rows = figures.indicator_rows(commune, user=user, page=page)
        table = self.get_table()
        return super().get_context_data(**kwargs) | {
            "table": table,
            "states": figures.return_states(table.data.data),
            "rows": [row for row in rows if not row["indicator"].is_count],
            "headline": figures.headline(rows),
            "groups": figures.gaps_by_post(commune, user=user, page=page),
            **self.place(table.totals),
            **self.history(),
        }

    def place(self, totals):
        """The commune itself: region, residents and the office that runs education."""
        user, page, commune = self.request.user, self.page, self.object
        office = figures.office_of(commune, user=user, year=page.year)
        number = self.schools.count()
        return {
            "region": figures.region_of(commune, day_of(page)),
            "residents": figures.residents(commune, user=user, year=page.year),
            "office": office,
            "office_words": figures.office_in_words(
                office, number, totals.get("learners")
            ),
        }

    def history(self):
        by_year = {
            row.school_year_id: {"learners": row.numerator}
            for row in figures.learners_by_year(
                self.object, user=self.request.user, page=self.page
            )
        }
        trend = trend_rows(by_year)
        return {"trend": trend, "trend_words": trend_in_words(trend)}

    def get_breadcrumbs(self):
        commune, page = self.object, self.page
        cluster = _("Cụm %(name)s") % {"name": commune.cluster}
        return [
            (_("Toàn tỉnh"), address("dashboard") + page.query),
            (cluster, f"{reverse('school_list')}?cluster={commune.cluster}"),
            (commune.full_name, ""),
        ]
