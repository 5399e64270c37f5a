"""The things that wait for a decision of the department today, at most three."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes import numbers
from communes.templatetags.shell import address
from edu_lang_son.pages.overview import by_place, gap_codes, place_url
from edu_lang_son.pages.province_charts import ScopeKind, amount, place_names
from schools import collection

MOST = 3


@dataclass(frozen=True)
class Decision:
    """One thing to decide: what it is about, the facts, and where to go."""

    subject: str
    facts: str
    action: str
    url: str


def for_today(page, period, found):
    """Approvals that wait, requests to unlock, then the widest gap to even out."""
    asked = [
        waiting(period, found),
        unlocking(page),
        redeployment(page),
        overdue(period, found),
    ]
    return [decision for decision in asked if decision][:MOST]


def returns_url(period, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{address('school_list')}?year={period.school_year_id}&{query}"


def waiting(period, found):
    queue = sorted((one for one in found if one.waiting), key=lambda one: one.oldest)
    if not queue:
        return None
    longest = queue[0]
    facts = _(
        "báo cáo của %(places)s đơn vị chờ duyệt; lâu nhất là %(name)s, %(days)s ngày."
    ) % {
        "places": len(queue),
        "name": name_of(longest),
        "days": longest.waiting_days,
    }
    number = numbers.shown(sum(one.waiting for one in queue), 0)
    url = address("approval_home") or returns_url(period, report="submitted")
    return Decision(number, facts, _("Mở danh sách chờ duyệt"), url)


def name_of(one):
    if one.commune is None:
        return _("trường thuộc Sở")
    return in_sentence(one.commune.full_name)


def in_sentence(name):
    """Xã Văn Lãng is xã Văn Lãng inside a Vietnamese sentence."""
    first, rest = name.split(" ", 1)
    return name if get_language() == "en" else f"{first.lower()} {rest}"


def unlocking(page):
    asked = list(collection.unlock_requests(page.user)[: MOST * 4])
    if not asked:
        return None
    first = asked[0]
    facts = _("xin mở khóa báo cáo %(period)s: “%(reason)s”.") % {
        "period": first.period,
        "reason": first.unlock_reason.rstrip("."),
    }
    if len(asked) > 1:
        facts += " " + _("Còn %(number)s yêu cầu khác.") % {"number": len(asked) - 1}
    school = address("school_detail", first.institution.code)
    url = f"{school}?year={first.period.school_year_id}"
    url = address("approval_return", first.pk) or url
    return Decision(first.institution.name, facts, _("Xem báo cáo của trường"), url)


def redeployment(page):
    """The commune that lacks most beside the one that has most to spare."""
    short, over = gap_codes(page)
    values = by_place(page, (short, over), ScopeKind.COMMUNE)
    if not values:
        return None
    lack = max(values, key=lambda key: amount(values[key].get(short)))
    spare = max(values, key=lambda key: amount(values[key].get(over)))
    missing, extra = amount(values[lack].get(short)), amount(values[spare].get(over))
    if not (missing and extra) or lack == spare:
        return None
    names = place_names(ScopeKind.COMMUNE)
    facts = _("thiếu %(missing)s giáo viên; %(spare)s thừa %(extra)s.") % {
        "missing": numbers.shown(missing),
        "spare": names[spare],
        "extra": numbers.shown(extra),
    }
    url = place_url(page, ScopeKind.COMMUNE, lack)
    return Decision(names[lack], facts, _("Xem từng trường, từng cấp học"), url)


def overdue(period, found):
    late = collection.late(found)
    if not late:
        return None
    first = late[0]
    facts = _("quá hạn %(days)s ngày, còn thiếu %(missing)s báo cáo.") % {
        "days": first.due.days_late,
        "missing": first.missing,
    }
    code = first.commune.code if first.commune else ""
    url = returns_url(period, commune=code)
    subject = first.commune.full_name if first.commune else name_of(first)
    return Decision(subject, facts, _("Xem trường chưa nộp"), url)
