"""Tables of posts and gaps as files: heading and rows of what a page shows."""

from django.utils.translation import gettext as _

from .queries import READINGS


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
