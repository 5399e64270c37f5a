"""One content in three formats, read back by programs that are not ours."""

import io
import unicodedata
from itertools import product

import pytest
from django.utils import translation

from communes.documents import book, pdf, pictures, storing, word
from communes.documents.blocks import (
    Chart,
    Column,
    Heading,
    Kind,
    Map,
    Paragraph,
    written,
)
from tests.reports.papers import (
    ROWS,
    TOTALS,
    WRITTEN,
    book_of,
    paper,
    plain,
    read_pdf,
    word_of,
    word_tables,
)

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def vietnamese_letters():
    """The 134 letters beyond ASCII: vowels with their tones, and đ, large and small."""
    toned = {unicodedata.normalize("NFC", v + t) for v, t in product(VOWELS, TONES)}
    small = toned | set("ăâêôơưđ")
    return sorted(small | {letter.upper() for letter in small})


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


# Word


def test_word_has_every_value_as_people_read_it():
    table, wide = word_tables(word.write(paper()))
    assert table[0] == ["Xã", "Quy mô", "Quy mô", "Tỷ lệ (%)", "GV/lớp"]
    assert table[1] == ["Xã", "Học sinh", "Thay đổi", "Tỷ lệ (%)", "GV/lớp"]
    assert table[2] == ["Xã Khánh Khê", "2.552", "−12", "48,9%", "1,53"]
    assert table[3] == ["Xã Bình Gia", "1.234.567", "0", "–", "1,50"]
    assert table[5] == ["Cộng", "1.237.126", "−5", "50,0%", "1,51"]
    assert len(wide) == 2 + 60


def test_word_is_an_official_paper_with_real_styles():
    file = word_of(word.write(paper()))
    styles = {p.text: p.style.name for p in file.paragraphs}
    assert styles["PHẦN THỨ NHẤT"] == "Heading 1"
    assert styles["I. ĐẶC ĐIỂM"] == "Heading 2"
    assert file.styles["Normal"].font.name == "Times New Roman"
    first = file.sections[0]
    sides = (first.top_margin, first.bottom_margin, first.left_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30]
    assert first.different_first_page_header_footer
    turned = [section.page_width > section.page_height for section in file.sections]
    assert turned == [False, True, False]
    head = [cell.text for cell in file.tables[0].rows[0].cells]
    assert "SỞ GIÁO DỤC VÀ ĐÀO TẠO" in head[0]
    assert "Độc lập - Tự do - Hạnh phúc" in head[1]


def test_word_repeats_headings_numbers_captions_and_asks_for_contents():
    file = word_of(word.write(paper()))
    markup = file.element.xml
    # Two rows of headings in either table.
    assert markup.count("<w:tblHeader/>") == 4
    assert markup.count("SEQ Bảng") == 2
    assert markup.count("SEQ Hình") == 4
    assert 'TOC \\o "1-3"' in markup
    assert len(file.inline_shapes) == 4


def test_word_says_pictures_in_words():
    file = word_of(word.write(paper()))
    said = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert said == ["Khánh Khê đông.", "Thiếu 3.", "Tăng.", "Ở một nơi."]


# Workbook


