"""What the department does with returns: each verb of the approval is one address."""

from datetime import datetime, time

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communes import approval
from communes.approval import TransitionError
from communes.numbers import shown
from communes.views import Post

from . import telling
from .decisions import decide, remember, seen_by
from .models import SchoolReturn
from .periods import ProvinceMixin


class Decision(ProvinceMixin, Post):
    """Takes the returns as the page showed them and runs one verb on all or none.

    A refusal loses nothing that was typed.
    """

    def act(self, seen):
        """Run the verb, tell people, and say what was done."""
        raise NotImplementedError

    def post(self, request, **kwargs):
        seen = seen_by(request.POST.getlist("returns"))
        try:
            with transaction.atomic():
                told = self.act(seen)
        except TransitionError as refusal:
            messages.error(request, str(refusal))
            remember(request, self.reason)
        else:
            messages.success(request, told)
        return redirect(self.next_address())

    @property
    def reason(self):
        return self.request.POST.get("reason", "")


class Approve(Decision):
    def act(self, seen):
        rows = decide(approval.approve, seen, by=self.request.user)
        telling.approved(rows)
        return _(
            "Đã duyệt %(number)s báo cáo. Số liệu đang được tính lại, vài giây nữa sẽ "
            "có trên trang của xã và trang tổng quan."
        ) % {"number": shown(len(seen))}


class Reject(Decision):
    def act(self, seen):
        rows = decide(approval.reject, seen, by=self.request.user, reason=self.reason)
        telling.rejected(rows, self.reason.strip())
        return _("Đã từ chối %(number)s báo cáo; đơn vị đã được báo kèm lý do.") % {
            "number": shown(len(seen))
        }


class Lock(Decision):
    def act(self, seen):
        decide(approval.lock, seen, by=self.request.user)
        return _("Đã khóa %(number)s báo cáo.") % {"number": shown(len(seen))}


class GrantUnlock(Decision):
    def act(self, seen):
        until = end_of_day(self.request.POST.get("until", ""))
        rows = decide(approval.unlock, seen, by=self.request.user, until=until)
        telling.unlocked(rows, until)
        return _("Đã mở khóa đến hết ngày %(day)s; đơn vị đã được báo.") % {
            "day": f"{timezone.localtime(until):%d/%m/%Y}"
        }


class RefuseUnlock(Decision):
    def act(self, seen):
        rows = decide(
            approval.refuse_unlock, seen, by=self.request.user, reason=self.reason
        )
        telling.unlock_refused(rows, self.reason.strip())
        return _("Đã trả lời không mở khóa; đơn vị đã được báo kèm lý do.")


def end_of_day(text):
    """The last moment of the day written in `text`; raises TransitionError for none."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise TransitionError(_("Hãy chọn ngày hết hạn mở khóa.")) from None
    return timezone.make_aware(datetime.combine(day, time.max.replace(microsecond=0)))


class OfCommune:
    """Decided on the page of a commune, and shown there."""

    def next_address(self):
        return reverse("approval_commune", kwargs=self.kwargs)


class OfReturn:
    """Decided on the page of one return, and shown there; about no other return."""

    def post(self, request, **kwargs):
        rows = SchoolReturn.objects.visible_to(request.user)
        self.filed = get_object_or_404(rows, pk=kwargs["pk"])
        return super().post(request, **kwargs)

    def act(self, seen):
        return super().act([one for one in seen if one.pk == self.filed.pk])

    def next_address(self):
        return reverse("approval_return", kwargs=self.kwargs)


class CommuneApprove(OfCommune, Approve):
    """Approves the chosen returns."""


class CommuneReject(OfCommune, Reject):
    """Rejects the chosen returns for one reason."""


class CommuneLock(OfCommune, Lock):
    """Locks the chosen returns."""


class ReturnApprove(OfReturn, Approve):
    """Approves this return."""


class ReturnReject(OfReturn, Reject):
    """Rejects this return."""


class ReturnLock(OfReturn, Lock):
    """Locks this return."""


class ReturnUnlock(OfReturn, GrantUnlock):
    """Opens this return again, as was asked."""


class ReturnRefuseUnlock(OfReturn, RefuseUnlock):
    """Leaves this return closed, though it was asked to be opened."""
