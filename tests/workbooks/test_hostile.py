"""Hostile and wrong files are refused, each for its own reason, without harm."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from communes.workbooks.columns import KINDS
from communes.workbooks.opening import open_workbook
from communes.workbooks.refusals import CODES
from communes.workbooks.sheets import WorkbookRefused
from tests.workbooks import hostile

MEGABYTE = 1024 * 1024
# Files that reach the reading process may take what it is allowed, and no more.
READER_MEGABYTES = settings.WORKBOOK_LIMITS["MEMORY_BYTES"] // MEGABYTE

PROGRAM = """
import json, resource, sys
import django
django.setup()
from communes.workbooks.opening import open_workbook
from communes.workbooks.sheets import WorkbookRefused
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
for name in json.load(sys.stdin):
    with open(name, "rb") as file:
        content = file.read()
    try:
        open_workbook(content, name)
        print("opened")
    except WorkbookRefused as refused:
        print(refused.code)
    del content
# Not getrusage, which also counts what the parent had when it started this process.
with open("/proc/self/status") as status:
    own = next(line.split()[1] for line in status if line.startswith("VmHWM"))
reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(int(own) // 1024, reader // 1024)
"""


def test_each_file_is_refused_by_its_own_code_with_little_memory(tmp_path):
    """In one process that may map one gigabyte, and takes far less, as of time."""
    names, expected = [], []
    for number, (name, content, code) in enumerate(hostile.files()):
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(content)
        names.append(str(path))
        expected.append(code)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(1024 * MEGABYTE)],
        cwd=settings.BASE_DIR,
        input=json.dumps(names),
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "edu_lang_son.settings"},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    *codes, peaks = done.stdout.splitlines()
    told = [f"{name}: {code}" for name, code in zip(names, codes, strict=True)]
    # Those about templates are tested where templates are.
    by_stamp = {"wrong_kind", "wrong_year", "wrong_commune", "newer_format"}
    assert set(expected) == CODES - by_stamp
    wanted = [f"{name}: {code}" for name, code in zip(names, expected, strict=True)]
    assert told == wanted
    own, reader = map(int, peaks.split())
    # The largest file sent in is itself 100 MB.
    assert own < 250
    assert reader < READER_MEGABYTES


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"%PDF-1.7",
            (
                "Đây không phải tệp bảng tính mà là PDF. Hãy mở số liệu bằng Excel, chọn "
                "“Lưu thành” dạng .xlsx rồi gửi lại."
            ),
        ),
        (
            hostile.far("B60001"),
            (
                "Trang tính “S1” có số liệu ở dòng 60001, chỉ đọc được đến dòng 60000. "
                "Hãy xóa các dòng thừa ở cuối, hoặc chia thành nhiều tệp."
            ),
        ),
        (
            hostile.xls_far(),
            (
                "Trang tính “Lớp” có số liệu ở dòng 65536, chỉ đọc được đến dòng 60000. "
                "Hãy xóa các dòng thừa ở cuối, hoặc chia thành nhiều tệp."
            ),
        ),
    ],
)
def test_the_sentence_names_what_was_found_and_what_to_do(content, sentence):
    with pytest.raises(WorkbookRefused) as refused:
        open_workbook(content, "số liệu.xlsx")
    assert refused.value.sentence == sentence


def test_limits_are_settings(settings):
    book = hostile.xlsx(hostile.ONE_CELL)
    assert open_workbook(book, "a.xlsx").sheets[0].rows == [[1.0]]
    settings.WORKBOOK_LIMITS = settings.WORKBOOK_LIMITS | {"BYTES": 1000}
    with pytest.raises(WorkbookRefused) as refused:
        open_workbook(book, "a.xlsx")
    assert refused.value.code == "too_large"


SEARCHES = """
import resource
import django
django.setup()
from communes.workbooks import headings, values
from communes.workbooks.columns import KINDS, Choices, Column
from communes.workbooks.sheets import SheetData
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
signs = ["t", "(", "1,", "1 ", "-", "\u0301", " t", "[", "ngay thang ", "Đ", "/1"]
# Different ones, because equal cells are read once.
long = [sign * (32_000 // len(sign)) + str(n) for sign in signs for n in range(30)]
rows = [long[at : at + 50] for at in range(0, len(long), 50)]
columns = [Column("a", "Mã trường"), Column("b", "Số lớp", "integer")]
print(headings.find(SheetData("A", rows * 10), columns))
names = Choices([(str(n), f"Trường tiểu học số {n} xã Khánh Khê") for n in range(1000)])
for kind in sorted(KINDS):
    column = Column("c", "Cột", kind, choices=names)
    print(kind, len(values.column(long, column)[1]) == len(long))
unknown = [f"Trường tieu hoc so {n} xã Khánh Hòa" for n in range(5000)]
found, problems = values.column(unknown, "choice", names)
print(len(problems), sum(bool(problem.suggestion) for problem in problems.values()))
"""


def test_long_and_unknown_words_cost_little_time():
    """Within a minute of the processor, which careless searches would far exceed."""
    done = subprocess.run(
        [sys.executable, "-c", SEARCHES],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "edu_lang_son.settings"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    kinds = [f"{kind} True" for kind in sorted(KINDS)]
    assert done.stdout.splitlines() == ["None", *kinds, "5000 100"]