def test_workbook_keeps_numbers_and_links_every_sheet():
    file = book_of(book.write(paper()))
    assert file.sheetnames[:3] == ["Mục lục", "Quy mô theo xã", "Bảng rộng"]
    assert len(file.sheetnames) == 1 + 2 + 4
    sheet = file["Quy mô theo xã"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert rows[0] == ["Xã Khánh Khê", 2552, -12, pytest.approx(0.4891), 1.53]
    assert rows[1] == ["Xã Bình Gia", 1234567, 0, None, 1.5]
    assert rows[3] == [*TOTALS[:3], 0.5, 1.51]
    links = [cell.hyperlink.location for cell in file["Mục lục"]["B"] if cell.hyperlink]
    assert links[0] == "'Quy mô theo xã'!A1"
    assert len(links) == 6


def test_workbook_calculates_nothing():
    cell = book_of(book.write(paper()))["Quy mô theo xã"]["A8"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (ROWS[2][0], "s", True)


def test_sheets_of_like_titles_keep_apart():
    blocks = [block for block in paper().blocks if hasattr(block, "rows")]
    same = paper(blocks=[blocks[0], blocks[0]])
    names = book_of(book.write(same)).sheetnames
    assert names == ["Mục lục", "Quy mô theo xã", "Quy mô theo xã 2"]


# PDF


def test_pdf_has_every_value_and_no_markup_of_ours(tmp_path):
    text = plain(read_pdf(pdf.write(paper()), tmp_path, "pdftotext", "-layout"))
    assert [value for value in WRITTEN if value not in text] == []
    assert "*không* phải #lệnh & <thẻ>." in text
    assert "Bảng 1: Quy mô theo xã" in text
    assert "Hình 4: Ở đâu?" in text


def test_pdf_has_every_vietnamese_letter_in_one_embedded_typeface(tmp_path):
    letters = vietnamese_letters()
    assert len(letters) == 134
    # Upright, bold and italic: the paper uses no other.
    words = " ".join(letters)
    blocks = [Paragraph("all", words), Heading(words, 3)]
    content = pdf.write(paper(blocks=blocks, mark=words))
    text = plain(read_pdf(content, tmp_path)).replace(" ", "")
    assert text.count("".join(letters)) == 3
    fonts = read_pdf(content, tmp_path, "pdffonts").splitlines()[2:]
    families = {line.split("+")[1].split("-")[0] for line in fonts}
    assert len(families) == 1
    assert all(" yes yes yes " in line for line in fonts)


def test_pdf_is_tagged_and_names_its_title(tmp_path):
    facts = plain(read_pdf(pdf.write(paper()), tmp_path, "pdfinfo"))
    assert "Title: Tổng kết năm học 2025-2026" in facts
    assert "Tagged: yes" in facts


# Pictures and storing


@pytest.mark.parametrize("kind", [Chart, Map])
def test_same_values_give_the_same_picture(kind):
    for picture in paper().of(kind):
        assert pictures.svg(picture) == pictures.svg(picture)
        assert pictures.png(picture).startswith(b"\x89PNG")


def test_stored_paper_comes_back_and_has_one_hash():
    kept = storing.dump(paper())
    again = storing.load(kept)
    assert storing.dump(again) == kept
    assert storing.digest(storing.dump(again)) == storing.digest(kept)
    changed = storing.dump(paper(title="Khác"))
    assert storing.digest(changed) != storing.digest(kept)
    assert word_tables(word.write(again)) == word_tables(word.write(paper()))


def test_hash_does_not_depend_on_the_order_of_keys():
    kept = storing.dump(paper())
    turned = dict(reversed(list(kept.items())))
    assert storing.digest(turned) == storing.digest(kept)


@pytest.mark.parametrize(
    ("kind", "digits", "value", "text"),
    [
        (Kind.WHOLE, 1, 1234, "1.234"),
        (Kind.PERCENT, 1, 0.4891, "48,9%"),
        (Kind.POINTS, 1, -0.012, "−1,2"),
        (Kind.POINTS, 1, 0.012, "+1,2"),
        (Kind.SIGNED, 0, 0, "0"),
        (Kind.DECIMAL, 2, 1.5, "1,50"),
        (Kind.WHOLE, 1, None, "–"),
        (Kind.WHOLE, 1, "…", "…"),
    ],
)
def test_values_are_written_as_in_this_country(kind, digits, value, text):
    assert written(Column("", kind, digits), value) == text


def test_nothing_is_drawn_with_pyplot():
    # It keeps every figure for ever, and workers live long.
    import matplotlib._pylab_helpers as kept  # noqa: PLC0415

    pictures.png(paper().of(Chart)[0])
    assert kept.Gcf.get_all_fig_managers() == []
    assert io.BytesIO(pictures.png(paper().of(Map)[0])).read(4) == b"\x89PNG"
