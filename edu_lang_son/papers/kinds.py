"""The kinds of papers that are put together here, with everything known."""

from django import forms as fields
from django.utils.translation import gettext_lazy as _

from communes.models import ReportingPeriod
from communes.papers import kinds
from communes.papers.kinds import Group, PaperKind
from edu_lang_son.papers import commune_profile, forms, school_profile

WITH_PROVINCE = frozenset({kinds.PROVINCE, kinds.COMMUNE})
FORM_LEVELS = [("", _("Tất cả cấp học"))] + [
    (level.value, level.label) for level, _number, _short in forms.LEVELS
]


def register_all():
    kinds.register(
        PaperKind(
            code="commune_profile",
            title=_("Hồ sơ giáo dục xã, phường"),
            about=_(
                "Hai trang: đặc điểm, quy mô, đội ngũ, so với toàn tỉnh, năm năm, các trường trên địa bàn."
            ),
            scopes=frozenset({kinds.COMMUNE}),
            formats=("pdf", "docx", "xlsx"),
            write=commune_profile.write,
            roles=kinds.OFFICES,
            group=Group.PROFILE,
        ),
        PaperKind(
            code="school_profile",
            title=_("Hồ sơ trường học"),
            about=_(
                "Một trang: thông tin chung, lớp và người học, đội ngũ so với định mức, cơ sở vật chất, năm năm."
            ),
            scopes=frozenset({kinds.INSTITUTION}),
            formats=("pdf", "docx", "xlsx"),
            write=school_profile.write,
            roles=kinds.EVERYONE,
            # It names the principal, and shows the return itself.
            holds_people=True,
            group=Group.PROFILE,
        ),
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
