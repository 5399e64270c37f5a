"""The workbook kind "staff": people with their main post and highest degree."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.imports.kinds import WorkbookKind
from communes.imports.sending import Refused
from communes.search import folded
from communes.workbooks.cells import is_empty
from schools.models import Institution, SchoolReturn
from staffing.models import Person

from . import recomputing, rule_rows, staging, template, writing
from .columns import columns
from .wording import told

SQL = {
    path.stem: path.read_text(encoding="utf-8")
    for path in (Path(__file__).parent / "sql").glob("*.sql")
}
IN_FILE = SQL["standing"].format(
    people="""
        SELECT s.place AS key, p.id AS person_id, s.major
        FROM import_staff AS s
        JOIN staffing_person AS p ON p.personal_id = s.personal_id
    """,
    degree="TRUE",
)
IN_CHANGES = SQL["standing"].format(
    people="""
        SELECT
            plan.id AS key, plan.object_id AS person_id, NULL AS major,
            plan.qualification
        FROM import_staff_plan AS plan
        WHERE plan.object_id IS NOT NULL
    """,
    degree="q.id = people.qualification",
)
NAMED = 5


def folded_name():
    """The expression of Person.search_name, over the names of the staging table."""
    with connection.cursor() as cursor:
        query = Person.objects.none().query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.compile(folded("full_name").resolve_expression(query))
        own = f'"{Person._meta.db_table}"."full_name"'
        return cursor.mogrify(sql, params).decode().replace(own, "s.full_name")


@dataclass(frozen=True)
class StaffKind(WorkbookKind):
    code: str = "staff"
    title: str = gettext_lazy("Nhân sự")
    target: str = "staffing.Person"

    def columns(self, user, year):
        return columns()

    def reaches(self, user, year):
        return Institution.objects.editable_by(user).exists()

    def template(self, user, year, commune=None):
        return template.sheets(user, commune)

    def check(self, source, rows, report, sender):
        reach = staging.fill(rows, report, sender)
        rule_rows.judge(self, report)
        with connection.cursor() as cursor:
            cursor.execute(SQL["steps"].format(standing=IN_FILE))
            cursor.execute("ANALYZE import_staff_step")
            findings = SQL["findings"].format(
                folded_name=folded_name().replace("%", "%%")
            )
            cursor.execute(findings, {"reach": reach.keys})
            for place, column, code, facts in cursor:
                if code == "missing" and not is_empty(rows.cell(place, column)):
                    # Why it could not be read is told already.
                    continue
                severity, sentence, suggestion = told(code, json.loads(facts))
                report.cell(place, column, code, sentence, suggestion, severity)
            stopped = sorted(report.stopped)
            cursor.execute(
                "UPDATE import_staff SET stopped = TRUE"
                " WHERE place = ANY (%s) AND NOT stopped",
                [stopped],
            )
            cursor.execute(SQL["changes"].format(), {"source": source.pk})
            return cursor.rowcount

    def refusal(self, source, by):
        self._lock(source)
        labels = self._labels("stale", source, by)
        if not labels:
            return ""
        words = _(
            "Dữ liệu đã thay đổi từ lúc kiểm tra (%(names)s), nên chưa ghi gì. Tệp đã "
            "được kiểm tra lại; hãy xem kết quả mới rồi áp dụng."
        )
        return words % {"names": _named(labels)}

    def write(self, source, by):
        if writing.write(source) < source.new:
            words = _(
                "Có người vừa thêm nhân sự trùng số định danh, nên chưa ghi gì. Tệp đã "
                "được kiểm tra lại; hãy xem kết quả mới rồi áp dụng."
            )
            raise Refused("stale", words)
        recomputing.request(writing.touched(source), by)

    def newer(self, source, by):
        self._lock(source)
        labels = self._labels("newer", source, by)
        if not labels:
            return ""
        words = _(
            "Không hoàn tác được: đã có thay đổi mới hơn hoặc số liệu đã được duyệt "
            "(%(names)s). Hãy sửa từng người ở trang nhân sự."
        )
        return words % {"names": _named(labels)}

    def take_back(self, source, by):
        places = writing.touched(source)
        writing.take_back(source)
        recomputing.request(places, by)

    def _lock(self, source):
        """People as every verb about staff locks them; returns, so none is approved."""
        with connection.cursor() as cursor:
            cursor.execute(SQL["plan"], [source.pk])
            cursor.execute(LOCK_PEOPLE)
            cursor.execute(LOCK_RETURNS)

    def _labels(self, question, source, by):
        reach = list(Institution.objects.editable_by(by).values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute(SQL[question].format(standing=IN_CHANGES), {"reach": reach})
            return [label for (label,) in cursor]


LOCK_PEOPLE = f"""
SELECT 1 FROM {Person._meta.db_table}
WHERE id IN (SELECT object_id FROM import_staff_plan)
ORDER BY id FOR UPDATE
"""
LOCK_RETURNS = f"""
SELECT 1 FROM {SchoolReturn._meta.db_table}
WHERE institution_id IN (
    SELECT school.id
    FROM schools_institution AS school
    WHERE school.code IN (
        SELECT school FROM import_staff_plan
        UNION SELECT old_school FROM import_staff_plan
    )
    UNION
    SELECT a.institution_id
    FROM import_staff_plan AS plan
    JOIN staffing_assignment AS a ON a.id = plan.assignment
)
ORDER BY id FOR UPDATE
"""


def _named(labels):
    more = "…" if len(labels) > NAMED else ""
    return ", ".join(labels[:NAMED]) + more
