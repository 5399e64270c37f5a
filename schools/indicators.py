"""Indicators of schools, classes, learners and rooms, from the start-of-year return."""

from django.utils.translation import gettext_lazy as _

from communes.indicators import Grain, Indicator, register, register_universe
from communes.levels import Level
from schools import universe

REGIME = "TT 03/2024/TT-BGDĐT"
RETURN = "TT 25/2024/TT-BGDĐT"
AS_OF = "biểu đầu năm học, số liệu ngày 30/9"


def grade_facts(numerator, denominator=None, grades=""):
    """Facts from classes and learners by grade.

    A row where one side has not been entered is left out of both sides.
    """
    known = f"g.{numerator} IS NOT NULL"
    below = "NULL::numeric"
    if denominator:
        known += f" AND g.{denominator} IS NOT NULL"
        below = f"sum(g.{denominator})"
    sql = f"""
        SELECT u.institution_id, k.level::text, sum(g.{numerator}) AS numerator,
               {below} AS denominator
        FROM universe u
        JOIN schools_gradefigures g ON g.school_return_id = u.return_id
        JOIN schools_grade k ON k.code = g.grade_id
        WHERE {known} {grades}
        GROUP BY 1, 2
    """
    return lambda year: (sql, {})


def institution_facts(year):
    sql = """
        SELECT institution_id, school_level AS level,
               1 AS numerator, NULL::numeric AS denominator
        FROM universe
    """
    return sql, {}


def room_facts(year):
    sql = """
        SELECT u.institution_id, u.school_level AS level,
               f.solid_rooms AS numerator, f.classrooms AS denominator
        FROM universe u
        JOIN schools_facilities f ON f.school_return_id = u.return_id
        WHERE f.solid_rooms IS NOT NULL AND f.classrooms IS NOT NULL
    """
    return sql, {}


def national_standard_facts(year):
    """A recognition counts from its issue to its expiry, both days included."""
    sql = """
        SELECT u.institution_id, u.school_level AS level,
               EXISTS (
                   SELECT FROM schools_nationalstandard s
                   WHERE s.institution_id = u.institution_id
                     AND u.as_of BETWEEN s.issued_on AND s.expires_on
               )::int AS numerator,
               1 AS denominator
        FROM universe u
        WHERE u.recognisable AND u.ownership = 'public'
    """
    return sql, {}


def attendance_facts(year):
    """Five-year-olds enrolled in the commune over those who live there.

    A commune without any return handed in has no value rather than zero.
    """
    sql = """
        SELECT e.commune_id, 'preschool' AS level, e.enrolled AS numerator,
               p.total - p.exempt AS denominator
        FROM (
            SELECT u.commune_id, sum(a.pupils) AS enrolled
            FROM universe u
            JOIN schools_agefigures a ON a.school_return_id = u.return_id
            WHERE a.age = 5
            GROUP BY u.commune_id
        ) e
        JOIN communes_population p
          ON p.commune_id = e.commune_id AND p.school_year_id = %(year)s
         AND p.age_from = 5 AND p.age_to = 5
    """
    return sql, {"year": year}


def count(code, name, name_en, words, words_en, unit, unit_en, facts, **more):
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        numerator=words,
        numerator_en=words_en,
        denominator="",
        denominator_en="",
        unit=unit,
        unit_en=unit_en,
        digits=0,
        facts=facts,
        **{"document": RETURN, "article": AS_OF, **more},
    )


def pupil_share(code, name, name_en, words, words_en, column, **more):
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        numerator=words,
        numerator_en=words_en,
        **{
            "denominator": _("số học sinh"),
            "denominator_en": "learners",
            "unit": "%",
            "unit_en": "%",
            "is_percent": True,
            "facts": grade_facts(column, "pupils"),
            "document": REGIME,
            "article": AS_OF,
            **more,
        },
    )


COUNTS = (
    count(
        "institutions",
        _("Cơ sở giáo dục"),
        "Institutions",
        _("số cơ sở giáo dục đang hoạt động ngày 30/9"),
        "institutions open on 30 September",
        _("cơ sở"),
        "institutions",
        institution_facts,
        grain=Grain.SCHOOL,
        note=_("Trường nhiều cấp học tính vào cấp cao nhất."),
        note_en="A school of several levels counts under its highest.",
    ),
    count(
        "learners",
        _("Học sinh, học viên"),
        "Learners",
        _("số học sinh, trẻ, học viên trong báo cáo đầu năm đã nộp"),
        "learners in the start-of-year returns handed in",
        _("người"),
        "learners",
        grade_facts("pupils"),
    ),
    count(
        "classes",
        _("Lớp, nhóm trẻ"),
        "Classes",
        _("số lớp, nhóm trẻ trong báo cáo đầu năm đã nộp"),
        "classes and groups in the start-of-year returns handed in",
        _("lớp"),
        "classes",
        grade_facts("classes"),
    ),
)

