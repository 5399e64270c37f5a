"""The share of teachers who reach retirement within five years of the day of the data."""

from django.utils.translation import gettext_lazy as _

from communes.indicators import Indicator, register
from staffing.facts import SERVING
from staffing.forecast.retirement import JOIN_SQL, LAST_DAY_SQL

YEARS = 5


def retiring_facts(year):
    """Last day of work by the month rule no later than five years after the day."""
    sql = f"""
        SELECT u.institution_id, COALESCE(NULLIF(a.level, ''), u.school_level) AS level,
               count(*) FILTER (
                   WHERE {LAST_DAY_SQL} <= u.as_of + make_interval(years => {YEARS})
               ) AS numerator,
               count(*) AS denominator
        FROM universe u
        JOIN staffing_assignment a USING (institution_id)
        JOIN staffing_post t ON t.code = a.post_id AND t."group" = 'teacher'
        JOIN staffing_person p ON p.id = a.person_id
        {JOIN_SQL}
        WHERE {SERVING}
        GROUP BY 1, 2
    """
    return sql, {}


RETIRING = Indicator(
    code="retiring_teacher_share",
    name=_("Giáo viên nghỉ hưu trong 5 năm tới"),
    name_en="Teachers retiring within five years",
    numerator=_("số giáo viên đủ tuổi nghỉ hưu trong 5 năm kể từ ngày chốt số liệu"),
    numerator_en="teachers who reach retirement age within five years of the day",
    denominator=_("số giáo viên"),
    denominator_en="teachers",
    unit="%",
    unit_en="%",
    is_percent=True,
    document="NĐ 135/2020/NĐ-CP",
    article="Điều 3, Điều 4; Phụ lục I",
    uis="teacher attrition rate (proxy)",
    note=_(
        "Nghỉ vào cuối tháng đủ tuổi, theo tháng sinh và giới tính; không tính người "
        "có thể nghỉ trước tuổi."
    ),
    note_en=(
        "At the end of the month in which the age is reached, by month of birth and "
        "sex; without those who may leave earlier."
    ),
    facts=retiring_facts,
)


def register_all():
    register(RETIRING)
