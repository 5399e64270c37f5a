"""The ranking page: provisional for the department, one's own, or announced to all."""

from django.db.models import Avg, Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from communes.listing import ListPage
from communes.numbers import shown
from emulation.boards import board, ranking
from emulation.boards.ranking_table import RankingTable
from emulation.page import CampaignPage


class CampaignRanking(CampaignPage, ListPage):
    """Blocks one below the other, or the one that the address names."""

    tab = "ranking"
    template_name = "emulation/ranking/list.html"
    export_name = "xep-hang-thi-dua"
    filterset_class = ranking.RankingFilter
    table_class = RankingTable
    table_pagination = {"per_page": 50}
    main_filters = ("q", "block", "commune", "reached")
    bar_filters = ()

    @property
    def title(self):
        return _("Xếp hạng thi đua")

    @cached_property
    def run(self):
        return board.latest_run(self.campaign)

    @cached_property
    def progress(self):
        return board.progress(self.campaign)

    @cached_property
    def levels(self):
        return board.level_names(self.campaign)

    def get_queryset(self):
        return ranking.standings_for(self.request.user, self.campaign)

    def get_filterset_kwargs(self, filterset_class):
        blocks = self.campaign.blocks.values_list("pk", "name")
        return super().get_filterset_kwargs(filterset_class) | {
            "blocks": [(str(pk), name) for pk, name in blocks],
            "levels": [(str(number), name) for number, name in self.levels.items()],
        }

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"level_names": self.levels}

    @cached_property
    def sums(self):
        # As on the board: what is still being written says nothing yet.
        done = ~Q(entry__state__in=board.OPEN_STATES)
        return self.object_list.aggregate(
            entries=Count("pk"),
            handed_in=Count("pk", filter=done),
            with_rank=Count("rank"),
            mean=Avg("score", filter=done),
            lowest=Avg("low", filter=done),
            highest=Avg("high", filter=done),
        )

    def get_totals(self):
        sums = self.sums
        return {
            "score": sums["mean"],
            "low": sums["lowest"],
            "high": sums["highest"],
        }

    def get_totals_label(self):
        return _("Bình quân %(number)s hồ sơ đã nộp") % {
            "number": shown(self.sums["handed_in"])
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "run": self.run,
            "progress": self.progress,
            "is_provisional": board.is_provisional(self.campaign),
            "sums": self.sums,
        }

    def describe(self):
        done = self.progress
        described = board.about(self.page, self.campaign, self.run, self.title, done)
        described.filters.extend(self.chosen_in_words())
        return described
