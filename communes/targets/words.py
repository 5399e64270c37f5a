"""States, differences and origins of targets as the screen says them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import numbers
from communes.targets.judging import State

# A word, a sign and a class: never colour alone.
WORDS = {
    State.MET: gettext_lazy("Đạt"),
    State.NEAR: gettext_lazy("Gần đạt"),
    State.MISSED: gettext_lazy("Chưa đạt"),
    State.NO_VALUE: gettext_lazy("Chưa có số liệu"),
    State.NO_TARGET: gettext_lazy("Chưa có chỉ tiêu"),
}
SIGNS = {
    State.MET: "✔",
    State.NEAR: "◐",
    State.MISSED: "✘",
    State.NO_VALUE: "…",
    State.NO_TARGET: "–",
}


def state(standing):
    """The state, said to be provisional while not everything is approved."""
    word = str(WORDS[standing.state])
    return (
        _("%(state)s (tạm tính)") % {"state": word} if standing.is_provisional else word
    )


def aim(standing):
    return numbers.with_unit(standing.indicator, standing.aim)


def difference(standing):
    """+1,2 điểm %, −3 trường; a dash where there is nothing to compare."""
    found, indicator = standing.difference, standing.indicator
    if found is None:
        return numbers.NONE
    if indicator.is_percent:
        text = numbers.signed(found * 100, indicator.digits)
        return _("%(number)s điểm %%") % {"number": text if found else "0"}
    text = numbers.signed(found, indicator.digits) if found else "0"
    return f"{text} {indicator.text('unit')}".strip()


def origin(standing):
    """Whose target it is, by which document."""
    if standing.target is None:
        return ""
    target = standing.target
    paper = _("%(document)s ngày %(day)s") % {
        "document": target.document,
        "day": f"{target.decided_on:%d/%m/%Y}",
    }
    if standing.is_inherited:
        return _("Chỉ tiêu của tỉnh (chưa đặt riêng); %(paper)s") % {"paper": paper}
    return paper


def basis(standing):
    """Why a state is provisional: how many of the returns behind it are approved."""
    expected, reported, approved = standing.coverage
    if not standing.is_provisional:
        return ""
    words = _("%(reported)s/%(expected)s trường đã nộp, %(approved)s đã duyệt")
    return words % {"reported": reported, "expected": expected, "approved": approved}
