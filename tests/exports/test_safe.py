"""Names that a spreadsheet would calculate stay words; long tables stay off the memory."""

import csv
import io
import tracemalloc

import openpyxl
import pytest
from django.conf import settings

from communes import export
from communes.exporting.long import whole_of
from staffing.models import Assignment, Person
from tests import factories as make
from tests.pages import reading

DANGEROUS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
)
ABOUT = export.About("=HYPERLINK", "@nguồn", filters=[("Tên", "-1")])
PEOPLE = 20_000


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_dangerous_name_is_quoted_in_csv(name):
    content = b"".join(export.csv_chunks(ABOUT, [name], [[name, 1]]))
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[-2:] == [[f"'{name}"], [f"'{name}", "1"]]
    assert [line[1][0] for line in lines[:2]] == ["'", "'"]


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_dangerous_name_is_a_string_in_a_workbook(name):
    file = io.BytesIO()
    export.write_xlsx(file, ABOUT, [name], [[name, 1]])
    sheet = openpyxl.load_workbook(file).active
    cells = [
        cell for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if cell.data_type == "n"] == [1]
    assert sheet.cell(sheet.max_row, 1).value == name
    assert sheet.cell(sheet.max_row, 1).quotePrefix


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_dangerous_name_is_harmless_from_the_page(client, kind):
    make.reference()
    make.province(name="Lạng Sơn")
    school = make.school("TH", name='=HYPERLINK("http://x","y")')
    client.force_login(make.official())
    response = client.get(f"/schools/?export={kind}")
    if kind == "csv":
        _facts, _header, rows = reading.csv_rows(response)
        assert rows[0][0] == f"'{school.name}"
        return
    file = io.BytesIO(reading.download(response))
    cells = [cell for row in openpyxl.load_workbook(file).active for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert school.name in {cell.value for cell in cells}


def crowd(school, number):
    """So many people serving at a school, written in one go."""
    first = make.employee(school)
    people = [
        Person(
            personal_id=f"030{at:09d}",
            full_name=f"Nông Thị Số {at}",
            sex=first.person.sex,
            birth_date=first.person.birth_date,
            ethnicity_id=first.person.ethnicity_id,
        )
        for at in range(number - 1)
    ]
    Person.objects.bulk_create(people, batch_size=2000)
    same = {
        field.attname: getattr(first, field.attname)
        for field in Assignment._meta.concrete_fields
        if field.attname not in ("id", "person_id")
    }
    rows = [Assignment(**same, person=person) for person in people]
    Assignment.objects.bulk_create(rows, batch_size=2000)


def peak(user, most):
    """Bytes at the height of writing the first `most` rows, and how many there were."""
    _kind, whole = whole_of("/staff/?export=csv", user)
    tracemalloc.start()
    try:
        number = 0
        for number, _chunk in enumerate(  # noqa: B007
            export.csv_chunks(whole.about, whole.header, whole.rows)
        ):
            if number == most:
                break
        return tracemalloc.get_traced_memory()[1], number
    finally:
        tracemalloc.stop()


@pytest.mark.django_db
def test_twenty_thousand_people_take_no_more_memory_than_a_quarter_of_them():
    make.reference()
    make.province(name="Lạng Sơn")
    crowd(make.school("TH"), PEOPLE)
    user = make.official()
    _warm = peak(user, 100)
    few, _number = peak(user, PEOPLE // 4)
    many, number = peak(user, PEOPLE * 2)
    assert number > PEOPLE > settings.EXPORT_ROWS_AT_ONCE
    assert many < 1.3 * few
