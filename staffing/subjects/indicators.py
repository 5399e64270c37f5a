"""Indicators of teachers by subject: what is short and over, each side gross."""

from django.utils.translation import gettext_lazy as _

from communes.indicators import NORMED_LEVELS, Indicator, register

NOTE = _(
    "Cộng riêng phần thiếu và phần thừa của từng môn ở từng trường; không bù trừ giữa "
    "các môn, cấp học, nơi. Nhu cầu theo số tiết không vượt định mức tối đa của cấp."
)
NOTE_EN = (
    "Shortage and surplus of each subject of each school are added apart and never "
    "netted between subjects, levels or places. Need by periods is capped by the norm."
)
FACTS = """
    SELECT g.institution_id, g.level, sum(g.{side}) AS numerator,
           sum(g.required) AS denominator
    FROM universe u
    JOIN staffing_subjectgap g USING (institution_id)
    WHERE g.school_year_id = %(year)s
    GROUP BY 1, 2
"""


def facts(side):
    sql = FACTS.format(side=side)
    return lambda year: (sql, {"year": year})


def of_side(code, name, name_en, words, words_en, side):
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        numerator=words,
        numerator_en=words_en,
        denominator=_("định mức giáo viên theo môn"),
        denominator_en="teachers required by subject",
        unit="%",
        unit_en="%",
        is_percent=True,
        better="low",
        document="TT 32/2018/TT-BGDĐT, TT 05/2025/TT-BGDĐT, TT 20/2023/TT-BGDĐT",
        article="Phần IV; Điều 7-10; Điều 7, 12, 17",
        note=NOTE,
        note_en=NOTE_EN,
        levels=NORMED_LEVELS,
        facts=facts(side),
    )


def register_all():
    register(
        of_side(
            "subject_shortage",
            _("Giáo viên thiếu theo môn"),
            "Teacher shortage by subject",
            _("số giáo viên thiếu, cộng từng môn của từng trường"),
            "teachers short, subject by subject",
            "shortage",
        ),
        of_side(
            "subject_surplus",
            _("Giáo viên thừa theo môn"),
            "Teacher surplus by subject",
            _("số giáo viên thừa, cộng từng môn của từng trường"),
            "teachers over, subject by subject",
            "surplus",
        ),
    )
