"""Indicators of staff, their qualification, and the gaps to the norms."""

from django.utils.translation import gettext_lazy as _

from communes.indicators import (
    NORMED_LEVELS,
    Grain,
    Indicator,
    register,
    register_preparation,
    register_versions,
)
from staffing import facts, gaps, norms
from staffing.subjects import compute

REGIME = "TT 03/2024/TT-BGDĐT"
RETURN = "TT 25/2024/TT-BGDĐT"
AS_OF = "biểu đầu năm học, số liệu ngày 30/9"
NORMS = "TT 19/2023/TT-BGDĐT, TT 20/2023/TT-BGDĐT"
EMPLOYED = _(
    "Tính theo nơi công tác chính ngày 30/9, gồm cả hợp đồng lao động và người đang "
    "nghỉ thai sản, biệt phái, đi học, nghỉ ốm; không gồm thỉnh giảng. Người không "
    "dạy cấp nào tính vào cấp cao nhất của trường."
)
EMPLOYED_EN = (
    "By main place of work on 30 September, with labour contracts and people on "
    "maternity leave, secondment, study or sick leave; without visiting teachers. "
    "Who teaches no level counts under the school's highest."
)
GROSS = _(
    "Cộng riêng phần thiếu và phần thừa của từng trường, từng cấp học; không bù trừ. "
    "Định mức là mức tối đa. Người đang nghỉ, biệt phái, đi học không tính là có mặt."
)
GROSS_EN = (
    "Shortage and surplus of each school and level are added apart and never netted. "
    "The norm is a maximum. People away are not counted as present."
)


def people(code, name, name_en, words, words_en, query, **more):
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        numerator=words,
        numerator_en=words_en,
        denominator="",
        denominator_en="",
        unit=_("người"),
        unit_en="people",
        digits=0,
        document=RETURN,
        article=AS_OF,
        note=EMPLOYED,
        note_en=EMPLOYED_EN,
        facts=query,
        **more,
    )


def gap(code, name, name_en, words, words_en, group, above, below="required", **more):
    required = {
        "teacher": (_("định mức giáo viên"), "teachers by the norm"),
        "manager": (_("định mức cán bộ quản lý"), "managers by the norm"),
    }[group]
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        numerator=words,
        numerator_en=words_en,
        denominator=required[0],
        denominator_en=required[1],
        **{
            "unit": "%",
            "unit_en": "%",
            "is_percent": True,
            "better": "low",
            "document": NORMS,
            "article": "TT 19: Điều 5; TT 20: Điều 3, 7, 12, 17",
            "note": GROSS,
            "note_en": GROSS_EN,
            "levels": NORMED_LEVELS,
            "facts": facts.gap_facts(group, above, below),
            **more,
        },
    )


MANAGERS = {
    "grain": Grain.SCHOOL,
    "note": _(
        "Số phó hiệu trưởng là mức tối đa, do UBND quản lý trực tiếp quyết định. "
        "Trường nhiều cấp học tính vào cấp cao nhất."
    ),
    "note_en": (
        "The number of vice-principals is a maximum; the managing People's Committee "
        "decides. A school of several levels counts under its highest."
    ),
    "document": "NĐ 120/2020/NĐ-CP, TT 19/2023/TT-BGDĐT, TT 20/2023/TT-BGDĐT",
    "article": "NĐ 120: Điều 6; TT 19: Điều 4; TT 20: Điều 6, 11, 16",
}