SHARES = (
    pupil_share(
        "girls_share",
        _("Tỷ lệ nữ"),
        "Share of girls",
        _("số học sinh nữ"),
        "girls",
        "girls",
    ),
    pupil_share(
        "ethnic_share",
        _("Tỷ lệ dân tộc thiểu số"),
        "Share of ethnic minority learners",
        _("số học sinh dân tộc thiểu số"),
        "ethnic minority learners",
        "ethnic",
    ),
    pupil_share(
        "two_session_share",
        _("Tỷ lệ học 2 buổi/ngày"),
        "Share taught two sessions a day",
        _("số học sinh học 2 buổi/ngày"),
        "learners in two-session classes",
        "two_session_pupils",
        better="high",
    ),
    pupil_share(
        "english_share_3_5",
        _("Tỷ lệ học Tiếng Anh lớp 3–5"),
        "Share learning English, grades 3–5",
        _("số học sinh lớp 3, 4, 5 học Tiếng Anh"),
        "pupils of grades 3, 4 and 5 who learn English",
        "english",
        denominator=_("số học sinh lớp 3, 4, 5"),
        denominator_en="pupils of grades 3, 4 and 5",
        better="high",
        facts=grade_facts("english", "pupils", "AND k.code IN ('03', '04', '05')"),
        levels=(Level.PRIMARY,),
    ),
)

OTHERS = (
    Indicator(
        code="pupils_per_class",
        name=_("Học sinh/lớp"),
        name_en="Learners per class",
        numerator=_("số học sinh"),
        numerator_en="learners",
        denominator=_("số lớp, nhóm trẻ"),
        denominator_en="classes and groups",
        unit=_("học sinh/lớp"),
        unit_en="learners per class",
        document=REGIME,
        article=AS_OF,
        uis="average class size",
        facts=grade_facts("pupils", "classes"),
    ),
    Indicator(
        code="solid_room_share",
        name=_("Tỷ lệ phòng học kiên cố"),
        name_en="Share of solid classrooms",
        numerator=_("số phòng học kiên cố"),
        numerator_en="solid classrooms",
        denominator=_("số phòng học"),
        denominator_en="classrooms",
        unit="%",
        unit_en="%",
        is_percent=True,
        better="high",
        document=REGIME,
        article=AS_OF,
        note=_("Trường nhiều cấp học tính vào cấp cao nhất."),
        note_en="A school of several levels counts under its highest.",
        grain=Grain.SCHOOL,
        facts=room_facts,
    ),
    Indicator(
        code="national_standard_share",
        name=_("Tỷ lệ trường đạt chuẩn quốc gia"),
        name_en="Share of schools at national standard",
        numerator=_("số trường có quyết định công nhận còn hiệu lực ngày 30/9"),
        numerator_en="schools with a recognition valid on 30 September",
        denominator=_("số trường công lập thuộc loại được xét công nhận"),
        denominator_en="public schools of a kind that can be recognised",
        unit="%",
        unit_en="%",
        is_percent=True,
        better="high",
        document="TT 57/2026/TT-BGDĐT",
        article="trước 07/7/2026: TT 17, 18, 19/2018/TT-BGDĐT",
        note=_("Trường nhiều cấp học tính vào cấp cao nhất."),
        note_en="A school of several levels counts under its highest.",
        grain=Grain.SCHOOL,
        facts=national_standard_facts,
    ),
    Indicator(
        code="attendance_age_5",
        name=_("Tỷ lệ trẻ 5 tuổi đến trường"),
        name_en="Attendance of five-year-olds",
        numerator=_("số trẻ 5 tuổi học tại các trường trên địa bàn"),
        numerator_en="five-year-olds enrolled in schools located here",
        denominator=_("số trẻ 5 tuổi phải phổ cập"),
        denominator_en="resident five-year-olds less those exempt",
        unit="%",
        unit_en="%",
        is_percent=True,
        better="high",
        document="NĐ 277/2025/NĐ-CP",
        article="Điều 12",
        uis="SDG 4.2.2",
        note=_(
            "Có thể trên 100% ở nơi nhận trẻ của xã khác. Xã chưa có báo cáo thì "
            "không tính vào cả tử số và mẫu số."
        ),
        note_en=(
            "May exceed 100% where children of other communes attend. A commune "
            "without a return is left out of both sides."
        ),
        grain=Grain.COMMUNE,
        levels=(Level.PRESCHOOL,),
        facts=attendance_facts,
    ),
)


def register_all():
    register_universe(universe.rows)
    register(*COUNTS, *SHARES, *OTHERS)
