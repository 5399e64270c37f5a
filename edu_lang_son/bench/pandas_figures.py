"""The stored figures once more, by pandas: the measure that `bench recompute` beats.

Rows are read into frames, every indicator is worked out by merges and groups, and the
same totals are built; nothing is written. Gaps are taken as they are stored.
"""

import pandas as pd  # noqa: TID253 - only the bench command comes here
from django.db import connection

SCOPES = ("institution", "commune", "cluster", "province")
READ = {
    "schools": """
        SELECT i.id AS institution, i.code, i.commune_id, i.managing_commune_id,
               k.highest_level AS school_level, k.recognisable, i.ownership,
               p.as_of, r.id AS return_id
        FROM schools_institution i
        JOIN schools_institutionkind k ON k.code = i.kind_id
        JOIN communes_reportingperiod p
          ON p.school_year_id = %(year)s AND p.kind = 'start'
        LEFT JOIN schools_schoolreturn r
          ON r.institution_id = i.id AND r.period_id = p.id
         AND r.state IN ('submitted', 'approved', 'locked')
        WHERE i.opened_on <= p.as_of
          AND (i.closed_on IS NULL OR i.closed_on > p.as_of)
    """,
    "communes": "SELECT code, cluster, province_id AS province FROM communes_commune",
    "grades": """
        SELECT g.*, k.level FROM schools_gradefigures g
        JOIN schools_grade k ON k.code = g.grade_id
    """,
    "ages": "SELECT school_return_id, age, pupils FROM schools_agefigures",
    "rooms": "SELECT school_return_id, solid_rooms, classrooms FROM schools_facilities",
    "standards": """
        SELECT institution_id AS institution, issued_on, expires_on
        FROM schools_nationalstandard
    """,
    "population": """
        SELECT commune_id, total - exempt AS residents FROM communes_population
        WHERE school_year_id = %(year)s AND age_from = 5
    """,
    "staff": """
        SELECT a.institution_id AS institution, a.person_id, a.level, a.subject_id,
               p."group", a.started_on, a.ended_on, m.sex, m.birth_date,
               m.birth_year_only
        FROM staffing_assignment a JOIN staffing_post p ON p.code = a.post_id
        JOIN staffing_person m ON m.id = a.person_id
        WHERE a.is_main AND a.contract <> 'visiting'
    """,
    "degrees": """
        SELECT q.person_id, d.rank, q.obtained_on
        FROM staffing_qualification q JOIN staffing_degree d ON d.code = q.degree_id
        WHERE q.is_teacher_training OR q.has_certificate
    """,
    "standards_of_training": """
        SELECT n.level, n.subject_id, d.rank AS needed
        FROM staffing_qualificationnorm n
        JOIN staffing_degree d ON d.code = n.minimum_degree_id
        WHERE n.norm_set_id = %(qualification)s
    """,
    "retirement": """
        SELECT sex, born_from, months FROM staffing_retirementage ORDER BY born_from
    """,
    "subjects": """
        SELECT institution_id AS institution, level, required, shortage, surplus
        FROM staffing_subjectgap WHERE school_year_id = %(year)s
    """,
    "gaps": """
        SELECT g.*, g.institution_id AS institution, n.reading, p."group"
        FROM staffing_staffinggap g
        JOIN staffing_normset n ON n.id = g.norm_set_id
        JOIN staffing_post p ON p.code = g.post_id
        WHERE g.school_year_id = %(year)s
    """,
}


def figures(year, qualification):
    """Every figure with a numerator, as one frame."""
    params = {"year": year, "qualification": qualification}
    frames = {name: _read(sql, params) for name, sql in READ.items()}
    schools = frames["schools"]
    frames["day"] = schools["as_of"].iloc[0]
    found = [
        _cascade(facts, schools, frames["communes"]).assign(indicator=code)
        for code, facts in _facts(frames).items()
    ]
    return pd.concat([*found, _attendance(frames)], ignore_index=True)


