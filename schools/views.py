"""The list of institutions."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.listing import ListPage, sums
from communes.numbers import shown

from . import queries
from .filters import InstitutionFilter
from .models import Institution
from .tables import InstitutionTable

SUMMED = (*queries.FIGURES, "sites_beside_main")


class InstitutionList(ListPage):
    section = "schools"
    title = gettext_lazy("Mạng lưới trường")
    export_name = "mang-luoi-truong"
    filterset_class = InstitutionFilter
    table_class = InstitutionTable
    main_filters = ("q", "kind", "commune", "standard")

    def get_queryset(self):
        page, user = self.page, self.request.user
        rows = Institution.objects.visible_to(user).select_related(
            "kind", "commune", "managing_commune"
        )
        rows = queries.with_figures(
            rows, user=user, year=page.year, level=page.level, reading=page.reading
        )
        rows = queries.with_return(rows, user=user, period=page.period)
        rows = queries.with_sites(rows, self.day)
        return queries.with_standard(rows, self.day).order_by("search_name", "pk")

    def get_filterset_kwargs(self, filterset_class):
        return super().get_filterset_kwargs(filterset_class) | {"day": self.day}

    def get_totals(self):
        return sums(self.object_list, SUMMED)

    def get_totals_label(self):
        number = shown(self.object_list.count())
        return _("Cộng %(number)s cơ sở theo bộ lọc") % {"number": number}
