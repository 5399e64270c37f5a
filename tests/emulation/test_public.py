"""The public board: nothing too early, no small cells, open data that explains itself."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, strategies

from emulation.boards import public
from tests import factories as make
from tests.emulation.test_ranking import announce
from tests.pages import reading

URL = "/public/emulation/dot-1/"


def fill(campaign, block, levels):
    """Entries of `block`, handed in, by level; ranked in the order they are made."""
    rank = 0
    for level, number in levels.items():
        for _n in range(number):
            rank += 1
            entry = make.campaign_entry(
                campaign, make.institution(name=f"TH {block.name} {rank}"), block=block
            )
            make.handed_in(entry)
            place = {"rank": rank, "rank_best": rank, "rank_worst": rank}
            make.standing(entry, 100 - rank, level=level, **place)


@pytest.fixture
def world(db):
    """A block of 24 (11 at level 2, 13 at level 3) and one of 4; announced and public."""
    make.reference()
    make.province(name="Lạng Sơn")
    campaign = make.campaign(code="dot-1", name="Đợt 1", is_public=True)
    large = make.block(campaign, name="Khối lớn", order=1)
    small = make.block(campaign, name="Khối nhỏ", order=2)
    fill(campaign, large, {3: 13, 2: 11})
    fill(campaign, small, {1: 4})
    announce(campaign)
    return campaign


def test_the_page_is_there_only_when_announced_and_opened(world, client):
    facts = (world.announced_at, world.announced_by, True)
    met = {}
    for name, (at, by, is_public) in {
        "announced and public": facts,
        "announced": (*facts[:2], False),
        "public": (None, None, True),
    }.items():
        world.announced_at, world.announced_by, world.is_public = at, by, is_public
        world.save()
        client.logout()
        anonymous = client.get(URL).status_code
        client.force_login(make.admin())
        met[name] = (anonymous, client.get(URL).status_code)
    assert met == {
        "announced and public": (200, 200),
        "announced": (404, 404),
        "public": (404, 404),
    }


def test_large_groups_are_broken_down_and_small_ones_are_not(world, client):
    levels, best, _dictionary = reading.tables(client.get(URL))
    assert levels == [
        ["Khối thi đua", "Hồ sơ đã nộp", "Mức 1", "Mức 2", "Mức 3"],
        # Whatever would tell of the four by subtraction is not told either.
        ["Toàn tỉnh", "28", "…", "…", "13 46,4%"],
        ["Khối lớn", "24", "0 0,0%", "…", "…"],
        ["Khối nhỏ", "4", "…", "…", "…"],
    ]
    assert best == [
        ["Đơn vị", "Hạng", "Điểm", "Mức"],
        ["Khối lớn"],
        ["TH Khối lớn 1", "hạng 1", "99,00", "Mức 3"],
        ["TH Khối lớn 2", "hạng 2", "98,00", "Mức 3"],
        ["TH Khối lớn 3", "hạng 3", "97,00", "Mức 3"],
        ["Khối nhỏ"],
        ["TH Khối nhỏ 1", "hạng 1", "99,00", "Mức 1"],
        ["TH Khối nhỏ 2", "hạng 2", "98,00", "Mức 1"],
        ["TH Khối nhỏ 3", "hạng 3", "97,00", "Mức 1"],
    ]


# Tables of blocks by level, without their sums.
TABLES = strategies.integers(1, 4).flatmap(
    lambda width: strategies.lists(
        strategies.lists(strategies.integers(0, 40), min_size=width, max_size=width),
        min_size=1,
        max_size=6,
    )
)


@given(TABLES)
def test_no_small_cell_is_told_nor_alone_in_its_row_or_column(blocks):
    table = [
        dict(enumerate(row)) for row in [*blocks, map(sum, zip(*blocks, strict=True))]
    ]
    hidden = public.hidden_cells(table, 10)
    small = {
        (row, level)
        for row, levels in enumerate(table)
        for level, number in levels.items()
        if 0 < number < 10 or sum(levels.values()) < 10
    }
    assert small <= hidden
    rows = [[(row, level) for level in table[0]] for row in range(len(table))]
    columns = [[(row, level) for row in range(len(table))] for level in table[0]]
    alone = [
        line
        for line in rows + columns
        if len(line) > 1 and sum(cell in hidden for cell in line) == 1
    ]
    assert alone == []


def test_nothing_is_hidden_where_every_cell_is_large_or_empty():
    table = [{1: 10, 2: 0}, {1: 25, 2: 12}, {1: 35, 2: 12}]
    assert public.hidden_cells(table, 10) == set()


def test_open_data_says_what_it_is_and_hides_the_same(world, client):
    data = client.get(f"{URL}?data=json").json()
    assert data["title"] == "Đợt 1"
    assert data["licence"].startswith("Được sử dụng lại")
    described = {row["field"] for row in data["data_dictionary"]}
    assert described == {*data["ranks"][0], *data["levels"][0]}
    assert len(data["ranks"]) == 6
    small = [row for row in data["levels"] if row["block"] == "Khối nhỏ"]
    assert small == [
        {
            "block": "Khối nhỏ",
            "entries": 4,
            "level": level,
            "number": None,
            "share": None,
        }
        for level in (1, 2, 3)
    ]
    text = client.get(f"{URL}?data=levels").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["block", "entries", "level", "number", "share", "licence"]
    assert rows[4][:5] == ["Khối lớn", "24", "1", "0", "0.0000"]
    text = client.get(f"{URL}?data=ranks").content.decode("utf-8-sig")
    first = list(csv.reader(io.StringIO(text)))[1]
    assert first[:7] == ["Khối lớn", "TH Khối lớn 1", "1", "1", "1", "99.00", "3"]


def test_more_entries_cost_no_more_queries(world, client):
    def cost():
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    before = cost()
    world.announced_at, world.announced_by = None, None
    world.save()
    fill(world, make.block(world, name="Khối thêm", order=3), {2: 3})
    announce(world)
    assert cost() == before
