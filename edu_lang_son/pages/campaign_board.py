"""The board of a campaign: progress, map by commune, levels by block, who is late."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.exporting.sheets import KINDS, respond
from communes.models import Commune
from communes.scoping import PROVINCE_ROLES
from edu_lang_son.pages import campaign_map
from edu_lang_son.pages.campaign_tables import TABLES, sheet
from emulation.boards import board, ranking
from emulation.boards import words as board_words
from emulation.models import Entry
from emulation.page import CampaignPage

# Names of late entries on the page; the file has them all.
LATE_SHOWN = 40


@dataclass(frozen=True)
class Place:
    """One line by commune or by block, with its sums."""

    key: str
    label: str
    part: board.Part
    url: str = ""


class CampaignBoard(CampaignPage, TemplateView):
    """The department reads the province; others their own beside its sums.

    Once announced, everybody reads the province by commune and block too.
    """

    tab = "board"
    template_name = "emulation/board/detail.html"

    @property
    def is_department(self):
        return self.request.user.role in PROVINCE_ROLES

    @cached_property
    def sees_all(self):
        return self.is_department or not board.is_provisional(self.campaign)

    @cached_property
    def entries(self):
        """All of the campaign: for sums, which every reader may know."""
        return Entry.objects.filter(campaign=self.campaign)

    @cached_property
    def own_entries(self):
        return Entry.objects.visible_to(self.request.user).filter(
            campaign=self.campaign
        )

    @cached_property
    def levels(self):
        return board.level_names(self.campaign)

    @cached_property
    def run(self):
        return board.latest_run(self.campaign)

    @cached_property
    def progress(self):
        return board.progress(self.campaign)

    @cached_property
    def communes(self):
        rows = Commune.objects.visible_to(self.request.user)
        return {row.code: row for row in rows}

    @cached_property
    def compared(self):
        """What may be told apart by commune and block."""
        return self.entries if self.sees_all else self.own_entries

    @cached_property
    def by_commune(self):
        found = board.parts(self.compared, "commune", self.levels)
        places = [
            Place(
                code or "",
                self.communes[code].name if code else _("Trường thuộc Sở"),
                part,
                self.ranking_url(commune=code) if code else "",
            )
            for code, part in found.items()
            if code is None or code in self.communes
        ]
        # Behind every commune stand the department's own schools.
        names = {code: row.search_name for code, row in self.communes.items()}
        return sorted(places, key=lambda place: names.get(place.key, "~"))

    @cached_property
    def by_block(self):
        found = board.parts(self.compared, "block", self.levels)
        places = [
            Place(str(row.pk), row.name, found[row.pk], self.ranking_url(block=row.pk))
            for row in self.campaign.blocks.all()
            if row.pk in found
        ]
        if None in found:
            places.append(Place("", _("Chưa vào khối"), found[None]))
        return places

    @cached_property
    def whole(self):
        return board.whole(board.parts(self.entries, "participant", self.levels))

    @cached_property
    def own(self):
        return board.whole(board.parts(self.own_entries, "participant", self.levels))

    @cached_property
    def late(self):
        return board.late(self.own_entries, self.campaign, timezone.localdate())

    @cached_property
    def standings(self):
        """One's own, without choosing: what a commune or a school came for."""
        if self.is_department:
            return []
        rows = ranking.standings_for(self.request.user, self.campaign)
        return rows.filter(may_open=True)

    def ranking_url(self, **chosen):
        return campaign_map.ranking_url(self.campaign, **chosen)

    @cached_property
    def map(self):
        if not self.sees_all:
            return None
        chosen = self.request.GET.get("measure", "")
        # Once all have handed in, how well they did is the question.
        first = "score" if self.campaign.announced_at else "handed_in"
        return campaign_map.draw(
            self.communes, self.by_commune, self.whole, chosen, first
        )

    @property
    def map_title(self):
        name = self.map.indicator.text("name")
        return _("%(name)s: nơi nào cao, nơi nào thấp?") % {"name": name}

    def get_words(self):
        places = self.by_commune if self.sees_all else ()
        waiting = [(one.label, one.part.missing) for one in places if one.part.missing]
        waiting.sort(key=lambda one: -one[1])
        late = len(self.late)
        return {
            "progress": board_words.progress(self.whole, waiting),
            "levels": board_words.levels(self.whole, self.levels),
            "late": board_words.late(late, self.campaign.self_due_on),
        }

    @cached_property
    def states(self):
        """(label, own number, number, share) of every state an entry can be in."""
        own = board.progress_of(self.own_entries).states
        return [
            (label, mine, number, share)
            for (label, mine, _share), (_label, number, share) in zip(
                own, self.progress.states, strict=True
            )
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Bảng thi đua"),
            "run": self.run,
            "progress": self.progress,
            "is_provisional": board.is_provisional(self.campaign),
            "sees_all": self.sees_all,
            "whole": self.whole,
            "own": self.own,
            "levels": self.levels,
            "standings": self.standings,
            "late": self.late[:LATE_SHOWN],
            "late_more": max(len(self.late) - LATE_SHOWN, 0),
            "states": self.states,
            "words": self.get_words(),
            "places": self.by_commune if self.sees_all else [],
            "blocks": self.by_block if self.sees_all else [],
            "map": self.map,
            "map_title": self.map_title if self.map else "",
            "measures": campaign_map.measures(),
        }

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        key = self.request.GET.get("table", "communes")
        file = self.export(kind, key) if kind in KINDS and key in TABLES else None
        return file or super().render_to_response(context, **kwargs)

    def export(self, kind, key):
        made = sheet(key, self)
        described = board.about(
            self.page, self.campaign, self.run, made.title, self.progress
        )
        return respond(kind, made, described, TABLES[key].name)
