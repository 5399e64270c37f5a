"""Whatever bytes come in: a Workbook or a WorkbookRefused, and nothing else ever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from communes.workbooks import headings
from communes.workbooks.columns import Column
from communes.workbooks.opening import open_workbook
from communes.workbooks.sheets import Workbook, WorkbookRefused
from tests.workbooks.building import (
    MAIN,
    data,
    ods_parts,
    ods_row,
    xls,
    xls_stream,
    xlsx_parts,
    zipped,
)

ROWS = [["Mã trường", "Số lớp"], ["TH Khánh Khê", 12.0], ["Đồng Đăng", 3.5]]
COLUMNS = [Column("school", "Mã trường", required=True), Column("n", "Số lớp")]
CELLS = data(
    '<c r="A1" t="inlineStr"><is><t>Mã trường</t></is></c>',
    '<c r="B1" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="C1" t="s"><v>0</v></c>',
)
SHARED = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>một</t></si></sst>'
PARTS = {
    "a.xlsx": xlsx_parts(CELLS, CELLS, states=["", "hidden"], shared=SHARED),
    "a.ods": ods_parts({"A": "".join(map(ods_row, ROWS)), "B": ods_row(["x"])}),
}
XLS = xls(xls_stream(ROWS))
WHOLE = {"a.xls": XLS} | {name: zipped(parts) for name, parts in PARTS.items()}
# Each example starts a reading process, so there are few, but every run tries others.
FEW = settings(max_examples=60, deadline=None)


def opened(content, name):
    """Whether it was opened; anything but the two outcomes fails the test."""
    try:
        book = open_workbook(content, name)
    except WorkbookRefused as refused:
        assert refused.sentence.endswith(".")
        return False
    assert type(book) is Workbook
    for sheet in book.sheets:
        headings.find(sheet, COLUMNS)
    return True


def changes(content):
    """Bytes put over others, at any place."""
    place = st.integers(0, len(content) - 1)
    return st.lists(st.tuples(place, st.binary(min_size=1, max_size=4)), max_size=4)


def changed(content, edits):
    mutable = bytearray(content)
    for at, new in edits:
        mutable[at : at + len(new)] = new
    return bytes(mutable)


def test_the_files_that_are_disturbed_below_are_sound():
    assert [opened(content, name) for name, content in WHOLE.items()] == [True] * 3


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([b"", b"PK\x03\x04", XLS[:8], XLS[:512]]), st.binary())
def test_random_bytes(beginning, rest):
    opened(beginning + rest, "a.xlsx")


@FEW
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_disturbed_files(name, draw):
    content = WHOLE[name]
    opened(changed(content, draw.draw(changes(content))), name)


@FEW
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 2**16))
def test_files_cut_off(name, length):
    content = WHOLE[name]
    opened(content[: length % len(content)], name)


@FEW
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_disturbed_parts_in_a_sound_archive(name, draw):
    """The archive is right and passes its checks; what it holds is not."""
    parts = {part: str(text).encode() for part, text in PARTS[name].items()}
    part = draw.draw(st.sampled_from(sorted(parts)))
    edits = draw.draw(changes(parts[part]))
    opened(zipped(parts | {part: changed(parts[part], edits)}), name)


ODD = st.sampled_from(
    [
        "0",
        "-1",
        "1",
        "9" * 20,
        "A0",
        "XFD1048576",
        "a1",
        "",
        "s",
        "e",
        "b",
        "d",
        "1e999",
    ]
    + ["2026-13-45", "NaN", "Infinity", "&lt;", "\u0301", "rId1", "hidden", "65537"]
)


@FEW
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_odd_values_of_attributes(name, draw):
    """Well-formed XML that says impossible things."""
    parts = {part: str(text) for part, text in PARTS[name].items()}
    part = draw.draw(st.sampled_from(sorted(p for p in parts if "=" in parts[p])))
    pieces = parts[part].split('"')
    place = draw.draw(st.integers(0, max(len(pieces) // 2 - 1, 0))) * 2 + 1
    pieces[min(place, len(pieces) - 1)] = draw.draw(ODD)
    opened(zipped(parts | {part: '"'.join(pieces)}), name)


@FEW
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_parts_left_out_or_doubled(name, draw):
    parts = PARTS[name]
    names = sorted({*parts, *map(str.upper, parts)})
    chosen = draw.draw(st.lists(st.sampled_from(names), max_size=12, unique=True))
    texts = {part.upper(): text for part, text in parts.items()}
    opened(zipped({part: texts[part.upper()] for part in chosen}), name)
