"""Charts and maps as pictures: drawn from what the page shows, with what it says."""

import pytest
from django.utils import translation
from matplotlib import font_manager

from communes.documents import framed
from communes.models import Commune
from edu_lang_son import figures
from edu_lang_son.pages import pictures
from edu_lang_son.pages.charts import Chart
from tests import factories as make
from tests.exports.drawn import png_facts, svg_words
from tests.pages.test_dashboard import commune_with_gap, province
from tests.reports.test_documents import vietnamese_letters

FACTS = [("Nguồn", "Sở Giáo dục và Đào tạo Lạng Sơn"), ("Năm học", "2025-2026")]
WORDS = {"shortage": "Thiếu", "surplus": "Thừa", "unit": "giáo viên"}


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def chart_of(figure, title="Những xã nào thiếu?", caption="Cao Lộc thiếu nhiều nhất."):
    return Chart("gaps", title, caption, [], [], figure)


def gaps(*bars):
    figure = figures.diverging_bars([figures.Bar(*one) for one in bars], words=WORDS)
    return pictures.of_figure(chart_of(figure))


def test_diverging_bars_say_the_numbers_of_the_page():
    drawn = framed.draw("svg", gaps(("Cao Lộc", 1250.5, 3), ("Ba Sơn", 0, 2.25)), FACTS)
    words = svg_words(drawn)
    for said in (
        "Cao Lộc",
        "Ba Sơn",
        "−1.250,5",
        "+3",
        "+2,2",
        "Thiếu",
        "Thừa",
        "Những xã nào thiếu?",
        "Cao Lộc thiếu nhiều nhất.",
        "Nguồn: Sở Giáo dục và Đào tạo Lạng Sơn",
        "Năm học: 2025-2026",
    ):
        assert words.count(said) == 1, said


def test_lines_keep_their_years_gaps_and_percentages():
    figure = figures.lines(
        ["2024-2025", "2025-2026"],
        [figures.Series("", "Tỷ lệ", [None, 0.4889], "#0f766e")],
        unit="%",
        is_percent=True,
    )
    block = pictures.of_figure(chart_of(figure))
    assert (block.form, block.categories) == ("lines", ["2024-2025", "2025-2026"])
    assert [float(v) if v else v for v in block.series[0].values] == [None, 0.4889]
    assert block.series[0].colour == "#0f766e"
    assert "48,89%" in svg_words(framed.draw("svg", block, FACTS))


def test_upright_bars_keep_both_series():
    figure = figures.bars(
        ["Mầm non"],
        [
            figures.Series("present", "Có mặt", [5000.0]),
            figures.Series("required", "Định mức", [5500.5]),
        ],
        unit="giáo viên",
    )
    words = svg_words(framed.draw("svg", pictures.of_figure(chart_of(figure)), FACTS))
    assert {"Mầm non", "Có mặt", "Định mức", "5.000", "5.500,5"} <= set(words)


def test_a_picture_keeps_what_it_says_as_text_for_machines():
    size, facts = png_facts(framed.draw("png", gaps(("Cao Lộc", 12, 0)), FACTS))
    assert facts["Title"] == "Những xã nào thiếu?"
    assert facts["Description"].splitlines() == [
        "Cao Lộc thiếu nhiều nhất.",
        "Nguồn: Sở Giáo dục và Đào tạo Lạng Sơn",
        "Năm học: 2025-2026",
    ]
    assert size[0] == 1300


def test_sixty_five_communes_get_a_taller_picture_and_all_their_names():
    few = framed.draw("png", gaps(("Cao Lộc", 12, 0)), FACTS)
    names = [f"Xã thứ {number}" for number in range(65)]
    many = gaps(*((name, 65 - at, at) for at, name in enumerate(names)))
    assert png_facts(framed.draw("png", many, FACTS))[0][1] > (3 * png_facts(few)[0][1])
    assert set(names) <= set(svg_words(framed.draw("svg", many, FACTS)))


def test_long_words_go_on_in_the_next_line_and_lose_none():
    name = "Trường Phổ thông Dân tộc nội trú Trung học cơ sở và Trung học phổ thông"
    title = (
        "Một câu hỏi dài đến mức không thể đứng trên một dòng của bức tranh này? " * 3
    )
    figure = figures.diverging_bars([figures.Bar(name, 1, 0)], words=WORDS)
    block = pictures.of_figure(chart_of(figure, title=title))
    words = svg_words(framed.draw("svg", block, FACTS))
    assert not [one for one in words if len(one) > 90]
    assert " ".join(words).split()[: len(title.split())] == title.split()
    assert set(name.split()) <= set(" ".join(words).split())


def test_names_are_never_markup_or_formulas_of_the_drawing():
    block = gaps(("<script>$x^2$ & --> ", 1, 0))
    drawn = framed.draw("svg", block, [("Bộ lọc", '"><svg onload=alert(1)>')])
    assert b"<script" not in drawn
    assert b"<svg onload" not in drawn
    assert drawn.count(b"<svg") == 1
    assert framed.draw("png", block, FACTS).startswith(b"\x89PNG")


def test_the_font_of_pictures_has_every_vietnamese_letter():

    path = font_manager.findfont("DejaVu Sans", fallback_to_default=False)
    known = font_manager.get_font(path).get_charmap()
    assert [one for one in vietnamese_letters() if ord(one) not in known] == []
    # Of the package itself, not of the machine.
    assert "matplotlib" in path


@pytest.mark.django_db
def test_every_chart_and_map_of_a_dashboard_comes_as_a_picture(client):
    make.reference()
    make.province()
    make.school_year(2025)
    province()
    commune_with_gap("Cao Lộc", 28, 1)
    Commune.objects.update(outline=[[[106.5, 21.8], [106.6, 21.8], [106.6, 21.9]]])
    client.force_login(make.official())
    for key in ("gaps", "map"):
        query = f"/dashboard/?chart={key}&export="
        response = client.get(f"{query}svg")
        assert response["Content-Type"] == "image/svg+xml"
        assert response["Content-Disposition"] == (
            f'attachment; filename="{key}-2025-2026.svg"'
        )
        words = svg_words(response.content)
        assert "Năm học: 2025-2026, Toàn tỉnh" in words
        assert "Mức đầy đủ: 1/1 xã đã nộp, 0 đã duyệt" in words
        assert "Bộ lọc: Cấp học: Tất cả; Cách tính tổng: Theo địa bàn" in words
        assert "Cao Lộc" in words
        assert png_facts(client.get(f"{query}png").content)[1]["Title"]


@pytest.mark.django_db
def test_what_is_only_a_table_has_no_picture(client):
    make.reference()
    make.province()
    make.school_year(2025)
    province()
    commune_with_gap("Cao Lộc", 28, 1)
    client.force_login(make.official())
    page = client.get("/dashboard/?chart=coverage&export=png")
    assert page["Content-Type"].startswith("text/html")
    menu = page.content.decode().split("Tải về: Cụm nào chưa nộp đủ")[1].split("</p>")
    assert "export=xlsx" in menu[0]
    assert "export=png" not in menu[0]
