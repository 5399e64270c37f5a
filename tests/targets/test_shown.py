"""Where targets show: the indicator's page, the dashboard, the commune's page."""

import re

import pytest

from communes.recompute import recompute_year
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = make.YEAR
SHARE = "national_standard_share"


@pytest.fixture
def here():
    """One school of two at standard, this year and the year before, all approved."""
    make.reference()
    make.target_margins()
    here = make.commune(name="Khánh Khê")
    for kind in ("TH", "THCS"):
        school = make.complete_school(kind, commune=here, state="approved")
        make.complete_return(school, year=YEAR - 1, state="approved")
    make.recognition(school)
    recompute_year(YEAR - 1)
    recompute_year(YEAR)
    make.target(value="0.6")
    make.target(value="0.45", year=YEAR - 1)
    return here


def words(response):
    """The page's text without its tags, in one line."""
    text = re.sub(
        r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S
    )
    return " ".join(text.split())


def test_indicator_page(client, here):
    client.force_login(make.official())
    page = client.get(f"/indicators/{SHARE}/?year={YEAR}")
    text = words(page)
    assert "Chỉ tiêu 60,0%: ✘ Chưa đạt −10,0 điểm %" in text
    assert "12/KH-UBND ngày 15/08/2025" in text
    chart = page.context["charts"]["years"]
    assert chart.header[-1] == "Chỉ tiêu (%)"
    assert [(row.cells[0], row.cells[-1]) for row in chart.rows] == [
        (f"{YEAR - 1}-{YEAR}", 45),
        (f"{YEAR}-{YEAR + 1}", 60),
    ]
    line = chart.figure["data"][-1]
    assert (line["name"], line["y"], line["line"]["dash"]) == (
        "Chỉ tiêu",
        [0.45, 0.6],
        "dash",
    )
    ranking = page.context["charts"]["ranking"]
    assert [(row.cells[0], row.cells[-1]) for row in ranking.rows] == [
        ("Khánh Khê", "Chưa đạt")
    ]


def test_indicator_without_a_target_draws_no_line(client, here):
    client.force_login(make.official())
    page = client.get(f"/indicators/solid_room_share/?year={YEAR}")
    assert "– Chưa có chỉ tiêu" in words(page)
    chart = page.context["charts"]["years"]
    assert len(chart.figure["data"]) == 1
    assert len(chart.header) == 4
    neutral = client.get(f"/indicators/learners/?year={YEAR}")
    assert "Chưa có chỉ tiêu" not in words(neutral)


def test_dashboard_lists_the_targets_of_the_year(client, here):
    client.force_login(make.official())
    page = client.get(f"/dashboard/?year={YEAR}")
    found = [
        (one.indicator.code, str(one.state), one.is_provisional)
        for one in page.context["standings"]
    ]
    assert found == [(SHARE, "missed", False)]
    assert "0 chỉ tiêu đạt, 0 gần đạt, 1 chưa đạt trong 1 chỉ tiêu" in words(page)
    csv = client.get(f"/dashboard/?year={YEAR}&chart=targets&export=csv")
    text = b"".join(csv.streaming_content).decode("utf-8-sig")
    assert "Tất cả cấp học,%,60.0,50.0,-10.0,Chưa đạt," in text
    other = client.get(f"/dashboard/?year={YEAR}&level=primary")
    assert "Chưa đặt chỉ tiêu nào cho năm học và cấp học này." in words(other)


def test_commune_page_says_whose_target_it_is(client, here):
    client.force_login(make.owner(here))
    address = f"/communes/{here.code}/?year={YEAR}"
    assert "✘ Chưa đạt 60,0% (của tỉnh)" in words(client.get(address))
    make.target(value="0.5", commune=here)
    text = words(client.get(address))
    assert "✔ Đạt 50,0%" in text
    assert "(của tỉnh)" not in text


def test_a_state_on_unapproved_figures_says_so(client, here):
    make.complete_school("MN", commune=here, state="submitted")
    recompute_year(YEAR)
    client.force_login(make.official())
    text = words(client.get(f"/indicators/{SHARE}/?year={YEAR}"))
    assert "✘ Chưa đạt (tạm tính)" in text


def test_a_stranger_is_told_nothing_of_the_commune_s_own(client, here):
    make.target("solid_room_share", value="0.123", commune=here)
    client.force_login(make.stranger())
    for address in ("/targets/", "/dashboard/", "/indicators/solid_room_share/"):
        assert "12,3" not in words(client.get(f"{address}?year={YEAR}"))
