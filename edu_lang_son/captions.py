"""Sentences under charts, to be read aloud in a meeting."""

from django.utils.translation import gettext as _

from communes import numbers


def gaps(scope, places, what):
    """`places` are (label, shortage, surplus), the largest shortage first."""
    if not places:
        return _("Chưa có số liệu thừa, thiếu của năm học này.")
    short = sum(shortage for _label, shortage, _surplus in places)
    over = sum(surplus for _label, _shortage, surplus in places)
    label, most, _rest = places[0]
    if not short:
        return _("%(scope)s không thiếu %(what)s so với định mức tối đa.") % {
            "scope": scope,
            "what": what,
        }
    return _(
        "%(scope)s thiếu %(short)s %(what)s so với định mức tối đa, nhiều nhất ở "
        "%(label)s (%(most)s); thừa %(over)s ở nơi khác, không bù cho chỗ thiếu."
    ) % {
        "scope": scope,
        "what": what,
        "short": numbers.posts(short),
        "label": label,
        "most": numbers.posts(most),
        "over": numbers.posts(over),
    }


def change_over_years(first, last, total_first, total_last, parts):
    """`parts` are (label, difference) of each level over the same years."""
    if total_last is None:
        return _("Chưa có số liệu người học của năm học này.")
    if total_first is None or not parts:
        return _("Năm học %(year)s có %(total)s người học.") % {
            "year": last,
            "total": numbers.shown(total_last, 0),
        }
    grown = max(parts, key=lambda part: part[1])
    fallen = min(parts, key=lambda part: part[1])
    return _(
        "Năm học %(year)s có %(total)s người học, %(change)s so với %(first)s; "
        "%(grown)s %(more)s, %(fallen)s %(less)s."
    ) % {
        "year": last,
        "total": numbers.shown(total_last, 0),
        "change": difference(total_last - total_first),
        "first": first,
        "grown": grown[0],
        "more": difference(grown[1]),
        "fallen": fallen[0],
        "less": difference(fallen[1]),
    }


def difference(value):
    if not value:
        return _("không đổi")
    words = _("tăng %(number)s") if value > 0 else _("giảm %(number)s")
    return words % {"number": numbers.shown(abs(value), 0)}


def staffing(levels):
    """`levels` are (label, present, required)."""
    normed = [level for level in levels if level[2]]
    if not normed:
        return _("Chưa có số liệu đội ngũ của năm học này.")
    label, present, required = min(normed, key=lambda level: level[1] / level[2])
    return _(
        "%(label)s có tỷ lệ đáp ứng thấp nhất: %(present)s giáo viên trên định mức "
        "tối đa %(required)s (%(share)s)."
    ) % {
        "label": label,
        "present": numbers.shown(present, 0),
        "required": numbers.shown(required, 0),
        "share": numbers.percent(present, required),
    }


def places(indicator, ranked, whole_label, whole):
    """`ranked` are (label, value), the highest first; places without value left out."""
    if not ranked:
        return _("Chưa có số liệu của chỉ số này.")
    (high, top), (low, bottom) = ranked[0], ranked[-1]
    if top == bottom:
        return _("Mọi nơi đều bằng nhau: %(value)s.") % {
            "value": numbers.with_unit(indicator, top)
        }
    return _(
        "Cao nhất là %(high)s (%(top)s), thấp nhất là %(low)s (%(bottom)s); "
        "%(label)s %(whole)s."
    ) % {
        "high": high,
        "top": numbers.with_unit(indicator, top),
        "low": low,
        "bottom": numbers.with_unit(indicator, bottom),
        "label": whole_label[:1].lower() + whole_label[1:],
        "whole": numbers.with_unit(indicator, whole),
    }


def coverage(reported, approved, expected):
    if not expected:
        return _("Chưa có xã nào phải nộp báo cáo trong năm học này.")
    if approved == expected:
        return _("Cả %(expected)s xã đã nộp và đã được duyệt.") % {"expected": expected}
    return _(
        "%(reported)s trong %(expected)s xã đã nộp đủ, %(approved)s xã đã được duyệt; "
        "còn %(rest)s xã chưa nộp đủ."
    ) % {
        "reported": reported,
        "expected": expected,
        "approved": approved,
        "rest": expected - reported,
    }


def trend(indicator, years):
    """`years` are (name, value), the oldest first."""
    known = [(name, value) for name, value in years if value is not None]
    if not known:
        return _("Chưa có số liệu của chỉ số này.")
    name, value = known[-1]
    now = {"year": name, "value": numbers.with_unit(indicator, value)}
    if len(known) == 1:
        return _("Năm học %(year)s: %(value)s.") % now
    first, before = known[0]
    return _("Năm học %(year)s: %(value)s; năm học %(first)s: %(before)s.") % {
        **now,
        "first": first,
        "before": numbers.with_unit(indicator, before),
    }
