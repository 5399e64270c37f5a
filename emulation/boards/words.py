"""Sentences of the campaign's board, to be read aloud in a meeting."""

from django.utils.translation import gettext as _

from communes.numbers import percent, shown


def progress(part, waiting):
    """`waiting` are (label, entries not handed in) by place, the most first."""
    if not part.entries:
        return _("Đợt này chưa có hồ sơ nào.")
    words = {
        "handed_in": shown(part.handed_in),
        "entries": shown(part.entries),
        "share": percent(part.handed_in, part.entries),
        "verified": shown(part.verified),
        "missing": shown(part.missing),
    }
    if not part.missing:
        return (
            _("Cả %(entries)s hồ sơ đã nộp, %(verified)s đã được Sở thẩm định.") % words
        )
    start = _(
        "%(handed_in)s/%(entries)s hồ sơ đã nộp (%(share)s), %(verified)s đã được Sở "
        "thẩm định; còn %(missing)s hồ sơ chưa nộp"
    )
    if not waiting:
        return f"{start % words}."
    label, most = waiting[0]
    tail = _(", nhiều nhất ở %(label)s (%(most)s).") % {
        "label": label,
        "most": shown(most),
    }
    return start % words + tail


def levels(part, names):
    """How the entries that have a level are spread over the levels, best first."""
    if not part.levelled:
        return _("Chưa hồ sơ nào có mức.")
    spread = ", ".join(
        f"{names[number]}: {shown(part.levels[number])} "
        f"({percent(part.levels[number], part.levelled)})"
        for number in sorted(part.levels, reverse=True)
    )
    return _("Trong %(number)s hồ sơ đã nộp và có mức: %(spread)s.") % {
        "number": shown(part.levelled),
        "spread": spread,
    }


def late(number, day):
    if not number:
        return _("Không có hồ sơ nào quá hạn %(day)s.") % {"day": f"{day:%d/%m/%Y}"}
    return _("%(number)s hồ sơ quá hạn mà chưa nộp.") % {"number": shown(number)}
