"""The board of a campaign: sums worked out by hand, whose figures, who is late, files."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.models import Commune
from tests import factories as make
from tests.emulation.test_ranking import announce
from tests.exports.drawn import svg_words
from tests.pages import reading

URL = "/emulation/campaigns/dot-1/"


@pytest.fixture
def world(db):
    """Khánh Khê: 90 (level 3), 60 (level 2), one not handed in; Bình Gia: 30 (level 1)."""
    make.reference()
    make.province(name="Lạng Sơn")
    campaign = make.campaign(code="dot-1", name="Đợt 1", due_in=-1)
    block = make.block(campaign, name="Tiểu học vùng I")
    here = make.commune(name="Khánh Khê")
    there = make.commune(name="Bình Gia")
    rows = [
        ("TH Khánh Khê", here, "verified", 90, 3),
        ("TH Đồng Giáp", here, "confirmed", 60, 2),
        ("TH Chậm", here, None, 99, 3),
        ("TH Bình Gia", there, "submitted", 30, 1),
    ]
    entries = {}
    for name, commune, state, score, level in rows:
        school = make.institution(commune=commune, name=name)
        entry = make.campaign_entry(campaign, school, block=block)
        if state:
            make.handed_in(entry, state=state)
        make.standing(entry, score, level=level, answered=12, expected=12)
        entries[name] = entry
    return campaign, entries, here, there


def as_user(client, account):
    client.force_login(account)
    return client.get(URL)


def file(client, table):
    return reading.csv_rows(client.get(f"{URL}?export=csv&table={table}"))


def test_sums_by_commune_and_block_are_sums_over_sums(world, client):
    client.force_login(make.official())
    about, header, lines = file(client, "communes")
    assert about["Bảng"] == "Kết quả thi đua theo xã, phường – Đợt 1 (tạm tính)"
    assert about["Mức đầy đủ"] == "3/4 hồ sơ đã nộp, 1 đã thẩm định"
    assert header == [
        "Xã, phường",
        "Hồ sơ",
        "Đã nộp",
        "Đã nộp (%)",
        "Đã thẩm định",
        "Điểm bình quân",
        "Mức 1",
        "Mức 2",
        "Mức 3",
        "Mức cao nhất (%)",
    ]
    sums = ["4", "3", "75.00", "1", "60.00", "1", "1", "1", "33.33"]
    # What has not been handed in counts as missing, not as 99 points.
    assert lines == [
        ["Bình Gia", "1", "1", "100.00", "0", "30.00", "1", "0", "0", "0.00"],
        ["Khánh Khê", "3", "2", "66.67", "1", "75.00", "0", "1", "1", "50.00"],
        ["Toàn tỉnh", *sums],
    ]
    _about, _header, lines = file(client, "blocks")
    assert lines == [["Tiểu học vùng I", *sums], ["Toàn tỉnh", *sums]]


def test_the_map_and_the_levels_come_as_pictures_with_the_campaign_named(world, client):
    Commune.objects.update(outline=[[[106.5, 21.8], [106.6, 21.8], [106.6, 21.9]]])
    client.force_login(make.official())
    words = svg_words(client.get(f"{URL}?export=svg&table=map").content)
    assert "Tỷ lệ hồ sơ đã nộp: nơi nào cao, nơi nào thấp?" in words
    assert {"Khánh Khê", "Bình Gia", "Đơn vị tính: %", "Năm học: 2025-2026"} < set(
        words
    )
    words = svg_words(client.get(f"{URL}?export=svg&table=blocks").content)
    assert {"Tiểu học vùng I", "Mức 1", "Mức 3", "Đơn vị tính: hồ sơ"} < set(words)


def test_states_and_ones_own_standing_are_files_too(world, client):
    client.force_login(make.official())
    _about, header, lines = file(client, "states")
    assert header == ["Trạng thái", "Toàn tỉnh", "Tỷ lệ (%)"]
    assert sum(int(line[1]) for line in lines) == 4
    client.force_login(make.owner(world[2]))
    _about, header, lines = file(client, "states")
    assert header[1:3] == ["Đơn vị bạn", "Toàn tỉnh"]
    assert sum(int(line[1]) for line in lines) == 3
    _about, _header, lines = file(client, "own")
    assert sorted(line[0] for line in lines) == [
        "TH Chậm",
        "TH Khánh Khê",
        "TH Đồng Giáp",
    ]
    # Before the announcement there is no map to take away.
    assert client.get(f"{URL}?export=png&table=map")["Content-Type"][:9] == "text/html"


def test_a_place_without_an_entry_handed_in_has_no_mean(world, client):
    campaign, entries, _here, _there = world
    entry = entries["TH Bình Gia"]
    entry.state, entry.submitted_at, entry.submitted_by = "draft", None, None
    entry.save()
    client.force_login(make.official())
    _about, _header, lines = file(client, "communes")
    assert lines[0] == ["Bình Gia", "1", "0", "0.00", "0", "", "0", "0", "0", ""]


def test_captions_say_the_figures_aloud(world, client):
    page = " ".join(as_user(client, make.official()).content.decode().split())
    assert (
        "3/4 hồ sơ đã nộp (75,0%), 1 đã được Sở thẩm định; còn 1 hồ sơ chưa nộp, "
        "nhiều nhất ở Khánh Khê (1)." in page
    )
    assert (
        "Trong 3 hồ sơ đã nộp và có mức: Mức 3: 1 (33,3%), Mức 2: 1 (33,3%), "
        "Mức 1: 1 (33,3%)." in page
    )
    assert "1 hồ sơ quá hạn mà chưa nộp." in page
    # Every entry of this world has answered its twelve items.
    assert "Đã trả lời 100,0% số mục" in page


def test_the_map_ranks_communes_by_the_measure_in_the_address(world, client):
    client.force_login(make.official())
    found = client.get(f"{URL}?measure=score").context["map"]
    listed = [(one.rank, one.label, one.row.value) for one in found.ranking]
    assert listed == [(1, "Khánh Khê", 75), (2, "Bình Gia", 30)]
    handed_in = client.get(URL).context["map"]
    assert [(one.rank, one.label) for one in handed_in.ranking] == [
        (1, "Bình Gia"),
        (2, "Khánh Khê"),
    ]


def test_a_commune_reads_its_own_beside_the_province_until_announced(world, client):
    campaign, _entries, _here, there = world
    response = as_user(client, make.owner(there))
    context = response.context
    assert (context["own"].entries, context["whole"].entries) == (1, 4)
    assert (context["own"].mean, context["whole"].mean) == (30, 60)
    assert (context["map"], context["places"], context["blocks"]) == (None, [], [])
    text = response.content.decode()
    assert ("TH Bình Gia" in text, "TH Khánh Khê" in text) == (True, False)
    for table in ("communes", "blocks"):
        _about, _header, lines = file(client, table)
        assert [line[1] for line in lines] == ["1"]
    announce(campaign)
    context = client.get(URL).context
    assert [place.label for place in context["places"]] == ["Bình Gia", "Khánh Khê"]


def test_a_clerk_reads_her_school(world, client):
    _campaign, entries, _here, _there = world
    entry = entries["TH Khánh Khê"]
    response = as_user(client, make.clerk(entry.institution))
    assert [one.entry_id for one in response.context["standings"]] == [entry.pk]
    assert "TH Đồng Giáp" not in response.content.decode()


def test_late_are_those_whose_own_day_has_passed(world, client):
    campaign, entries, here, there = world

    def late(account):
        client.force_login(account)
        return [line[0] for line in file(client, "late")[2]]

    assert (late(make.official()), late(make.owner(here)), late(make.owner(there))) == (
        ["TH Chậm"],
        ["TH Chậm"],
        [],
    )
    entry = entries["TH Chậm"]
    entry.due_on = timezone.localdate() + timedelta(days=3)
    entry.save()
    assert late(make.official()) == []


def test_more_entries_cost_no_more_queries(world, client):
    campaign, _entries, here, _there = world
    client.force_login(make.official())

    def cost():
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    before = cost()
    for _n in range(3):
        entry = make.campaign_entry(campaign, make.institution(commune=make.commune()))
        make.standing(make.handed_in(entry), 50, level=2)
        make.campaign_entry(campaign, make.institution(commune=here))
    assert cost() == before


def test_states_are_counted_of_one_s_own_and_of_all(world, client):
    _campaign, _entries, here, _there = world
    states = as_user(client, make.owner(here)).context["states"]
    assert [(label, mine, number) for label, mine, number, _share in states] == [
        ("Nháp", 1, 1),
        ("Đã nộp, chờ xã thẩm định", 0, 1),
        ("Chờ Sở thẩm định", 1, 1),
        ("Sở đã thẩm định", 1, 1),
        ("Trả lại", 0, 0),
    ]
