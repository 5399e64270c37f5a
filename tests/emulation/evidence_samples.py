"""Files as people send them as evidence, and as people should not."""

import io
import zipfile
import zlib

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*objects, tail=b""):
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, text)
        for number, text in enumerate((b"<< /Type /Catalog >>", *objects), start=1)
    )
    return (
        b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R" + tail + b" >>\n"
        b"startxref\n9\n%%EOF\n"
    )


def stream(text, head=b"", pack=zlib.compress, filters=b"/Filter /FlateDecode"):
    packed = pack(text)
    return b"<< /Length %d %s %s >>\nstream\n%s\nendstream" % (
        len(packed),
        filters,
        head,
        packed,
    )


def packed_objects(text, **kwargs):
    """An object stream: objects that no eye on the bytes can read."""
    return stream(b"7 0 " + text, b"/Type /ObjStm /N 1 /First 4", **kwargs)


def office(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(**more):
    return office(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": "<document>Quyết định</document>",
        }
        | {name.replace("__", "/"): content for name, content in more.items()}
    )


def with_parts(parts):
    base = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": "<document/>",
    }
    return office(base | parts)


def xlsx(parts=None):
    base = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
    return office(base | (parts or {}))


def pptx(parts=None):
    base = {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}
    return office(base | (parts or {}))


def open_document(kind, parts=None):
    base = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": "<office/>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return office(base | (parts or {}))


