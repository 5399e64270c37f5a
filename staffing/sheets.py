"""Tables of posts and gaps as files: heading and rows of what a page shows."""

from django.utils.translation import gettext as _

from communes.exporting.sheets import Sheet
from communes.tables import rounded

from .queries import READINGS


def of_four(figures):
    """The four figures side by side, each gross; they are never added up."""
    header = [
        _("Con số"),
        _("Nói điều gì"),
        _("Thiếu"),
        _("Thừa"),
        _("Ghi chú"),
    ]
    return header, [_figure(row) for row in figures]


def four_title():
    return _("Bốn con số, không cộng trừ lẫn nhau")


def _figure(row):
    figure = row["figure"]
    apart = "" if row["applies"] else _("không chia theo lựa chọn này")
    sums = [rounded(row.get(side)) for side in ("shortage", "surplus")]
    return [str(figure.label), str(figure.about), *sums, apart]


def of_posts(groups):
    """A row per group of posts, then its posts and levels where there are several."""
    rows = []
    for group in groups:
        rows.append([group["label"], *_numbers(group)])
        if len(group["rows"]) > 1:
            rows += [[name_of(row), *_numbers(row)] for row in group["rows"]]
    return posts_header(), rows


def of_school(gaps):
    """A row per post and level of one school."""
    return posts_header(), [[name_of(row), *_numbers(row)] for row in gaps]


def posts_header():
    return [
        _("Vị trí"),
        _("Định mức"),
        _("Có mặt"),
        _("Hợp đồng lao động"),
        _("Vắng"),
        _("Biên chế giao"),
        _("Thiếu"),
        _("Thừa"),
    ]


def name_of(row):
    return " ".join(filter(None, [str(row["post"]), str(row["level_label"])]))


def _numbers(row):
    present = row["at_work"]
    if row.get("has_norm") is False:
        present = row["without_norm"]
    return [
        row["required"],
        present,
        row["contract"],
        row["absent"],
        row.get("places"),
        row["shortage"],
        row["surplus"],
    ]


def of_readings(compared):
    """Teachers by level under both ways of counting classes."""
    words = [_("định mức"), _("thiếu"), _("thừa")]
    ways = [_("Lớp thực tế"), _("Lớp định mức")]
    header = [_("Giáo viên"), *(f"{way}: {word}" for way in ways for word in words)]
    sides = ("required", "shortage", "surplus")
    rows = [
        [row["label"], *(row[way][side] for way in READINGS for side in sides)]
        for row in compared
    ]
    return header, rows


def four_sheet(context):
    return Sheet("four", four_title(), *of_four(context["figures"]))


def posts_sheet(context):
    title = _("Thừa, thiếu theo vị trí, cấp học")
    return Sheet("posts", title, *of_posts(context["groups"]))


def readings_sheet(context):
    title = _("Thừa, thiếu giáo viên theo hai cách đếm lớp")
    return Sheet("readings", title, *of_readings(context["compared"]))


# Tables of the staffing page, each from what the page shows.
OVERVIEW = {"four": four_sheet, "posts": posts_sheet, "readings": readings_sheet}