STAFF = (
    people(
        "staff",
        _("Cán bộ, giáo viên, nhân viên"),
        "Staff",
        _("số cán bộ quản lý, giáo viên, nhân viên"),
        "managers, teachers and support staff",
        facts.staff_facts,
    ),
    people(
        "teachers",
        _("Giáo viên"),
        "Teachers",
        _("số giáo viên"),
        "teachers",
        facts.teacher_facts,
    ),
    Indicator(
        code="pupils_per_teacher",
        name=_("Học sinh/giáo viên"),
        name_en="Learners per teacher",
        numerator=_("số học sinh"),
        numerator_en="learners",
        denominator=_("số giáo viên"),
        denominator_en="teachers",
        unit=_("học sinh/giáo viên"),
        unit_en="learners per teacher",
        document=REGIME,
        article=AS_OF,
        uis="pupil-teacher ratio",
        note=EMPLOYED,
        note_en=EMPLOYED_EN,
        facts=facts.against_grades("pupils", teachers_above=False),
    ),
    Indicator(
        code="teachers_per_class",
        name=_("Giáo viên/lớp"),
        name_en="Teachers per class",
        numerator=_("số giáo viên"),
        numerator_en="teachers",
        denominator=_("số lớp, nhóm trẻ"),
        denominator_en="classes and groups",
        unit=_("giáo viên/lớp"),
        unit_en="teachers per class",
        digits=2,
        document=REGIME,
        article=AS_OF,
        note=EMPLOYED,
        note_en=EMPLOYED_EN,
        facts=facts.against_grades("classes", teachers_above=True),
    ),
    Indicator(
        code="qualified_teacher_share",
        name=_("Tỷ lệ giáo viên đạt chuẩn trình độ"),
        name_en="Share of qualified teachers",
        numerator=_("số giáo viên đạt chuẩn trình độ đào tạo trở lên"),
        numerator_en="teachers who meet the standard of qualification",
        denominator=_("số giáo viên"),
        denominator_en="teachers",
        unit="%",
        unit_en="%",
        is_percent=True,
        better="high",
        document="Luật Nhà giáo 73/2025/QH15, NĐ 93/2026/NĐ-CP",
        article="Điều 28; Điều 20 (đến 31/12/2025: Luật Giáo dục 2019 Điều 72)",
        uis="SDG 4.c.1",
        note=_(
            "Theo cấp dạy và môn dạy; bằng ngoài sư phạm cần chứng chỉ nghiệp vụ. "
            "Chưa xét sự phù hợp giữa chuyên ngành và môn dạy."
        ),
        note_en=(
            "By level and subject taught; a degree outside teacher training needs a "
            "certificate. Whether the major fits the subject is not examined."
        ),
        levels=NORMED_LEVELS,
        facts=facts.qualified_facts,
    ),
)

GAPS = (
    gap(
        "teacher_norm_rate",
        _("Mức đáp ứng định mức giáo viên"),
        "Teachers present against the norm",
        _("số giáo viên có mặt, gồm hợp đồng lao động"),
        "teachers present, labour contracts included",
        "teacher",
        "present",
        better="high",
    ),
    gap(
        "teacher_shortage",
        _("Giáo viên thiếu"),
        "Teacher shortage",
        _("số giáo viên thiếu so với định mức"),
        "teachers short of the norm",
        "teacher",
        "shortage",
    ),
    gap(
        "teacher_surplus",
        _("Giáo viên thừa"),
        "Teacher surplus",
        _("số giáo viên thừa so với định mức"),
        "teachers above the norm",
        "teacher",
        "surplus",
    ),
    gap(
        "teacher_shortage_norm_classes",
        _("Giáo viên thiếu theo số lớp định mức"),
        "Teacher shortage by norm classes",
        _("số giáo viên thiếu khi đếm lớp theo định mức sĩ số"),
        "teachers short when classes are counted by the norm size",
        "teacher",
        "shortage_norm_classes",
        "required_norm_classes",
    ),
    gap(
        "teacher_surplus_norm_classes",
        _("Giáo viên thừa theo số lớp định mức"),
        "Teacher surplus by norm classes",
        _("số giáo viên thừa khi đếm lớp theo định mức sĩ số"),
        "teachers above the norm when classes are counted by the norm size",
        "teacher",
        "surplus_norm_classes",
        "required_norm_classes",
    ),
    gap(
        "manager_shortage",
        _("Cán bộ quản lý thiếu"),
        "Manager shortage",
        _("số hiệu trưởng, phó hiệu trưởng thiếu so với mức tối đa"),
        "principals and vice-principals below the maximum",
        "manager",
        "shortage",
        **MANAGERS,
    ),
    gap(
        "manager_surplus",
        _("Cán bộ quản lý thừa"),
        "Manager surplus",
        _("số hiệu trưởng, phó hiệu trưởng vượt mức tối đa"),
        "principals and vice-principals above the maximum",
        "manager",
        "surplus",
        **MANAGERS,
    ),
)


def register_all():
    register_preparation("staffing_gaps", _("thừa, thiếu"), gaps.store)
    # After the gaps of levels: they are the cap of what subjects need.
    register_preparation("subject_gaps", _("thừa, thiếu theo môn"), compute.compute)
    register_versions("norms", norms.named)
    register(*STAFF, *GAPS)