def relation(kind, target="https://example.org/mau.dotm"):
    return (
        f'<Relationships><Relationship Id="r1" Type="{RELS}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(30) + b"\xff\xd9"
WEBP = b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
LOCKED_OFFICE = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")
LINK = relation("hyperlink")
LOCKED_ODT = '<manifest><encryption-data checksum="x"/></manifest>'

GOOD = {
    "a.pdf": (pdf(), "PDF"),
    "chu-ky-so.PDF": (pdf(b"<< /Type /Sig /ByteRange [0 9 9 9] >>"), "PDF"),
    "trang.pdf": (
        pdf(stream(b"1 0 0 1 0 0 cm (xem /Launch) Tj"), packed_objects(b"<< /A 1 >>")),
        "PDF",
    ),
    "lien-ket.pdf": (
        pdf(b"<< /S /URI /URI (https://a.vn/1/JavaScript/hoc-bai/Launch/x) >>"),
        "PDF",
    ),
    "anh.jpg": (JPEG, "JPEG"),
    "anh.jpeg": (JPEG, "JPEG"),
    "anh.png": (PNG, "PNG"),
    "anh.webp": (WEBP, "WebP"),
    "a.docx": (docx(), "Word"),
    "co-lien-ket.docx": (with_parts({"word/_rels/document.xml.rels": LINK}), "Word"),
    "a.xlsx": (xlsx(), "Excel"),
    "a.pptx": (pptx(), "PowerPoint"),
    "bieu-do.pptx": (pptx({"ppt/embeddings/so-lieu.xlsx": xlsx()}), "PowerPoint"),
    "a.odt": (open_document("text"), "OpenDocument"),
    "a.ods": (open_document("spreadsheet"), "OpenDocument"),
}

JS = b"<< /S /JavaScript /JS (app.alert(1)) >>"

# name, content, code of the sentence
BAD = [
    ("rong.pdf", b"", "empty"),
    # Active PDFs, written in every way that readers understand.
    ("js.pdf", pdf(JS), "active_pdf"),
    ("js-sat.pdf", pdf(b"<</S/JavaScript/JS(x)>>"), "active_pdf"),
    ("js-ma.pdf", pdf(b"<< /S /#4a#61vaScript /JS (x) >>"), "active_pdf"),
    ("js-xa.pdf", pdf(b"<< /S 3 0 R /JS (x) >>", b"/JavaScript "), "active_pdf"),
    ("js-chu-thich.pdf", pdf(b"<</S%x\n/JavaScript/JS(x)>>"), "active_pdf"),
    ("js-nen.pdf", pdf(packed_objects(JS)), "active_pdf"),
    ("js-nen-chu-thich.pdf", pdf(stream(b"% a\n 7 0 " + JS)), "active_pdf"),
    ("chay.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), "active_pdf"),
    ("xfa.pdf", pdf(b"<< /AcroForm << /XFA 5 0 R >> >>"), "active_pdf"),
    ("kem.pdf", pdf(b"<</Names<</EmbeddedFiles 3 0 R>>>>"), "embedded"),
    ("kem-ef.pdf", pdf(b"<< /Type /Filespec /EF << /F 9 0 R >> >>"), "embedded"),
    ("kem-nen.pdf", pdf(packed_objects(b"<< /EF 9 0 R >>")), "embedded"),
    ("khoa.pdf", pdf(tail=b" /Encrypt 5 0 R"), "encrypted"),
    ("khoa-ma.pdf", pdf(tail=b" /Encr#79pt<</V 4>>"), "encrypted"),
    ("cut.pdf", pdf()[:-8], "damaged"),
    (
        "nen-la.pdf",
        pdf(packed_objects(JS, filters=b"/Filter [/ASCIIHexDecode /FlateDecode]")),
        "damaged",
    ),
    ("bom.pdf", pdf(stream(b"7 0 " + bytes(120 * 2**20))), "bomb"),
    # Office files.
    ("macro.docm", docx(), "macros"),
    ("macro.docx", with_parts({"word/vbaProject.bin": b"x"}), "macros"),
    (
        "macro-kieu.docx",
        with_parts({"[Content_Types].xml": "<Types>macroEnabled</Types>"}),
        "macros",
    ),
    ("activex.docx", with_parts({"word/activeX/activeX1.xml": "<x/>"}), "macros"),
    ("basic.odt", open_document("text", {"Basic/script.xml": "<x/>"}), "macros"),
    ("lenh.pptx", pptx({"ppt/embeddings/a.vbs": b"x"}), "macros"),
    ("khoa.docx", LOCKED_OFFICE, "encrypted"),
    (
        "khoa.odt",
        open_document("text", {"META-INF/manifest.xml": LOCKED_ODT}),
        "encrypted",
    ),
    ("cu.doc", OLD_OFFICE, "old_office"),
    (
        "mau-ngoai.docx",
        with_parts({"word/_rels/settings.xml.rels": relation("attachedTemplate")}),
        "linked",
    ),
    (
        "ole-ngoai.docx",
        with_parts({"word/_rels/document.xml.rels": relation("oleObject")}),
        "linked",
    ),
    ("dde.xlsx", xlsx({"xl/externalLinks/e.xml": "<ddeLink x='cmd'/>"}), "linked"),
    ("ole.docx", with_parts({"word/embeddings/ole.bin": OLD_OFFICE}), "embedded"),
    ("nhung.docx", with_parts({"word/media/a.zip": docx()}), "embedded"),
    (
        "nhung-sau.pptx",
        pptx(
            {"ppt/embeddings/a.xlsx": xlsx({"xl/embeddings/b.xlsx": xlsx()})},
        ),
        "embedded",
    ),
    (
        "nhung-macro.pptx",
        pptx({"ppt/embeddings/a.xlsx": xlsx({"xl/vbaProject.bin": b"x"})}),
        "macros",
    ),
    ("bom.docx", with_parts({"word/media/a.xml": bytes(300 * 2**20)}), "bomb"),
    (
        "nhieu.docx",
        with_parts({f"word/{number}.xml": "" for number in range(1100)}),
        "bomb",
    ),
    ("duong-dan.docx", with_parts({"../../etc/passwd": "x"}), "damaged"),
    ("cut.docx", docx()[:-30], "damaged"),
    # Not documents at all.
    ("bao-cao.pdf.exe", b"MZ" + bytes(100), "executable"),
    ("bao-cao.pdf", b"MZ" + bytes(100), "executable"),
    ("bao-cao.docx", b"\x7fELF" + bytes(100), "executable"),
    ("lenh.pdf", b"#!/bin/sh\nrm -rf /\n", "executable"),
    ("tat.lnk", b"L\0\0\0\x01\x14\x02\0", "executable"),
    ("anh.jpg", pdf(), "disguised"),
    ("anh.pdf", JPEG, "disguised"),
    ("trang.pdf", b"<!doctype html><script>alert(1)</script>", "disguised"),
    ("ve.png", b"<svg xmlns='x' onload='alert(1)'/>", "disguised"),
    ("goi.docx", office({"a.txt": "x"}), "wrong_type"),
    ("goi.zip", office({"a.txt": "x"}), "wrong_type"),
    ("a.xlsx", docx(), "disguised"),
    ("trinh-chieu.odp", open_document("presentation"), "wrong_type"),
    ("khong-duoi", pdf(), "disguised"),
    ("ve.svg", b"<svg/>", "wrong_type"),
    ("ghi-chu.txt", "Chúng tôi đã làm".encode(), "wrong_type"),
    ("rac.pdf", bytes(range(256)) * 4, "damaged"),
    ("phim.mp4", b"\0\0\0\x18ftypisom" + bytes(20), "video"),
    ("anh.heic", b"\0\0\0\x18ftypheic" + bytes(20), "phone_photo"),
]
