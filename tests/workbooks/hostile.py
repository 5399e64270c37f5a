"""Files that nobody sends by mistake, by name: (file name, content, expected code)."""

import struct
import zipfile

from tests.workbooks import building
from tests.workbooks.building import (
    MAIN,
    ONE_CELL,
    data,
    ods,
    ods_parts,
    ods_row,
    record,
    xls,
    xls_cell,
    xls_stream,
    xlsx,
    xlsx_parts,
    zipped,
)

MEGABYTE = 1024 * 1024
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "haha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


def with_part(name, part, parts=None):
    return zipped((parts or xlsx_parts(ONE_CELL)) | {name: part})


def with_prolog(prolog, name):
    parts = xlsx_parts(ONE_CELL)
    return zipped(parts | {name: prolog + parts[name]})


def shared(attributes):
    text = f'<sst xmlns="{MAIN}" {attributes}><si><t>một</t></si></sst>'
    return xlsx(data('<c r="A1" t="s"><v>0</v></c>'), shared=text)


def lying_bomb():
    """A part that says it is small, and swells to 300 MB when it is expanded."""
    content = bytearray(with_part("xl/media/a.bin", bytes(300 * MEGABYTE)))
    small = struct.pack("<I", 1000)
    local = content.find(b"xl/media/a.bin") - 30
    content[local + 22 : local + 26] = small
    entry = content.rfind(b"xl/media/a.bin") - 46
    content[entry + 24 : entry + 28] = small
    return bytes(content)


def many_bombs():
    """Each part within the ratio, all of them together far too large."""
    block = bytes(range(256)) * 4 + struct.pack("<I", 0)
    part = b"".join(block + struct.pack("<I", n) for n in range(8000))
    return zipped(xlsx_parts(ONE_CELL) | {f"xl/media/{n}.bin": part for n in range(40)})


def overlapping():
    """Many entries of the directory that share one and the same packed part."""
    content = with_part("xl/media/a.bin", bytes(900 * 1024))
    end = content.rfind(b"PK\x05\x06")
    at = content.rfind(b"xl/media/a.bin") - 46
    entry = content[at : at + 46 + len("xl/media/a.bin")]
    copies = b"".join(
        entry.replace(b"xl/media/a.bin", f"xl/med/{n:03x}.bin".encode())
        for n in range(400)
    )
    size, start = struct.unpack("<II", content[end + 12 : end + 20])
    total = struct.unpack("<H", content[end + 10 : end + 12])[0] + 400
    new = struct.pack("<HHII", total, total, size + len(copies), start)
    return content[:end] + copies + content[end : end + 8] + new + b"\0\0"


def encrypted_zip():
    content = bytearray(xlsx(ONE_CELL))
    entry = content.find(b"PK\x01\x02")
    content[entry + 8] |= 1
    return bytes(content)


def other_method():
    return zipped(xlsx_parts(ONE_CELL), method=zipfile.ZIP_BZIP2)


def twice():
    """The same name in other letters: readers disagree about which one counts."""
    return with_part("xl/Worksheets/Sheet1.xml", f'<worksheet xmlns="{MAIN}"/>')


def utf16_laughs():
    text = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<x>&i;</x>'
    return with_part("xl/extra.xml", text.encode("utf-16"))


def foreign_encoding():
    text = '<?xml version="1.0" encoding="UTF-7"?><x/>'
    return with_part("xl/extra.xml", text)


def split_doctype():
    """The declaration stands where one piece of the part ends and the next begins."""
    sheet = f'<worksheet xmlns="{MAIN}">'
    filler = "<!--" + "x" * (256 * 1024 - len(sheet) - 8) + "-->"
    text = sheet + filler + "<!DOCTYPE a>" + ONE_CELL + "</worksheet>"
    assert text.index("<!D") == 256 * 1024 - 1
    return with_part("xl/worksheets/sheet1.xml", text)


def far(reference):
    return xlsx(data('<c r="A1"><v>1</v></c>', f'<c r="{reference}"><v>1</v></c>'))


def far_with_prefix():
    """The same far cell, written as the scan by text does not expect it."""
    sheet = (
        f'<x:sheetData xmlns:x="{MAIN}"><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        '<x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>'
    )
    return xlsx(sheet)


def many_rows():
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 100_001)
    )
    return xlsx(f"<sheetData>{rows}</sheetData>")


