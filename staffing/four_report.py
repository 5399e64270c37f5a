"""The four figures of shortage and surplus in the annual report, each by itself."""

from django.db.models import Sum

from communes.documents.blocks import Column, Kind, Paragraph, Table
from communes.reporting import words
from communes.reporting.parts import Chapter, Part, register
from staffing.models import NormSet, PlaceGap, Post

from . import four

READING = NormSet.Reading.ACTUAL_CLASSES.value
NOT_MIXED = (
    "Bốn con số trả lời bốn câu hỏi khác nhau, không cộng trừ lẫn nhau; thiếu và thừa "
    "của mỗi con số cũng là hai tổng riêng."
)


def register_all():
    register(Part("staffing.four", Chapter.STAFF, figures, order=2))


def figures(facts):
    found = {figure.code: gross(figure, facts) for figure in four.FIGURES.values()}
    if found["norm"] is None:
        return []
    blocks = [_table(found), *_places(facts)]
    places, unfilled = found["places"], found["unfilled"]
    if places is None:
        return blocks
    sentence = (
        f"so với biên chế được giao, {facts.place} thiếu {words.count(places[0])} viên "
        f"chức có mặt và vượt {words.count(places[1])} ở nơi khác; còn "
        f"{words.count(unfilled[0])} biên chế chưa tuyển."
    )
    return [Paragraph("staff.places", words.stated(facts, sentence)), *blocks]


def gross(figure, facts):
    """Shortage and surplus of `figure` in the place of the report; None: no rows."""
    rows = figure.model.objects.filter(school_year=facts.start)
    sums = figure.total(facts.within(rows, "institution__commune"), READING)
    if sums["shortage"] is None:
        return None
    return sums["shortage"], sums["surplus"]


def _table(found):
    columns = [
        Column("Con số", width=2.4),
        Column("Nói điều gì", width=4),
        Column("Thiếu (−)", Kind.DECIMAL, 1),
        Column("Thừa (+)", Kind.DECIMAL, 1),
    ]
    rows = [
        [str(figure.label), str(figure.about), *(found[code] or (None, None))]
        for code, figure in four.FIGURES.items()
    ]
    title = "Thừa, thiếu người làm việc theo bốn cách so sánh"
    return Table("four-figures", title, columns, rows, notes=(NOT_MIXED,))


def _places(facts):
    """Places by group of posts: given, at work, held, and both gross gaps of each."""
    names = ("places", "at_work", "shortage", "surplus", "unfilled", "overfilled")
    rows = facts.within(
        PlaceGap.objects.filter(school_year=facts.start), "institution__commune"
    )
    counted = rows.order_by().values("group")
    sums = {
        row["group"]: [row[f"{name}_sum"] for name in names]
        for row in counted.annotate(**{f"{name}_sum": Sum(name) for name in names})
    }
    if not sums:
        return []
    columns = [
        Column("Nhóm vị trí", width=2.8),
        Column("Biên chế giao", Kind.WHOLE),
        Column("Viên chức có mặt", Kind.WHOLE),
        Column("Thiếu so với biên chế (−)", Kind.WHOLE),
        Column("Vượt biên chế (+)", Kind.WHOLE),
        Column("Chưa tuyển", Kind.WHOLE),
        Column("Giữ quá biên chế", Kind.WHOLE),
    ]
    table = [
        [str(label), *sums[group]]
        for group, label in Post.Group.choices
        if group in sums
    ]
    title = "Biên chế được giao và người giữ biên chế theo nhóm vị trí"
    return [Table("places", title, columns, table)]