def _read(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return pd.DataFrame(cursor.fetchall(), columns=names)


def _facts(frames):
    """Indicator code -> frame of institution, level, numerator, denominator."""
    return {
        **_school_facts(frames),
        **_grade_facts(frames),
        **_staff_facts(frames),
        **_gap_facts(frames["gaps"], frames["schools"]),
        "subject_shortage": _pair(frames["subjects"], "shortage", "required"),
        "subject_surplus": _pair(frames["subjects"], "surplus", "required"),
    }


def _school_facts(frames):
    schools = frames["schools"].assign(level=frames["schools"]["school_level"])
    rooms = schools.merge(
        frames["rooms"].dropna(), left_on="return_id", right_on="school_return_id"
    )
    standards, day = frames["standards"], frames["day"]
    valid = standards[(standards.issued_on <= day) & (standards.expires_on >= day)]
    base = schools[schools.recognisable & (schools.ownership == "public")]
    base = base.assign(
        valid=base.institution.isin(valid.institution).astype(int), one=1
    )
    return {
        "institutions": _pair(schools.assign(one=1), "one"),
        "solid_room_share": _pair(rooms, "solid_rooms", "classrooms"),
        "national_standard_share": _pair(base, "valid", "one"),
    }


def _grade_facts(frames):
    reported = frames["schools"][["institution", "return_id"]]
    rows = frames["grades"].merge(
        reported, left_on="school_return_id", right_on="return_id"
    )
    middle = rows[rows.grade_id.isin(["03", "04", "05"])]
    return {
        "learners": _pair(rows, "pupils"),
        "classes": _pair(rows, "classes"),
        "girls_share": _pair(rows, "girls", "pupils"),
        "ethnic_share": _pair(rows, "ethnic", "pupils"),
        "two_session_share": _pair(rows, "two_session_pupils", "pupils"),
        "english_share_3_5": _pair(middle, "english", "pupils"),
        "pupils_per_class": _pair(rows, "pupils", "classes"),
    }


def _staff_facts(frames):
    staff, day, schools = frames["staff"], frames["day"], frames["schools"]
    staff = staff[
        (staff.started_on <= day) & (staff.ended_on.isna() | (staff.ended_on >= day))
    ].merge(schools[["institution", "school_level", "return_id"]])
    staff = staff.assign(
        one=1, level=staff.level.where(staff.level != "", staff.school_level)
    )
    teachers = staff[staff.group == "teacher"]
    head_count = _pair(teachers[teachers.return_id.notna()], "one")
    grades = _grade_facts(frames)
    return {
        "staff": _pair(staff, "one"),
        "teachers": _pair(teachers, "one"),
        "pupils_per_teacher": _against(grades["learners"], head_count),
        "teachers_per_class": _against(head_count, grades["classes"]),
        "qualified_teacher_share": _qualified(teachers, frames),
        "retiring_teacher_share": _retiring(teachers, frames),
    }


def _against(above, below):
    """Two counts as the sides of one ratio; missing on one side is nobody there."""
    sides = above.merge(below, on=["institution", "level"], how="outer")
    sides = sides.rename(
        columns={"numerator_x": "numerator", "numerator_y": "denominator"}
    )
    return sides[["institution", "level", "numerator", "denominator"]].fillna(
        {"numerator": 0, "denominator": 0}
    )


def _qualified(teachers, frames):
    degrees, needed = frames["degrees"], frames["standards_of_training"]
    best = (
        degrees[degrees.obtained_on <= frames["day"]].groupby("person_id")["rank"].max()
    )
    general = needed[needed.subject_id.isna()].set_index("level")["needed"]
    special = needed.dropna(subset="subject_id")
    rows = teachers.merge(special, on=["level", "subject_id"], how="left")
    rows["needed"] = rows["needed"].fillna(rows["level"].map(general))
    rows = rows.dropna(subset="needed")
    rows["meets"] = (rows["person_id"].map(best) >= rows["needed"]).astype(int)
    return _pair(rows, "meets", "one")


def _retiring(teachers, frames):
    """Whose last day, by month of birth, comes within five years."""
    born = pd.to_datetime(teachers.birth_date)
    january = pd.to_datetime(born.dt.year.astype(str) + "-01-01")
    rows = teachers.assign(
        born=born.where(~teachers.birth_year_only.astype(bool), january)
    )
    ages = frames["retirement"].assign(
        born_from=pd.to_datetime(frames["retirement"].born_from).astype(rows.born.dtype)
    )
    rows = pd.merge_asof(
        rows.sort_values("born"), ages, left_on="born", right_on="born_from", by="sex"
    )
    # Months since the year 0, of birth and age together and of the day in five years.
    leaves = rows.born.dt.year * 12 + rows.born.dt.month + rows.months
    day = frames["day"]
    # The last day of a month is the day itself only at the end of that month.
    until = (day.year + 5) * 12 + day.month - (1 if not is_month_end(day) else 0)
    return _pair(rows.assign(leaves=(leaves <= until).astype(int)), "leaves", "one")


def is_month_end(day):
    return (day + pd.Timedelta(days=1)).month != day.month


def _gap_facts(gaps, schools):
    gaps = gaps.merge(schools[["institution", "school_level"]])
    gaps["level"] = gaps.level.where(gaps.level != "", gaps.school_level)
    for side in ("required", "shortage", "surplus"):
        actual, norm = gaps[f"{side}_actual_classes"], gaps[f"{side}_norm_classes"]
        gaps[side] = actual.where(gaps.reading != "norm_classes", norm)
    teachers, managers = (gaps[gaps.group == name] for name in ("teacher", "manager"))
    norm = "required_norm_classes"
    return {
        "teacher_norm_rate": _pair(teachers, "present", "required"),
        "teacher_shortage": _pair(teachers, "shortage", "required"),
        "teacher_surplus": _pair(teachers, "surplus", "required"),
        "teacher_shortage_norm_classes": _pair(teachers, "shortage_norm_classes", norm),
        "teacher_surplus_norm_classes": _pair(teachers, "surplus_norm_classes", norm),
        "manager_shortage": _pair(managers, "shortage", "required"),
        "manager_surplus": _pair(managers, "surplus", "required"),
    }


def _attendance(frames):
    schools = frames["schools"][["commune_id", "return_id"]]
    five = frames["ages"][frames["ages"].age == 5].merge(
        schools, left_on="school_return_id", right_on="return_id"
    )
    enrolled = five.groupby("commune_id", as_index=False)["pupils"].sum()
    rows = enrolled.merge(frames["population"]).merge(
        frames["communes"], left_on="commune_id", right_on="code"
    )
    rows = rows.rename(columns={"pupils": "numerator", "residents": "denominator"})
    found = [
        rows.groupby(key, as_index=False)[["numerator", "denominator"]]
        .sum()
        .rename(columns={key: "key"})
        .assign(scope=scope, basis="location", level=level)
        for scope, key in zip(
            SCOPES[1:], ("commune_id", "cluster", "province"), strict=True
        )
        for level in ("", "preschool")
    ]
    return pd.concat(found).assign(indicator="attendance_age_5")


def _pair(rows, numerator, denominator=None):
    """Sums per institution and level; a row without one side counts on neither."""
    columns = [numerator, *([denominator] if denominator else [])]
    rows = rows.dropna(subset=columns)
    names = ["numerator", "denominator"][: len(columns)]
    facts = rows[["institution", "level"]].assign(
        **{
            name: rows[column].astype(float)
            for name, column in zip(names, columns, strict=True)
        }
    )
    return facts.groupby(["institution", "level"], as_index=False)[names].sum()


def _cascade(facts, schools, communes):
    """Totals of every scope, basis and level."""
    sums = [name for name in ("numerator", "denominator") if name in facts]
    placed = facts.merge(schools)
    found = []
    for basis, column in (
        ("location", "commune_id"),
        ("managed", "managing_commune_id"),
    ):
        rows = placed.merge(
            communes, left_on=column, right_on="code", suffixes=("", "_of")
        )
        keys = {"institution": "code", "commune": column}
        keys |= {"cluster": "cluster", "province": "province"}
        if basis == "managed":
            del keys["institution"]
        for scope, key in keys.items():
            by_level = rows.groupby([key, "level"], as_index=False)[sums].sum()
            whole = rows.groupby(key, as_index=False)[sums].sum().assign(level="")
            both = pd.concat([by_level, whole]).rename(columns={key: "key"})
            found.append(both.assign(scope=scope, basis=basis))
    return pd.concat(found)
