"""The department's rules about staff, asked of the staging table: one statement a rule."""

from django.db import connection
from django.utils import timezone

from communes.entry import conditions_sql, rules
from communes.imports.report import ERROR, WARNING
from communes.models import Rule

YEARS = "date_part('year', age({later}, {earlier}))::int"
SECONDARY = "('lower_secondary', 'upper_secondary')"
# What conditions and sentences about staff may name.
NAMES = {
    "birth_year": "date_part('year', s.birth_date)::int",
    "age": YEARS.format(later="%(today)s::date", earlier="s.birth_date"),
    "age_at_start": YEARS.format(later="s.started_on", earlier="s.birth_date"),
    "age_at_degree": YEARS.format(later="s.obtained_on", earlier="s.birth_date"),
    "is_teacher": """(post."group" = 'teacher')::int""",
    "is_manager": """(post."group" = 'manager')::int""",
    "in_secondary": f"(s.level IN {SECONDARY})::int",
    "post": "s.post",
    "level": "s.level",
    "subject": "s.subject",
    "degree": "s.degree",
    "contract": "s.contract",
}
BROKEN = """
SELECT s.place, {values}
FROM import_staff AS s
LEFT JOIN staffing_post AS post ON post.code = s.post
WHERE {broken}
ORDER BY s.place
"""


def judge(form, report):
    """Report every row that breaks a rule in force; rules of unknown names rest.

    Where a row cannot be taken anyway, warnings keep still, and so does a rule about
    a cell of which something is said already.
    """
    for check in rules.checks(form):
        if check.names <= NAMES.keys() and check.rule.shown_at in report.rows.values:
            _ask(check, report)


def _ask(check, report):
    name, severity = check.rule.shown_at, WARNING
    if check.rule.severity == Rule.Severity.ERROR:
        severity = ERROR
    said = {problem[:3] for problem in report.problems}
    for place, seen in _broken(check):
        sheet, number = report.rows.place(place)
        where = (sheet, number, report.rows.letter(place, name))
        if where in said or (severity == WARNING and place in report.stopped):
            continue
        sentence, code = check.sentence(seen), check.rule.pk
        report.cell(place, name, code, sentence, severity=severity)


def _broken(check):
    """(place, values by name) of the rows that break a rule."""
    statement = BROKEN.format(
        values=", ".join(NAMES.values()),
        broken=conditions_sql.broken(check.tree, NAMES),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"today": timezone.localdate()})
        rows = cursor.fetchall()
    for place, *values in rows:
        seen = dict(zip(NAMES, values, strict=True))
        # Years are no amounts: 1.954 is not what people write.
        yield place, seen | {"birth_year": str(seen["birth_year"])}
