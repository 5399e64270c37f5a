"""What papers staffing brings: the need sheet of a commune or of the province."""

from django.utils.translation import gettext_lazy as _

from communes.papers import kinds
from communes.papers.kinds import Group, PaperKind
from staffing import need_sheet


def register_all():
    kinds.register(
        PaperKind(
            code="staffing_need",
            title=_("Biểu cơ cấu, nhu cầu đội ngũ"),
            about=_(
                "Lớp, học sinh theo khối; định mức, biên chế giao, có mặt, hợp đồng, thừa, "
                "thiếu của ba nhóm quản lý, chuyên môn, hỗ trợ."
            ),
            scopes=frozenset({kinds.PROVINCE, kinds.COMMUNE}),
            formats=("xlsx", "docx", "pdf"),
            write=need_sheet.write,
            roles=kinds.OFFICES,
            group=Group.STAFF,
        )
    )
