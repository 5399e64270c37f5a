"""What papers the schools bring: letters to those who are late."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.models import ReportingPeriod
from communes.papers import kinds, reach
from communes.papers.kinds import Group, PaperKind
from communes.scoping import EDITING_COMMUNE_ROLES, PROVINCE_ROLES
from schools import late_letter
from schools.models import Institution

LETTER_FIELDS = {
    "period": forms.ChoiceField(
        label=_("Kỳ báo cáo"), choices=ReportingPeriod.Kind.choices
    ),
    "days": forms.IntegerField(
        label=_("Cho nộp bổ sung trong bao nhiêu ngày"),
        min_value=1,
        max_value=60,
        initial=late_letter.DAYS,
    ),
}


def register_all():
    reach.register_institutions(Institution.objects.all)
    kinds.register(
        PaperKind(
            code="late_communes",
            title=_("Công văn đôn đốc xã, phường chậm báo cáo"),
            about=_(
                "Gửi UBND các xã, phường quá hạn: trường nào chưa nộp, lỗi nào chờ sửa, nộp bổ sung đến ngày nào."
            ),
            scopes=frozenset({kinds.PROVINCE, kinds.COMMUNE}),
            formats=("docx", "pdf"),
            write=late_letter.to_communes,
            roles=PROVINCE_ROLES,
            group=Group.LETTER,
            fields=LETTER_FIELDS,
        ),
        PaperKind(
            code="late_schools",
            title=_("Công văn đôn đốc trường chậm báo cáo"),
            about=_("Xã gửi các trường do xã quản lý còn nợ báo cáo khi đã quá hạn."),
            scopes=frozenset({kinds.COMMUNE}),
            formats=("docx", "pdf"),
            write=late_letter.to_schools,
            roles=PROVINCE_ROLES | EDITING_COMMUNE_ROLES,
            group=Group.LETTER,
            fields=LETTER_FIELDS,
        ),
    )