def ods_repeated(rows=1, columns=1):
    cell = (
        f'<table:table-cell office:value-type="float" office:value="1" '
        f'table:number-columns-repeated="{columns}"/>'
    )
    row = (
        f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    )
    return ods({"A": row})


def ods_encrypted():
    manifest = "<manifest><encryption-data/></manifest>"
    return zipped(ods_parts({"A": ods_row([1])}) | {"META-INF/manifest.xml": manifest})


def xls_far():
    stream = xls_stream([[1.0]])
    at = stream.rfind(record(building.EOF))
    return xls(stream[:at] + xls_cell(65535, 255, 1.0) + stream[at:])


BOOK = xlsx(ONE_CELL)


def _wrong_types():
    """Nothing, too much, and other files under the name of a workbook."""
    yield "a.xlsx", b"", "empty_file"
    yield "a.xlsx", b"PK\x03\x04" + bytes(100 * MEGABYTE), "too_large"
    for start in (b"a;b\n1;2\n", "Mã trường;Tên\n".encode(), b"<html><table>"):
        yield "a.xlsx", start * 10, "wrong_type"
    for start in (b"%PDF-1.7", b"MZ\x90\0", b"{\\rtf1", b"\x89PNG\r\n", b"\x1f\x8b"):
        yield "a.xlsx", start + bytes(100), "wrong_type"
    yield "a.xls", b'<?xml version="1.0"?><Workbook/>', "wrong_type"
    yield "a.xlsx", zipped({"word/document.xml": "<a/>"}), "wrong_type"
    yield "a.xls", xls(b"", names=["WordDocument"]), "wrong_type"


def _macros():
    """Programs in every format that can hold them."""
    yield "a.xlsm", BOOK, "macros"
    yield "a.XLSB", BOOK, "macros"
    yield "a.xlsx", with_part("xl/vbaProject.bin", b"x"), "macros"
    yield "a.xlsx", with_part("xl/macrosheets/sheet1.xml", "<a/>"), "macros"
    yield "a.xlsx", with_part("xl/workbook.bin", b"x", {"a": b""}), "macros"
    types = '<Types><Override ContentType="application/x.sheet.macroEnabled"/></Types>'
    yield "a.xlsx", with_part("[Content_Types].xml", types), "macros"
    basic = ods_parts({"A": ods_row([1])}) | {"Basic/Standard/M.xml": "<a/>"}
    yield "a.ods", zipped(basic), "macros"
    names = ["Workbook", "_VBA_PROJECT_CUR"]
    yield "a.xls", xls(xls_stream([[1.0]]), names=names), "macros"
    yield "a.xls", xls(xls_stream([[1.0]], sheet_type=1)), "macros"


def _locked_and_packed():
    """Passwords, bombs, and files within files."""
    yield "a.xlsx", xls(b"", names=["EncryptedPackage"]), "encrypted"
    locked = record(building.FILEPASS, bytes(6))
    yield "a.xls", xls(xls_stream([[1.0]], extra=locked)), "encrypted"
    yield "a.xlsx", encrypted_zip(), "encrypted"
    yield "a.ods", ods_encrypted(), "encrypted"
    yield "a.xlsx", with_part("xl/media/a.bin", bytes(300 * MEGABYTE)), "bomb"
    yield "a.xlsx", with_part("xl/media/a.bin", bytes(50 * MEGABYTE)), "bomb"
    yield "a.xlsx", lying_bomb(), "damaged"
    yield "a.xlsx", many_bombs(), "bomb"
    yield "a.xlsx", overlapping(), "bomb"
    yield "a.xlsx", with_part("xl/embeddings/a.xlsx", BOOK), "nested_archive"
    yield "a.xlsx", with_part("xl/embeddings/a.bin", xls(b"")), "nested_archive"


