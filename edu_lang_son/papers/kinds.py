"""The kinds of papers that are put together here, with everything known."""

from django import forms as fields
from django.utils.translation import gettext_lazy as _

from communes.models import ReportingPeriod
from communes.papers import kinds
from communes.papers.kinds import Group, PaperKind
from edu_lang_son.papers import forms

WITH_PROVINCE = frozenset({kinds.PROVINCE, kinds.COMMUNE})
FORM_LEVELS = [("", _("Tất cả cấp học"))] + [
    (level.value, level.label) for level, _number, _short in forms.LEVELS
]


def register_all():
    kinds.register(
        PaperKind(
            code="statistics",
            title=_("Biểu thống kê đầu năm, cuối năm"),
            about=_(
                "Sổ Excel theo bố cục biểu của Bộ: trường, lớp, học sinh, đội ngũ, phòng học; mỗi cấp học một biểu."
            ),
            scopes=WITH_PROVINCE,
            formats=("xlsx",),
            write=forms.write,
            roles=kinds.OFFICES,
            group=Group.STATISTICS,
            fields={
                "period": fields.ChoiceField(
                    label=_("Kỳ báo cáo"), choices=ReportingPeriod.Kind.choices
                ),
                "level": fields.ChoiceField(
                    label=_("Cấp học"), choices=FORM_LEVELS, required=False
                ),
            },
        ),
    )
