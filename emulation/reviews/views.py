"""Pages where entries are checked, marked and sent back, and what waits for whom."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.numbers import shown
from communes.scoping import PROVINCE_ROLES, is_active_account
from communes.views import Post
from emulation.entries.answers import items_of
from emulation.models import Entry, Review
from emulation.page import EmulationPage
from emulation.reviews import home as review_home
from emulation.reviews import marking, reviewing
from emulation.reviews import sheet as review_sheet
from emulation.reviews.marking import ReviewError
from schools.decisions import recall, remember

State, Stage = Entry.State, Review.Stage


class ReviewHome(EmulationPage, TemplateView):
    """What waits for the reader: entries to check, reviews, appeals, returned ones."""

    tab = "review"
    template_name = "emulation/review/home.html"

    def get_context_data(self, **kwargs):
        return (
            super().get_context_data(**kwargs)
            | {"title": _("Thẩm định")}
            | review_home.waiting(self.request.user)
        )


class EntryReview(EmulationPage):
    """About one entry that the reader may see; else it does not exist."""

    tab = "review"

    @cached_property
    def entry(self):
        rows = Entry.objects.visible_to(self.request.user).select_related(
            "campaign__school_year", "institution", "commune", "block"
        )
        rows = rows.defer("commune__outline").exclude(campaign__launched_at=None)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_campaign(self):
        return self.entry.campaign

    def get_breadcrumbs(self):
        home = (_("Thẩm định"), reverse("campaign_review_home"))
        return [home, (self.entry.name, "")]


class Marking(EntryReview, TemplateView):
    """A page of marks: shows them, and keeps what it is sent but for what is wrong."""

    template_name = "emulation/review/review.html"
    typed_in = None
    comment = None

    @cached_property
    def items(self):
        return review_sheet.items_under(self.review, self.entry)

    def get_sheet(self):
        return review_sheet.Sheet(
            self.entry,
            self.items,
            user=self.request.user,
            review=self.review,
            typed_in=self.typed_in,
        )

    def get_comment(self):
        """What was typed just now, else what was kept."""
        kept = getattr(self.review, "comment", "")
        return kept if self.comment is None else self.comment

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.entry.name,
            "entry": self.entry,
            "review": self.review,
            "sheet": self.get_sheet(),
            "comment": self.get_comment(),
            "may_edit": False,
            "may_mark": self.may_mark,
            "may_return": self.may_mark and self.may_return(),
            "reasons": review_home.common_reasons(self.entry.campaign),
            "typed": recall(self.request),
            "address": self.request.path,
        }

    def may_return(self):
        found = reviewing.returnable_by(self.request.user)
        return found.filter(pk=self.entry.pk).exists()

    def keep(self):
        """Save what the page holds; True where nothing was wrong."""
        user, posted = self.request.user, self.request.POST
        found = review_sheet.read(self.items, posted)
        self.comment = posted.get("comment")
        refused = marking.save_marks(
            self.review, found.marks, by=user, comment=self.comment
        )
        self.typed_in = found.with_refusals(refused)
        return not self.typed_in

    def take_over(self):
        """Give the claimed points to one item or to all that have none yet."""
        wanted = self.request.POST.get("accept", "")
        if not wanted:
            return 0
        review = marking.open_review(self.review, self.request.user)
        items = [one for one in self.items if wanted in ("all", str(one.pk))]
        if wanted != "all":
            review.marks.filter(item__in=items).delete()
        return reviewing.agree(review, items=items)

    def post(self, request, **kwargs):
        try:
            with transaction.atomic():
                is_right = self.keep()
                taken = self.take_over()
            if is_right:
                return self.saved(taken)
        except ReviewError as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
            return redirect(self.address)
        return self.render_to_response(self.get_context_data(), status=422)

    def saved(self, taken):
        words = _("Đã lưu điểm.")
        if taken:
            words = _("Đã lưu, chấp nhận điểm tự chấm của %(number)s mục.") % {
                "number": shown(taken)
            }
        messages.success(self.request, words)
        wanted = self.request.POST.get("accept", "")
        return redirect(self.address + (f"#muc-{wanted}" if wanted.isdigit() else ""))


class ReviewPage(Marking):
    """A review of the department: its reviewer marks, others read what is finished."""

    @cached_property
    def review(self):
        user = self.request.user
        if user.role not in PROVINCE_ROLES:
            raise PermissionDenied(_("Chỉ người thẩm định của Sở mở được trang này."))
        rows = Review.objects.visible_to(user).filter(stage=Stage.DEPARTMENT)
        people = ("entry__campaign__school_year", "entry__institution", "reviewer")
        return get_object_or_404(
            rows.select_related(*people, "entry__block"), pk=self.kwargs["pk"]
        )

    @property
    def entry(self):
        return self.review.entry

    @property
    def address(self):
        return reverse("campaign_review", args=[self.review.pk])

    @cached_property
    def may_mark(self):
        return (
            self.review.reviewer_id == self.request.user.pk
            and self.review.finished_at is None
            and self.entry.state == State.CONFIRMED
            and self.entry.campaign.is_running
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "finish_url": reverse("campaign_review_finish", args=[self.review.pk]),
            "is_third": self.review.slot == Review.Slot.THIRD,
        }

    def post(self, request, **kwargs):
        if self.review.reviewer_id != request.user.pk:
            raise PermissionDenied(_("Hồ sơ này không giao cho bạn thẩm định."))
        return super().post(request, **kwargs)


class ReviewFinish(ReviewPage):
    """Keeps what the page holds and closes the review, if nothing is missing."""

    http_method_names = ["post"]

    def saved(self, taken):
        state = reviewing.finish(self.review, by=self.request.user)
        words = _("Đã chấm xong hồ sơ của %(name)s.")
        if state == State.VERIFIED:
            words = _("Đã chấm xong; hồ sơ của %(name)s được thẩm định xong.")
        messages.success(self.request, words % {"name": self.entry.name})
        return redirect("campaign_review_home")


class CheckPage(Marking):
    """The commune's check: agree with what a school claims, or give points of its own."""

    def dispatch(self, request, *args, **kwargs):
        if is_active_account(request.user) and not self.is_checker():
            raise PermissionDenied(
                _("Chỉ phòng Văn hóa - Xã hội của xã quản lý thẩm định ở trang này.")
            )
        return super().dispatch(request, *args, **kwargs)

    def is_checker(self):
        found = reviewing.checkable_by(self.request.user)
        return found.filter(pk=self.entry.pk).exists()

    @cached_property
    def review(self):
        return self.entry.reviews.filter(stage=Stage.COMMUNE).first()

    @cached_property
    def items(self):
        return items_of(self.entry)

    @property
    def address(self):
        return reverse("campaign_entry_check", args=[self.entry.pk])

    @cached_property
    def may_mark(self):
        return self.is_waiting and self.entry.submitted_by_id != self.request.user.pk

    @property
    def is_waiting(self):
        return self.entry.state == State.SUBMITTED and self.entry.campaign.is_running

    def may_return(self):
        return True

    def get_context_data(self, **kwargs):
        own = self.entry.submitted_by_id == self.request.user.pk
        return super().get_context_data(**kwargs) | {
            "is_check": True,
            "is_own": self.is_waiting and own,
        }

    def keep(self):
        self.review = reviewing.begin_check(self.entry, by=self.request.user)
        return super().keep()

    def saved(self, taken):
        if "confirm" not in self.request.POST:
            return super().saved(taken)
        reviewing.confirm(self.entry, by=self.request.user)
        words = _("Đã thẩm định hồ sơ của %(name)s và chuyển lên Sở.")
        messages.success(self.request, words % {"name": self.entry.name})
        return redirect("campaign_review_home")


class ReturnEntry(EntryReview, Post):
    """Sends an entry back with a reason, and with a day if the page names one."""

    def post(self, request, **kwargs):
        if not self.is_judge():
            raise PermissionDenied(_("Bạn không trả lại được hồ sơ này."))
        reason = request.POST.get("reason", "")
        try:
            due_on = read_day(request.POST.get("due_on", ""))
            reviewing.give_back(
                self.entry, by=request.user, reason=reason, due_on=due_on
            )
        except ReviewError as refusal:
            return self.refused(refusal, reason)
        words = _("Đã trả lại hồ sơ của %(name)s; đơn vị đã được báo kèm lý do.")
        messages.success(request, words % {"name": self.entry.name})
        return redirect("campaign_review_home")

    def refused(self, refusal, reason):
        remember(self.request, reason)
        for sentence in refusal.sentences:
            messages.error(self.request, sentence)
        return redirect(review_home.page_of(self.entry, self.request.user))

    def is_judge(self):
        user = self.request.user
        if user.role in PROVINCE_ROLES:
            return True
        return reviewing.checkable_by(user).filter(pk=self.entry.pk).exists()


def read_day(text):
    """The day that a date field sent; None for none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReviewError(_("Hạn nộp lại không phải là một ngày.")) from None
