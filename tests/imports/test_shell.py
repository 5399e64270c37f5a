"""The commands: one line of JSON whatever happens, and templates only within reach."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from communes.models import Import
from staffing.models import Person
from tests import factories as make
from tests.imports.files import STAFF, staff_file

pytestmark = pytest.mark.django_db

NOTHING = {"rows": 0, "new": 0, "changed": 0, "unchanged": 0, "applied": False}


@pytest.fixture
def run(tmp_path, capsys):
    """Run import_workbook on some bytes; returns (exit code, what it printed)."""

    def run_(content, *options, kind="staff"):
        file = tmp_path / "tệp.xlsx"
        file.write_bytes(content)
        code = 0
        try:
            call_command("import_workbook", kind, str(file), *options)
        except SystemExit as end:
            code = end.code
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 1
        return code, json.loads(lines[0])

    return run_


def test_a_sound_file_is_checked_and_only_applied_when_asked(world, run):
    content = staff_file({"school": world.here.code})
    options = ["--as", world.head.username, "--year", "2025-2026"]
    found = NOTHING | {"rows": 1, "new": 1, "errors": []}
    assert run(content, *options) == (0, found)
    assert not Person.objects.exists()
    assert run(content, *options, "--apply") == (0, found | {"applied": True})
    assert Person.objects.get().full_name == STAFF["full_name"]
    # Unchanged, and no warning counts as an error.
    again = found | {"new": 0, "unchanged": 1, "applied": True}
    assert run(content, *options, "--apply") == (0, again)


def test_errors_are_listed_and_nothing_is_applied(world, run):
    content = staff_file(
        {"school": world.here.code, "sex": "?"},
        {"school": world.here.code, "personal_id": "020985000002", "full_name": "An"},
    )
    code, found = run(content, "--as", world.head.username, "--apply", "--year=2025")
    error = found.pop("errors")
    assert (code, found) == (0, NOTHING | {"rows": 2, "new": 1})
    place = {name: error[0][name] for name in ("sheet", "row", "column", "value")}
    assert (len(error), error[0]["code"]) == (1, "unknown_choice")
    assert place == {"sheet": "Nhân sự", "row": 2, "column": "E", "value": "?"}
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("content", "options", "kind", "code"),
    [
        (b"no workbook", ["--year", "2025"], "staff", "file_refused"),
        (b"", ["--year", "2025"], "staff", "file_refused"),
        (b"x", ["--year", "1066"], "staff", "unknown_year"),
        (b"x", ["--year", "2025-2027"], "staff", "unknown_year"),
        (b"x", ["--year", "2025"], "planets", "unknown_kind"),
    ],
)
def test_what_cannot_be_checked_is_one_error(world, run, content, options, kind, code):
    ended, found = run(content, "--as", world.head.username, *options, kind=kind)
    (error,) = found.pop("errors")
    assert (ended, found, error["code"]) == (1, NOTHING, code)
    assert error["message"]


@pytest.mark.parametrize("who", ["reader", "nobody"])
def test_who_may_not_is_told_so(world, run, who):
    name = world.reader.username if who == "reader" else "khong_co_ai"
    ended, found = run(staff_file({}), "--as", name, "--year", "2025")
    (error,) = found.pop("errors")
    expected = "not_allowed" if who == "reader" else "unknown_account"
    assert (ended, found, error["code"]) == (1, NOTHING, expected)
    assert not Import.objects.exists()


def test_a_template_comes_filled_and_goes_back_in(world, teacher, run, tmp_path):
    out = tmp_path / "mau.xlsx"
    options = ["--as", world.head.username, "--year", "2025"]
    call_command("workbook_template", "staff", *options, "--out", str(out))
    found = NOTHING | {"rows": 1, "unchanged": 1, "errors": []}
    assert run(out.read_bytes(), *options) == (0, found)
    stranger = make.stranger()
    make.institution("TH", commune=stranger.commune)
    ended, refused = run(out.read_bytes(), "--as", stranger.username, "--year", "2025")
    assert (ended, refused["errors"][0]["code"]) == (1, "file_refused")


@pytest.mark.parametrize("who", ["reader", "head"])
def test_a_template_of_somebody_else_is_refused(world, tmp_path, who):
    out = tmp_path / "mau.xlsx"
    options = ["--as", getattr(world, who).username, "--year", "2025"]
    if who == "head":
        options += ["--commune", world.foreign.commune.code]
    with pytest.raises(CommandError) as error:
        call_command("workbook_template", "staff", *options, "--out", str(out))
    assert str(error.value) == "Tài khoản này không được nhập số liệu loại này."
    assert not out.exists()


def test_the_open_period_gives_the_year(world, run):
    make.school_year(date.today().year + 5)
    code, found = run(
        staff_file({"school": world.here.code}), "--as", world.head.username
    )
    assert (code, found["rows"]) == (0, 1)
    assert Import.objects.get().school_year_id == 2025
