"""The heat map of a campaign: which criteria the sector is weakest at, and where."""

from django.db.models import Q
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes import export
from communes.numbers import percent
from communes.scoping import PROVINCE_ROLES
from emulation.boards import board, heatmap
from emulation.models import CriteriaSet, Criterion, Entry, ItemScore
from emulation.page import CampaignPage

LISTED = 30


class CampaignCriteria(CampaignPage, TemplateView):
    """Columns are kinds, clusters or blocks; others than the department compare their
    own entries with the province's sum until the results are announced.
    """

    tab = "criteria"
    template_name = "emulation/criteria/heatmap.html"

    @cached_property
    def sets(self):
        found = CriteriaSet.objects.filter(campaigns__campaign=self.campaign)
        return list(found.order_by("-campaigns__decides_level", "campaigns__order"))

    @cached_property
    def criteria_set(self):
        """The set that the address names, else the first that decides the level."""
        chosen = self.request.GET.get("set")
        found = [one for one in self.sets if str(one.pk) == chosen]
        return next(iter(found or self.sets), None)

    @property
    def by(self):
        chosen = self.request.GET.get("by")
        return chosen if chosen in heatmap.BY else "kind"

    @cached_property
    def sees_all(self):
        is_department = self.request.user.role in PROVINCE_ROLES
        return is_department or not board.is_provisional(self.campaign)

    @cached_property
    def all_scores(self):
        """Everybody's: for sums alone."""
        scores = ItemScore.objects.all()
        return heatmap.scores_of(scores, self.campaign, self.criteria_set)

    @cached_property
    def own_scores(self):
        scores = ItemScore.objects.visible_to(self.request.user)
        return heatmap.scores_of(scores, self.campaign, self.criteria_set)

    @cached_property
    def found(self):
        scores = self.all_scores if self.sees_all else self.own_scores
        return heatmap.summed(scores, self.by)

    @cached_property
    def columns(self):
        return heatmap.columns(self.found, self.campaign, self.by)

    @cached_property
    def groups(self):
        if self.criteria_set is None:
            return []
        everybody = self.found
        if not self.sees_all:
            everybody = heatmap.summed(self.all_scores, self.by)
        province = heatmap.by_criterion(everybody)
        return heatmap.rows(self.criteria_set, self.found, province, self.columns)

    @cached_property
    def criterion(self):
        """The criterion of the cell that was clicked, or None."""
        chosen = self.request.GET.get("criterion")
        if not chosen:
            return None
        own = Q(group__criteria_set=self.criteria_set)
        found = Criterion.objects.filter(own, pk=chosen) if chosen.isdigit() else None
        if not found:
            raise Http404
        return found.get()

    @cached_property
    def lowest(self):
        column = self.request.GET.get("column")
        return heatmap.lowest_entries(self.own_scores, self.criterion, self.by, column)

    def link(self, **changes):
        """The page's address with its choices and `changes`."""
        chosen = {"set": self.criteria_set.pk, "by": self.by} if self.sets else {}
        return f"?{urlencode(chosen | changes)}"

    def get_caption(self, weakest):
        if not weakest:
            return _("Chưa có điểm của hồ sơ nào đã nộp.")
        row = weakest[0]
        words = _("Yếu nhất ở tiêu chí %(name)s: mới đạt %(share)s số điểm có thể") % {
            "name": row.criterion,
            "share": percent(row.all.points, row.all.possible),
        }
        names = dict(self.columns)
        known = [(cell.share, names[key]) for key, cell in row.cells if cell.possible]
        if len(known) < 2:
            return f"{words}."
        share, name = min(known)
        tail = _(", thấp nhất ở %(name)s (%(share)s).")
        return words + tail % {"name": name, "share": percent(share, 1)}

    def get_context_data(self, **kwargs):
        weakest = heatmap.weakest(self.groups)
        return (
            super().get_context_data(**kwargs)
            | {
                "title": _("Tiêu chí mạnh, yếu"),
                "run": board.latest_run(self.campaign),
                "progress": board.progress(self.campaign),
                "is_provisional": board.is_provisional(self.campaign),
                "sets": self.sets,
                "criteria_set": self.criteria_set,
                "by": self.by,
                "by_choices": heatmap.BY.items(),
                "columns": self.columns,
                "groups": self.groups,
                "weakest": weakest,
                "caption": self.get_caption(weakest),
                "sees_all": self.sees_all,
                "steps": heatmap.steps(),
                "here": self.link(),
                "criterion": self.criterion,
            }
            | (self.get_lowest() if self.criterion else {})
        )

    def get_lowest(self):
        column = self.request.GET.get("column")
        chosen = {"criterion": self.criterion.pk}
        if column is not None:
            chosen["column"] = column
        return {
            "lowest": [
                row | {"state": Entry.State(row["entry__state"]).label}
                for row in self.lowest[:LISTED]
            ],
            "lowest_all": self.lowest.count(),
            "lowest_column": dict(self.columns).get(column, ""),
            "lowest_link": self.link(**chosen),
        }

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS or self.criteria_set is None:
            return super().render_to_response(context, **kwargs)
        title = f"{context['title']} – {self.criteria_set}"
        described = board.about(
            self.page, self.campaign, context["run"], title, context["progress"]
        )
        if self.criterion:
            described.filters.append((_("Tiêu chí"), str(self.criterion)))
        cells = self.lowest_cells() if self.criterion else self.heat_cells()
        return export.respond(kind, described, *cells, "tieu-chi-thi-dua")

    def heat_cells(self):
        """Heading and rows of the heat map: shares in per cent, empty without a value."""
        header = [_("Mã"), _("Tiêu chí"), _("Nhóm")]
        header += [f"{name} (%)" for _key, name in self.columns]
        header += [
            _("Chung (%)"),
            _("Toàn tỉnh (%)"),
            _("Thẩm định − tự chấm (điểm %)"),
        ]
        rows = [
            [
                row.criterion.code,
                row.criterion.name,
                group.name,
                *(in_per_cent(cell.share) for _key, cell in row.cells),
                in_per_cent(row.all.share),
                in_per_cent(row.province.share),
                in_per_cent(row.all.difference),
            ]
            for group, _cell, lines in self.groups
            for row in lines
        ]
        return header, rows

    def lowest_cells(self):
        header = [_("Đơn vị"), _("Xã, phường"), _("Điểm"), _("Tối đa"), _("Đạt (%)")]
        rows = [
            [
                row["entry__name"],
                row["entry__commune__name"] or _("Sở quản lý"),
                row["points"],
                row["possible"],
                in_per_cent(row["share"]),
            ]
            for row in self.lowest
        ]
        return header, rows


def in_per_cent(share):
    return None if share is None else round(share * 100, 2)
