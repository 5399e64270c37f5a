"""Four figures of staff that are never mixed: norm, assigned places, subject, unfilled.

Each has a shortage and a surplus of its own, both gross, and words of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from staffing.models import PlaceGap, Post, StaffingGap, SubjectGap


@dataclass(frozen=True)
class Figure:
    """One way to say who is missing, and the words that only it may use."""

    code: str
    label: str
    about: str
    # What its shortage and its surplus are called.
    missing: str
    over: str
    model: type
    columns: Callable[[str], tuple[str, str]]
    # Fields that its rows can be narrowed and grouped by, beside the school's.
    level: str = ""
    group: str = ""
    subject: str = ""
    post: str = ""

    def rows(self, user, year) -> QuerySet:
        return self.model.objects.visible_to(user).filter(school_year=year)

    def narrowed(self, rows, *, level="", group="", subject=""):
        """`rows` of one level, group of posts and subject; None where it knows none.

        A figure by subject is about teachers, so that group narrows it no further.
        """
        if self.subject and group == Post.Group.TEACHER:
            group = ""
        for field, value in (
            (self.level, level),
            (self.group, group),
            (self.subject, subject),
        ):
            if value and not field:
                return None
            if value:
                rows = rows.filter(**{field: value})
        return rows

    def sums(self, rows, reading, *keys):
        """Gross shortage and surplus, one row per `keys`."""
        short, over = self.columns(reading)
        return (
            rows.order_by()
            .values(*keys)
            .annotate(
                schools=Count("institution", distinct=True),
                shortage=Sum(short),
                surplus=Sum(over),
            )
        )

    def total(self, rows, reading):
        short, over = self.columns(reading)
        return rows.aggregate(shortage=Sum(short), surplus=Sum(over))


def by_reading(reading):
    return f"shortage_{reading}", f"surplus_{reading}"


FIGURES = {
    figure.code: figure
    for figure in (
        Figure(
            "norm",
            _("So với định mức tối đa"),
            _("Người có mặt, kể cả hợp đồng, so với số tối đa mà văn bản cho phép."),
            _("Thiếu so với định mức"),
            _("Vượt định mức"),
            StaffingGap,
            by_reading,
            level="level",
            group="post__group",
            post="post",
        ),
        Figure(
            "places",
            _("So với biên chế được giao"),
            _("Viên chức đang có mặt so với biên chế giao; hợp đồng không tính."),
            _("Thiếu so với biên chế giao"),
            _("Vượt biên chế giao"),
            PlaceGap,
            lambda reading: ("shortage", "surplus"),
            group="group",
        ),
        Figure(
            "subject",
            _("Theo môn dạy"),
            _("Giáo viên từng môn so với nhu cầu theo số tiết, trong mức định mức."),
            _("Thiếu theo môn"),
            _("Thừa theo môn"),
            SubjectGap,
            lambda reading: ("shortage", "surplus"),
            level="level",
            subject="subject",
        ),
        Figure(
            "unfilled",
            _("Biên chế chưa tuyển"),
            _(
                "Biên chế giao chưa có ai giữ; người nghỉ thai sản, biệt phái, đi học "
                "vẫn giữ biên chế."
            ),
            _("Chưa tuyển"),
            _("Giữ quá biên chế giao"),
            PlaceGap,
            lambda reading: ("unfilled", "overfilled"),
            group="group",
        ),
    )
}


def side_by_side(user, year, reading, *, place=None, level="", group=""):
    """The four figures of one scope; a figure that knows no level says nothing of it."""
    found = []
    for figure in FIGURES.values():
        rows = figure.narrowed(
            figure.rows(user, year).filter(**place or {}), level=level, group=group
        )
        sums = {} if rows is None else figure.total(rows, reading)
        found.append({"figure": figure, "applies": rows is not None, **sums})
    return found
