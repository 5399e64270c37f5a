"""Staff beside the norm by group of posts: the table that profiles share."""

from django.db.models import Sum

from communes.documents.blocks import Column, Kind, Table
from staffing.models import Post, StaffingGap

SUMS = {
    "norm": Sum("required_actual_classes"),
    "here": Sum("present"),
    "short": Sum("shortage_actual_classes"),
    "over": Sum("surplus_actual_classes"),
}


def staff(code, **which):
    """Of the gaps `which`, nothing netted; none where nothing has been computed."""
    gaps = StaffingGap.objects.filter(**which)
    counted = gaps.order_by().values("post__group").annotate(**SUMS)
    by_group = {row["post__group"]: row for row in counted}
    lines = [
        [str(label), *(by_group[group][name] for name in SUMS)]
        for group, label in Post.Group.choices
        if group in by_group
    ]
    if not lines:
        return []
    columns = [
        Column("Nhóm vị trí", width=2.6),
        Column("Định mức", Kind.DECIMAL, 1),
        Column("Có mặt", Kind.DECIMAL, 1),
        Column("Thiếu", Kind.DECIMAL, 1),
        Column("Thừa", Kind.DECIMAL, 1),
    ]
    title = "Đội ngũ so với định mức (mức tối đa)"
    return [Table(code, title, columns, lines)]
