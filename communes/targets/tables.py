"""The targets of one place and year beside what has been reached, row by row."""

from collections import Counter

from django.utils.translation import gettext as _

from communes import queries
from communes.levels import Level
from communes.targets import words
from communes.targets.grid import aimed, levels_of
from communes.targets.judging import State
from communes.targets.plan import plan_for


def standings(page):
    """Standings of the page's scope; of levels only those with a target.

    A chosen level shows that level alone.
    """
    commune = page.scope.commune.code if page.scope.commune else ""
    plan = plan_for(page.user, [page.year.start], communes=[commune] if commune else [])
    rows = {
        (row.indicator, row.level): row
        for row in queries.values_of(
            page.user,
            page.year.start,
            scope=page.scope.kind,
            keys=[page.scope.key],
            level=None,
            basis=page.basis,
        )
    }
    found = [
        plan.standing(
            one.code,
            level,
            page.year.start,
            page.scope.kind,
            commune=commune,
            row=rows.get((one.code, level)),
        )
        for one in aimed()
        for level in levels_of(one)
        if page.level in ("", level)
    ]
    return [one for one in found if one.target or one.level == page.level]


def summary(found):
    """How many targets are reached, nearly and not, in a sentence."""
    counts = Counter(one.state for one in found)
    judged = [one for one in found if one.is_judged]
    if not judged:
        return _("Chưa có chỉ tiêu nào có số liệu để so sánh.")
    text = _(
        "%(met)s chỉ tiêu đạt, %(near)s gần đạt, %(missed)s chưa đạt trong %(all)s chỉ "
        "tiêu đã có số liệu."
    ) % {
        "met": counts[State.MET],
        "near": counts[State.NEAR],
        "missed": counts[State.MISSED],
        "all": len(judged),
    }
    if any(one.is_provisional for one in judged):
        text += " " + _("Số liệu chưa được duyệt đủ nên kết quả là tạm tính.")
    return text


def level_name(level):
    return str(Level(level).label) if level else _("Tất cả cấp học")


def header():
    return [
        _("Chỉ số"),
        _("Cấp học"),
        _("Đơn vị tính"),
        _("Chỉ tiêu"),
        _("Kết quả"),
        _("Chênh lệch"),
        _("So với chỉ tiêu"),
        _("Căn cứ"),
        _("Mức đầy đủ"),
    ]


def file_rows(found):
    """Cells for a file; shares in per cent, their differences in percentage points."""
    for one in found:
        scale = 100 if one.indicator.is_percent else 1
        figures = (one.aim, one.value, one.difference)
        yield [
            one.indicator.text("name"),
            level_name(one.level),
            one.indicator.text("unit"),
            *(
                None if figure is None else round(figure * scale, one.indicator.digits)
                for figure in figures
            ),
            words.state(one),
            words.origin(one),
            words.basis(one),
        ]
