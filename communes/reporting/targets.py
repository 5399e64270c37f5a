"""Targets in the annual report: what came of this year's, and those of the coming year."""

from collections import Counter

from communes.colours import REQUIRED
from communes.documents.blocks import Chart, Column, Kind, Paragraph, Series, Table
from communes.reporting import words
from communes.reporting.parts import Chapter, Part, register
from communes.reporting.tables import BRAND
from communes.targets.grid import aimed, levels_of
from communes.targets.judging import State, difference

STATES = {
    State.MET: "Đạt",
    State.NEAR: "Gần đạt",
    State.MISSED: "Chưa đạt",
    State.NO_VALUE: "Chưa có số liệu",
}


def register_all():
    register(
        Part("communes.targets", Chapter.DIRECTION, results, order=1),
        Part("communes.coming-targets", Chapter.GOALS, coming),
    )


def standings(facts, *, back=0):
    """Everything that has a target in the year, in the order of the dictionary."""
    found = [
        facts.standing(one.code, level, back=back)
        for one in aimed()
        for level in levels_of(one)
    ]
    return [one for one in found if one.target]


def name_of(standing):
    name = str(standing.indicator.name)
    return f"{name}, {words.LEVELS[standing.level]}" if standing.level else name


def results(facts):
    found = standings(facts)
    if not found:
        return []
    blocks = [Paragraph("direction.targets", words.stated(facts, _summary(found)))]
    for of_shares in (True, False):
        chosen = [one for one in found if one.indicator.is_percent == of_shares]
        blocks += _table(facts, chosen, of_shares)
    return blocks + _chart(found)


def _summary(found):
    counts = Counter(one.state for one in found)
    judged = [one for one in found if one.is_judged]
    if not judged:
        return "chưa có số liệu để đánh giá việc thực hiện chỉ tiêu."
    reserve = "tạm tính " if any(one.is_provisional for one in judged) else ""
    parts = [
        f"{words.count(counts[state])} chỉ tiêu {STATES[state].lower()}"
        for state in (State.MET, State.NEAR, State.MISSED)
        if counts[state]
    ]
    return (
        f"{reserve}trong {words.count(len(judged))} chỉ tiêu của năm học đã có số liệu, "
        f"có {words.listed(parts)}."
    )


def _table(facts, found, of_shares):
    if not found:
        return []
    rows = [
        [
            number,
            name_of(one),
            *_unit(one, of_shares),
            one.aim,
            one.value,
            one.difference,
            _state(one),
        ]
        for number, one in enumerate(found, start=1)
    ]
    title = f"Kết quả thực hiện chỉ tiêu năm học {facts.name}"
    code, tail = ("targets", "") if of_shares else ("targets-numbers", " (số lượng)")
    notes = ["Chênh lệch tính bằng điểm phần trăm."] if of_shares else []
    return [
        Table(
            code, title + tail, _columns(of_shares), rows, notes=notes + _notes(found)
        )
    ]


def _columns(of_shares):
    kind = Kind.PERCENT if of_shares else Kind.DECIMAL
    unit = " (%)" if of_shares else ""
    return [
        Column("TT", Kind.WHOLE, width=0.5),
        Column("Nội dung", width=3),
        *([] if of_shares else [Column("Đơn vị tính")]),
        Column(f"Chỉ tiêu{unit}", kind),
        Column(f"Kết quả{unit}", kind),
        Column("Chênh lệch", Kind.POINTS if of_shares else Kind.SIGNED),
        Column("Đánh giá", width=1.4),
    ]


def _state(one):
    word = STATES[one.state]
    return f"{word} (tạm tính)" if one.is_provisional else word


def _notes(found):
    papers = sorted({f"{one.target.document}" for one in found})
    notes = [f"Căn cứ: {'; '.join(papers)}."]
    if any(one.is_inherited for one in found):
        notes.append("Chỉ tiêu chưa giao riêng được lấy theo chỉ tiêu của tỉnh.")
    if any(one.is_provisional for one in found):
        notes.append("Tạm tính: số liệu chưa được duyệt đủ.")
    return notes


def _chart(found):
    """Asked beside reached, of shares over all levels that have both."""
    shown = [
        one
        for one in found
        if one.indicator.is_percent and one.is_judged and not one.level
    ]
    if len(shown) < 2:
        return []
    series = [
        Series("Chỉ tiêu", [one.aim for one in shown], REQUIRED),
        Series("Kết quả", [one.value for one in shown], BRAND),
    ]
    return [
        Chart(
            "targets",
            "Chỉ tiêu nào đã đạt, chỉ tiêu nào chưa?",
            _furthest(shown),
            "bars",
            [str(one.indicator.name) for one in shown],
            series,
            Column("", Kind.PERCENT),
        )
    ]


def _furthest(shown):
    """What is missed by most, or that all is reached."""
    missed = [one for one in shown if one.state != State.MET]
    if not missed:
        return "Các chỉ tiêu trong hình đều đạt."
    most = max(missed, key=lambda one: abs(one.difference))
    return f"Còn cách chỉ tiêu xa nhất: {name_of(most)}, {words.apart(most)}."


def coming(facts):
    """The targets of the year after; where there are none people write the chapter."""
    found = standings(facts, back=-1)
    if not found:
        return []
    following = f"{facts.start + 1}-{facts.start + 2}"
    text = (
        f"Năm học {following}, {facts.place} phấn đấu thực hiện "
        f"{words.count(len(found))} chỉ tiêu trong bảng dưới đây."
    )
    blocks = [Paragraph("goals.targets", text)]
    for of_shares in (True, False):
        chosen = [one for one in found if one.indicator.is_percent == of_shares]
        blocks += _coming_table(facts, chosen, of_shares, following)
    return blocks


def _coming_table(facts, found, of_shares, following):
    if not found:
        return []
    kind = Kind.PERCENT if of_shares else Kind.DECIMAL
    unit = " (%)" if of_shares else ""
    columns = [
        Column("TT", Kind.WHOLE, width=0.5),
        Column("Nội dung", width=3),
        *([] if of_shares else [Column("Đơn vị tính")]),
        Column(f"Thực hiện {facts.name}{unit}", kind),
        Column(f"Chỉ tiêu {following}{unit}", kind),
        Column("Tăng (+), giảm (−)", Kind.POINTS if of_shares else Kind.SIGNED),
    ]
    rows = [
        [number, name_of(one), *_unit(one, of_shares), *_planned(facts, one)]
        for number, one in enumerate(found, start=1)
    ]
    code, tail = ("goals", "") if of_shares else ("goals-numbers", " (số lượng)")
    title = f"Chỉ tiêu năm học {following}{tail}"
    notes = ["Tăng, giảm tính bằng điểm phần trăm."] if of_shares else []
    if not facts.is_complete:
        notes.append(f"Thực hiện {facts.name} là tạm tính, chưa được duyệt đủ.")
    return [Table(code, title, columns, rows, notes=notes + _notes(found))]


def _unit(one, of_shares):
    return [] if of_shares else [str(one.indicator.unit)]


def _planned(facts, one):
    """This year's value, the coming target, and the way between as printed."""
    now = facts.standing(one.indicator.code, one.level).value
    way = difference(one.indicator, one.aim, now)
    return [now, one.aim, way]
