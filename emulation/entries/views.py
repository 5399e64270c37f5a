"""Pages of entries: the list of a campaign, self-assessment, handing in, what came of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.listing import ListPage
from communes.numbers import shown
from emulation.boards import board
from emulation.entries import answers, passage, window
from emulation.entries import forms as entry_forms
from emulation.entries import table as entry_table
from emulation.entries.sheet import Sheet
from emulation.evidence_files import evidence
from emulation.measured import measuring
from emulation.measured.measures import address_of
from emulation.models import Appeal, Entry, Standing
from emulation.page import CampaignPage, EmulationPage
from emulation.reviews import appeals, reviewing

EVIDENCE = "emulation/evidence/_of_answer.html"


class CampaignEntries(CampaignPage, ListPage):
    """Entries that the reader may open, one line each."""

    tab = "entries"
    template_name = "emulation/entries/list.html"
    export_name = "ho-so-thi-dua"
    filterset_class = entry_table.EntryFilter
    table_class = entry_table.EntryTable
    main_filters = ("q", "state", "block", "commune")
    bar_filters = ()

    @property
    def title(self):
        return _("Hồ sơ thi đua")

    @cached_property
    def levels(self):
        return board.level_names(self.campaign)

    def get_queryset(self):
        return entry_table.rows(self.request.user, self.campaign)

    def get_filterset_kwargs(self, filterset_class):
        blocks = self.campaign.blocks.values_list("pk", "name")
        return super().get_filterset_kwargs(filterset_class) | {
            "blocks": [(str(pk), name) for pk, name in blocks],
            "levels": [(str(number), name) for number, name in self.levels.items()],
        }

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"level_names": self.levels}

    def get_totals_label(self):
        number = self.object_list.aggregate(number=Count("pk"))["number"]
        return _("%(number)s hồ sơ") % {"number": shown(number)}


class EntryPage(EmulationPage):
    """A page about one entry; a stranger's does not exist."""

    tab = "entries"

    @cached_property
    def entry(self):
        rows = Entry.objects.visible_to(self.request.user).select_related(
            "campaign__school_year", "institution", "commune", "block", "returned_by"
        )
        return get_object_or_404(
            rows.defer("commune__outline").exclude(campaign__launched_at__isnull=True),
            pk=self.kwargs["pk"],
        )

    def get_campaign(self):
        return self.entry.campaign

    @property
    def address(self):
        return reverse("campaign_entry", args=[self.entry.pk])

    @cached_property
    def may_edit(self):
        return window.may_edit(self.entry, self.request.user)


class CampaignEntry(EntryPage, TemplateView):
    """Self-assessment while the entry is open; afterwards what became of it."""

    template_name = "emulation/entries/entry.html"
    outcomes = ()

    @cached_property
    def sheet(self):
        return Sheet(self.entry, self.outcomes)

    def get_context_data(self, **kwargs):
        closed = window.closed_because(self.entry)
        return super().get_context_data(**kwargs) | {
            "title": self.entry.name,
            "entry": self.entry,
            "sheet": self.sheet,
            "closed": closed,
            "may_edit": self.may_edit and not closed,
            "due": window.due(self.entry),
            "may_check": self.may_check(),
            "evidence": self.evidence_template(),
            "measured": [line for line in self.sheet.lines if line.item.measure],
            **self.outcome(),
        }

    def may_check(self):
        """Whether this reader is asked to check what somebody else handed in."""
        user = self.request.user
        waiting = reviewing.checkable_by(user).filter(state=Entry.State.SUBMITTED)
        return waiting.exclude(submitted_by=user).filter(pk=self.entry.pk).exists()

    def outcome(self):
        """What became of the entry since it was handed in."""
        steps = self.entry.steps.select_related("by")
        return {
            "standing": self.standing(),
            "steps": steps.order_by("-at", "-pk"),
            "appeals": self.appeals(),
            "appeal_url": self.appeal_url(),
        }

    def evidence_template(self):
        """The partial about evidence, all of it read at once."""
        rows = [line.answer for line in self.sheet.lines]
        evidence.attach(rows, self.request.user)
        return EVIDENCE

    def standing(self):
        """The score and the place; a school's own only, or when all is announced."""
        rows = Standing.objects.visible_to(self.request.user).select_related(
            "run", "block", "entry"
        )
        return rows.filter(entry=self.entry).first()

    def appeals(self):
        rows = Appeal.objects.visible_to(self.request.user).filter(entry=self.entry)
        return rows.select_related("item")

    def appeal_url(self):
        """Where a verified item can be contested, while that is possible."""
        if not (self.may_edit and appeals.open_for(self.entry)):
            return ""
        return address_of("campaign_appeal", self.entry.pk)

    def get_breadcrumbs(self):
        campaign = self.entry.campaign
        entries = reverse("campaign_entry_list", args=[campaign.code])
        return [(_("Hồ sơ thi đua"), entries), (self.entry.name, "")]


class EntryAction(CampaignEntry):
    """Saves what the page holds, then does what was asked for, unless something is wrong."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        if not self.may_edit:
            raise PermissionDenied(_("Bạn được xem hồ sơ này nhưng không được sửa."))
        edits = entry_forms.edits(request.POST)
        taken = request.POST.get("take", "")
        edits = entry_forms.taking_over(self.entry, edits, taken)
        self.outcomes = answers.save(self.entry, edits, by=request.user)
        if any(one.state not in ("saved", "same") for one in self.outcomes):
            return self.render_to_response(self.get_context_data(), status=422)
        return self.act()

    @property
    def saved(self):
        return sum(one.state == "saved" for one in self.outcomes)

    def back(self, place=""):
        return redirect(self.address + place)


class EntrySave(EntryAction):
    def act(self):
        refused = window.closed_because(self.entry)
        if refused:
            messages.error(self.request, refused)
        elif self.saved:
            words = _("Đã lưu %(number)s mục.") % {"number": shown(self.saved)}
            messages.success(self.request, words)
        else:
            messages.info(self.request, _("Không có mục nào thay đổi."))
        return self.back(entry_forms.place_of(self.request.POST))


class EntryMeasure(EntryAction):
    """Fetches the figures of the measured items anew."""

    def act(self):
        refused = window.closed_because(self.entry)
        if refused:
            messages.error(self.request, refused)
            return self.back()
        changed = measuring.refresh([self.entry])
        words = _("Đã lấy lại số liệu: %(number)s mục thay đổi.")
        messages.success(self.request, words % {"number": shown(changed)})
        return self.back("#so-lieu")


class EntrySubmit(EntryAction):
    """Hands the entry in, with what is still unsaved on the page."""

    def act(self):
        try:
            state = passage.submit(self.entry, by=self.request.user)
        except passage.PassageError as refusal:
            for sentence in summed_up(refusal.sentences):
                messages.error(self.request, sentence)
            return self.back("#can-lam")
        messages.success(self.request, thanks(state))
        return self.back()


def summed_up(sentences):
    """One sentence as it is; many are listed on the page already."""
    if len(sentences) == 1:
        return sentences
    words = _(
        "Chưa nộp được: còn %(number)s việc phải làm, liệt kê ở mục “Trước khi nộp”."
    )
    return [words % {"number": shown(len(sentences))}]


def thanks(state):
    if state == Entry.State.SUBMITTED:
        return _("Đã nộp hồ sơ. Xã sẽ thẩm định rồi chuyển lên Sở.")
    return _("Đã nộp hồ sơ. Sở sẽ thẩm định và báo kết quả.")
