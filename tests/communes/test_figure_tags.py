"""Figures in templates, in both languages."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from communes import indicators

CASES = [
    ("value|number", 211143, "211.143", "211,143"),
    ("value|number", None, "–", "–"),
    ("value|number", "…", "…", "…"),
    ("value|decimal", Decimal("1.5"), "1,50", "1.50"),
    ("value|decimal:1", Decimal("26.45"), "26,5", "26.5"),
    ("value|plain", Decimal("15.50"), "15,5", "15.5"),
    ("value|percent", Decimal("0.489"), "48,9%", "48.9%"),
    ("value|percent", None, "–", "–"),
    ("value|points", Decimal("0.012"), "+1,2 điểm %", "+1.2 percentage points"),
    ("value|points", Decimal("-0.012"), "−1,2 điểm %", "−1.2 percentage points"),
    ("value|signed", 938, "+938", "+938"),
    ("value|signed", -12, "−12", "−12"),
    ("value|shortage", 842, "−842", "−842"),
    ("value|shortage", 0, "–", "–"),
    ("value|shortage", "…", "…", "…"),
    ("value|surplus", 125, "+125", "+125"),
    ("value|cell", "Cao Lộc", "Cao Lộc", "Cao Lộc"),
    ("value|cell", Decimal("1748"), "1.748", "1,748"),
    ("value|unlocal", 12.5, "12.5", "12.5"),
    ("value|slug", "Văn Lãng", "van-lang", "van-lang"),
    ("value|slug", "Đình Lập", "dinh-lap", "dinh-lap"),
]


def rendered(expression, **context):
    template = Template(f"{{% load figures %}}{{{{ {expression} }}}}")
    return template.render(Context(context))


@pytest.mark.parametrize(("expression", "value", "vietnamese", "english"), CASES)
def test_a_figure_is_written_as_its_readers_write_it(
    expression, value, vietnamese, english
):
    with override("vi"):
        shown = [rendered(expression, value=value)]
    with override("en"):
        shown.append(rendered(expression, value=value))
    assert shown == [vietnamese, english]


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("national_standard_share", Decimal("0.489"), "48,9%"),
        ("teachers_per_class", Decimal("1.4256"), "1,43 giáo viên/lớp"),
        ("learners", Decimal(211143), "211.143 người"),
        ("learners", None, "–"),
    ],
)
def test_an_indicator_brings_its_decimals_and_its_unit(code, value, text):
    indicator = indicators.get(code)
    with override("vi"):
        shown = rendered("value|with_unit:indicator", value=value, indicator=indicator)
    assert shown == text


def test_both_sides_of_a_gap_are_shown_and_spoken():
    template = Template("{% load figures %}{% gap 842 125 %}")
    assert template.render(Context()) == (
        '<span class="shortage figure-num"><span class="visually-hidden">Thiếu </span>'
        '−842</span> <span class="surplus figure-num">'
        '<span class="visually-hidden">Thừa </span>+125</span>'
    )
