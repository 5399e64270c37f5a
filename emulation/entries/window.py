"""Until when a participant may fill in an entry, and in a sentence why not."""

from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.models import Campaign, Entry


def due(entry):
    """The last day; what came back may be mended until the review ends."""
    if entry.due_on:
        return entry.due_on
    if entry.state == Entry.State.RETURNED:
        return entry.campaign.review_due_on
    return entry.campaign.self_due_on


def closed_because(entry):
    """Why the entry cannot be filled in or handed in now; empty where it can."""
    phase = entry.campaign.phase
    if phase == Campaign.Phase.DRAFT:
        return _("Đợt thi đua chưa phát động nên chưa nhập được.")
    if phase == Campaign.Phase.ANNOUNCED:
        return _("Đợt thi đua đã công bố kết quả nên hồ sơ không sửa được nữa.")
    if not entry.is_open:
        words = _("Hồ sơ đang ở bước “%(state)s” nên không sửa được.")
        return words % {"state": entry.get_state_display()}
    if timezone.localdate() > due(entry):
        words = _(
            "Đã hết hạn tự đánh giá (%(day)s). Nếu cần gia hạn, hãy liên hệ Sở Giáo dục "
            "và Đào tạo."
        )
        return words % {"day": f"{due(entry):%d/%m/%Y}"}
    return ""


def may_edit(entry, user):
    """Whether `user` is one of those who fill this entry in."""
    return Entry.objects.editable_by(user).filter(pk=entry.pk).exists()


def refusal(entry, user):
    """Why `user` cannot write into the entry now; empty where she can."""
    reason = closed_because(entry)
    if reason:
        return reason
    if not may_edit(entry, user):
        return _("Bạn được xem hồ sơ này nhưng không được sửa.")
    return ""