def _unsafe():
    """XML that declares things, and paths that lead away."""
    laughing = ods({"A": ods_row([1])}, prolog=LAUGHS)
    for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"):
        yield "a.xlsx", with_prolog(LAUGHS, name), "xml_entities"
        yield "a.xlsx", with_prolog(OUTSIDE, name), "xml_entities"
    yield "a.xlsx", with_part("docProps/app.xml", LAUGHS + "<x/>"), "xml_entities"
    yield "a.xlsx", with_part("hidden.bin", f" {LAUGHS}<x/>"), "xml_entities"
    yield "a.xlsx", split_doctype(), "xml_entities"
    yield "a.ods", laughing, "xml_entities"
    yield "a.xlsx", utf16_laughs(), "damaged"
    yield "a.xlsx", foreign_encoding(), "damaged"
    for name in ("../../a", "/etc/a", "xl/..\\..\\a", "C:/a"):
        yield "a.xlsx", with_part(name, b"x"), "bad_names"
    parts = {f"xl/media/{n}.bin": b"" for n in range(2000)}
    yield "a.xlsx", zipped(xlsx_parts(ONE_CELL) | parts), "too_many_parts"
    yield "a.xlsx", xlsx(*[ONE_CELL] * 101), "too_many_sheets"
    many = {f"S{n}": ods_row([1]) for n in range(101)}
    yield "a.ods", ods(many), "too_many_sheets"


def _oversized():
    """More sheets, rows, columns or cells than are read, or pretended ones."""
    yield "a.xlsx", far("XFD1048576"), "too_many_columns"
    yield "a.xlsx", far("A1048576"), "too_many_rows"
    yield "a.xlsx", far("ZZ9"), "too_many_columns"
    yield "a.xlsx", far("B60001"), "too_many_rows"
    yield "a.xlsx", far("IP30000"), "too_many_cells"
    yield "a.xlsx", far("ZZZZZZ99999999999"), "damaged"
    yield "a.xlsx", far_with_prefix(), "too_heavy"
    yield "a.xlsx", many_rows(), "too_many_rows"
    yield "a.xlsx", shared('uniqueCount="4000000000"'), "too_heavy"
    yield "a.ods", ods_repeated(rows=1_048_576), "too_many_rows"
    yield "a.ods", ods_repeated(columns=16_384), "too_many_columns"
    yield "a.ods", ods_repeated(30_000, 250), "too_many_cells"
    yield "a.xls", xls_far(), "too_many_rows"


def _damaged():
    """Cut off, disturbed, contradictory, empty."""
    yield "a.xlsx", BOOK[: len(BOOK) // 2], "damaged"
    yield "a.xlsx", BOOK[:-1], "damaged"
    yield "a.xlsx", BOOK + b"x", "damaged"
    yield "a.xlsx", b"PK\x03\x04" + bytes(range(256)) * 10, "damaged"
    yield "a.xlsx", b"PK\x05\x06" + bytes(18), "damaged"
    yield "a.xlsx", BOOK[4:], "damaged"
    yield "a.xlsx", other_method(), "damaged"
    yield "a.xlsx", twice(), "damaged"
    yield "a.xlsx", with_part("xl/workbook.xml", "<workbook"), "damaged"
    yield "a.xls", xls(xls_stream([[1.0]]))[:700], "damaged"
    yield "a.xls", xls(xls_stream([[1.0]]), loop=True), "damaged"
    yield "a.xls", building.xls(b"")[:8] + b"\xff" * 600, "damaged"
    yield "a.xlsx", xlsx("<sheetData/>"), "empty_workbook"
    yield "a.ods", ods({"A": ods_row([""])}), "empty_workbook"


def _slow():
    """Text that would keep a careless search busy for hours."""
    mega = MEGABYTE
    for text in (
        '<row><c t="e"' + ' t="e"' * mega,
        '<c t="e">' * mega,
        "<c " * mega,
        '<row hidden="1" ' * mega,
        "<c><f>" * mega,
    ):
        # Not compressed: packed so hard they would be taken for bombs.
        content = zipped(xlsx_parts(text), zipfile.ZIP_STORED)
        yield "a.xlsx", content, "empty_workbook"
    tag = "".join(f' a{n}="{n}"' for n in range(2 * mega))
    yield "a.ods", ods({"A": f"<table:table-row{tag}"}), "damaged"
    errors = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{letter}{n}" t="e"><v>#N/A</v></c>' for letter in "ABCDEFGH")
        + "</row>"
        for n in range(1, 20_001)
    )
    yield "a.xlsx", xlsx(f"<sheetData>{errors}</sheetData>"), "too_many_errors"


def files():
    """Every hostile or merely wrong file; made when asked for, some are large."""
    for some in (
        _wrong_types,
        _macros,
        _locked_and_packed,
        _unsafe,
        _oversized,
        _damaged,
        _slow,
    ):
        yield from some()
