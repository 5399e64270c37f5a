"""Notices about reviews: sent back, verified, given out, appealed and answered."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communes import notices
from communes.models import Notice, User
from communes.scoping import Role
from communes.templatetags.shell import address
from emulation.entries import window


def people_of(entry):
    """Accounts that fill the entry in: the school's clerks and its commune's people."""
    found = User.objects.none()
    if entry.institution_id:
        found = notices.in_use(
            User.objects.filter(
                role=Role.SCHOOL_CLERK, institution_code=entry.institution.code
            )
        )
    communes = [entry.commune_id] if entry.commune_id else []
    return [*found, *notices.people_of_communes(communes)]


def returned(entry, *, by):
    facts = {
        "name": entry.name,
        "campaign": entry.campaign.name,
        "due": f"{window.due(entry):%d/%m/%Y}",
        "reason": entry.reason,
    }
    _tell(
        [person for person in people_of(entry) if person.pk != by.pk],
        entry,
        "returned",
        lambda: (
            _(
                "Hồ sơ thi đua của %(name)s (%(campaign)s) bị trả lại, nộp lại đến hết "
                "%(due)s. Lý do: %(reason)s"
            )
            % facts
        ),
    )


def verified(entry):
    facts = {
        "name": entry.name,
        "campaign": entry.campaign.name,
        "due": f"{entry.campaign.appeal_due_on:%d/%m/%Y}",
    }
    _tell(
        people_of(entry),
        entry,
        "verified",
        lambda: (
            _(
                "Sở đã thẩm định xong hồ sơ của %(name)s (%(campaign)s). Đơn vị được "
                "kiến nghị đến hết %(due)s."
            )
            % facts
        ),
    )


def appealed(appeal):
    entry = appeal.entry
    facts = {
        "name": entry.name,
        "item": appeal.item.code,
        "reason": appeal.reason,
    }
    notices.tell(
        notices.officials(),
        Notice.Kind.QUESTION,
        lambda: _("%(name)s kiến nghị mục %(item)s. Lý do: %(reason)s") % facts,
        address("campaign_appeal_decide", appeal.pk),
        f"campaign-appealed:{appeal.pk}",
    )


def answered(appeal):
    entry = appeal.entry
    facts = {
        "name": entry.name,
        "item": appeal.item.code,
        "answer": appeal.answer,
    }

    def words():
        if appeal.is_granted:
            return (
                _(
                    "Sở chấp nhận kiến nghị của %(name)s về mục %(item)s. "
                    "Trả lời: %(answer)s"
                )
                % facts
            )
        return (
            _("Sở giữ nguyên điểm mục %(item)s của %(name)s. Trả lời: %(answer)s")
            % facts
        )

    _tell(people_of(entry), entry, "answered", words)


def assigned(campaign, plan):
    """Each reviewer learns how many entries she was given."""
    own = {}
    for review in plan.reviews:
        own[review.reviewer_id] = own.get(review.reviewer_id, 0) + 1
    occasion = f"campaign-assigned:{campaign.pk}:{_now()}"
    for person in User.objects.filter(pk__in=own):
        facts = {"number": own[person.pk], "campaign": campaign.name}
        _tell_reviewer(person, facts, occasion)


def called_third(review):
    facts = {"number": 1, "campaign": review.entry.campaign.name}
    _tell_reviewer(review.reviewer, facts, f"campaign-third:{review.pk}")


def _tell_reviewer(person, facts, occasion):
    notices.tell(
        [person],
        Notice.Kind.QUESTION,
        lambda: _("Bạn được giao thẩm định %(number)s hồ sơ của %(campaign)s.") % facts,
        address("campaign_review_home"),
        occasion,
    )


def _tell(people, entry, step, words):
    notices.tell(
        people,
        Notice.Kind.DECISION,
        words,
        address("campaign_entry", entry.pk),
        f"campaign-{step}:{entry.pk}:{_now()}",
    )


def _now():
    return f"{timezone.now():%Y%m%d%H%M%S%f}"
