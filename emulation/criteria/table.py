"""A criteria set as rows of a file: one line an item, its group and criterion beside it."""

from django.utils.translation import gettext as _

from communes import export
from emulation.criteria.outline import sum_in_words


def header():
    return [
        _("Nhóm"),
        _("Mã tiêu chí"),
        _("Tiêu chí"),
        _("Bắt buộc"),
        _("Mã mục"),
        _("Mục"),
        _("Cách trả lời"),
        _("Đạt đủ điểm từ"),
        _("Điểm tối đa"),
        _("Tự lấy từ số liệu"),
        _("Mức khó"),
        _("Cần minh chứng"),
        _("Hướng dẫn, minh chứng gợi ý"),
        _("Đã đối chiếu bản ký"),
        _("Điều chưa chắc chắn"),
    ]


def rows(outline):
    """A criterion without items is a row too: it is part of the paper."""
    for group in outline.groups:
        for criterion in group.criteria:
            for line in criterion.items or [None]:
                yield _row(group, criterion, line)


def _row(group, criterion, line):
    own = criterion.row
    start = [f"{group.row.code}. {group.title}", own.code, criterion.title]
    start.append(own.is_mandatory)
    if line is None:
        return [*start, *[""] * 7, own.needs_evidence, own.guidance, False, own.note]
    item = line.row
    return [
        *start,
        item.code,
        line.title,
        item.get_kind_display(),
        item.target,
        item.max_points,
        line.measure,
        item.get_effort_display(),
        own.needs_evidence,
        own.guidance,
        item.is_confirmed,
        item.note or own.note,
    ]


def about(page, outline, audience):
    """What the file says about itself: which version, for whom, what is not certain."""
    own = outline.row
    source = _("Sở Giáo dục và Đào tạo %(name)s") % {"name": page.province}
    state = _("Khóa") if own.frozen_at else _("Nháp")
    facts = [
        (_("Trạng thái"), state),
        (_("Đối tượng"), audience),
        (_("Văn bản"), own.document or "–"),
        (_("Điều chưa chắc chắn"), own.note or "–"),
    ]
    facts += [
        (
            _("Cộng điểm"),
            sum_in_words(group.row.code, group.points, group.row.max_points),
        )
        for group in outline.groups
    ]
    return _About(title=str(own), source=source, filters=facts)


class _About(export.About):
    """The facts of a set each on a line of its own: nothing was filtered."""

    def lines(self):
        top = [(_("Bảng"), self.title), (_("Nguồn"), self.source)]
        return [*top, *self.filters, super().lines()[-1]]
