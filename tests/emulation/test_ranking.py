"""The ranking page: whose standings, ranks with their doubt, reasons, files."""

import pytest
from django.utils import timezone

from tests import factories as make
from tests.contracts import ListPage
from tests.pages import reading


def announce(campaign):
    campaign.announced_at, campaign.announced_by = timezone.now(), make.admin()
    campaign.save()


class TestRanking(ListPage):
    """Before the announcement everybody outside the department sees her own."""

    def address(self, row):
        return f"/emulation/campaigns/{self.campaign.code}/ranking/"

    def make_row(self, commune):
        if not hasattr(self, "campaign"):
            self.campaign = make.campaign()
            self.block = make.block(self.campaign)
        school = make.institution(commune=commune)
        entry = make.campaign_entry(self.campaign, school, block=self.block)
        make.standing(entry, rank=1, rank_best=1, rank_worst=1)
        return entry

    def mark(self, row):
        return f"{row.name}<"


@pytest.fixture
def world(db):
    """One block: 80, a tie at 70 of which one may sink, and a school that owes items."""
    make.reference()
    make.province(name="Lạng Sơn")
    here = make.commune(name="Khánh Khê")
    there = make.commune(name="Bình Gia")
    campaign = make.campaign(code="dot-1", name="Đợt 1")
    block = make.block(campaign, name="Tiểu học vùng I")
    places = {
        "TH Hồng Phong": (there, 80, {"low": 70, "rank": 1, "rank_worst": 3}),
        "TH Khánh Khê": (here, 70, {"rank": 2, "improvement": "3.5", "level": 2}),
        "TH Đồng Giáp": (here, 70, {"low": 61, "rank": 2, "rank_worst": 3}),
        "TH Tân Văn": (there, 12, {"answered": 5, "expected": 14}),
    }
    entries = {}
    for name, (commune, score, facts) in places.items():
        school = make.institution(commune=commune, name=name)
        entry = make.campaign_entry(campaign, school, block=block)
        make.handed_in(entry, state="verified" if score > 50 else "submitted")
        if "rank" in facts:
            facts["rank_best"] = 1
            facts.setdefault("rank_worst", 3)
        facts.setdefault("verified_share", 100)
        make.standing(entry, score, ranked=3, **facts)
        entries[name] = entry
    return campaign, block, entries, here


URL = "/emulation/campaigns/dot-1/ranking/"


def rows(client, query=""):
    return reading.tables(client.get(f"{URL}{query}"))[0][1:-1]


def test_the_department_reads_ranks_with_their_doubt_and_reasons(world, client):
    client.force_login(make.official())
    assert rows(client, "?columns=rank&columns=range&columns=doubt&columns=level") == [
        ["TH Hồng Phong", "1", "hạng 1, có thể từ 1 đến 3", "70–80", "–"],
        ["TH Đồng Giáp", "2", "hạng 2, có thể từ 1 đến 3", "61–70", "–"],
        ["TH Khánh Khê", "2", "hạng 2, có thể từ 1 đến 3", "70", "Mức 2"],
        ["TH Tân Văn", "–", "không xếp hạng: mới trả lời 5/14 mục", "12", "–"],
    ]


def test_the_mean_is_over_what_has_been_handed_in(world, client):
    campaign, block, _entries, here = world
    draft = make.campaign_entry(campaign, make.institution(commune=here), block=block)
    make.standing(draft, 100)
    client.force_login(make.official())
    last = reading.tables(client.get(f"{URL}?columns=score"))[0][-1]
    assert last == ["Bình quân 4 hồ sơ đã nộp", "", "", "58,00"]


def test_a_clerk_sees_her_school_until_the_announcement_and_then_all(world, client):
    campaign, _block, entries, _here = world
    client.force_login(make.clerk(entries["TH Khánh Khê"].institution))
    before = client.get(URL).content.decode()
    assert "Tạm tính" in before
    assert [row[0] for row in rows(client)] == ["TH Khánh Khê"]
    announce(campaign)
    after = client.get(URL).content.decode()
    assert "Tạm tính" not in after
    assert [row[0] for row in rows(client)] == [
        "TH Hồng Phong",
        "TH Đồng Giáp",
        "TH Khánh Khê",
        "TH Tân Văn",
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=khanh khe", ["TH Khánh Khê"]),
        ("?q=DONG", ["TH Đồng Giáp"]),
        ("?ranked=no", ["TH Tân Văn"]),
        ("?reached=2", ["TH Khánh Khê"]),
        ("?q=khong co", None),
    ],
)
def test_filters(world, client, query, names):
    client.force_login(make.official())
    tables = reading.tables(client.get(f"{URL}{query}"))
    found = [row[0] for row in tables[0][1:-1]] if tables else None
    assert found == names


def test_block_and_commune_stand_in_the_address(world, client):
    campaign, block, _entries, here = world
    other = make.block(campaign, name="Mầm non")
    client.force_login(make.official())
    assert reading.tables(client.get(f"{URL}?block={other.pk}")) == []
    assert len(rows(client, f"?block={block.pk}")) == 4
    found = [row[0] for row in rows(client, f"?commune={here.code}")]
    assert found == ["TH Đồng Giáp", "TH Khánh Khê"]


def test_the_file_holds_what_the_page_shows_and_says_it_is_provisional(world, client):
    client.force_login(make.official())
    query = "?q=khanh&columns=rank&columns=score&columns=improvement&export="
    about, header, lines = reading.csv_rows(client.get(f"{URL}{query}csv"))
    assert about["Bảng"] == "Xếp hạng thi đua – Đợt 1 (tạm tính)"
    assert about["Mức đầy đủ"] == "4/4 hồ sơ đã nộp, 3 đã thẩm định"
    assert about["Bộ lọc"] == "Tên đơn vị: khanh"
    assert header == ["Đơn vị", "Hạng", "Hạng có thể", "Điểm", "Tiến bộ (điểm %)"]
    words = "hạng 2, có thể từ 1 đến 3"
    mean = "Bình quân 1 hồ sơ đã nộp"
    assert lines == [
        ["TH Khánh Khê", "2", words, "70.00", "3.50"],
        [mean, "", "", "70.00", ""],
    ]
    _about, same, sheet = reading.xlsx_rows(client.get(f"{URL}{query}xlsx"))
    assert (same, sheet) == (
        header,
        [["TH Khánh Khê", 2, words, 70, 3.5], [mean, None, None, 70, None]],
    )


def test_a_campaign_in_preparation_is_the_departments_alone(world, client):
    make.campaign(code="dot-2", launched=False)
    statuses = {}
    for who in (make.admin(), make.official(), make.stranger()):
        client.force_login(who)
        answer = client.get("/emulation/campaigns/dot-2/ranking/")
        statuses[who.role] = answer.status_code
    assert statuses == {"admin": 200, "official": 200, "commune_head": 404}


def test_without_scores_the_page_says_so(db, client):
    make.reference()
    make.campaign(code="dot-1")
    client.force_login(make.official())
    page = client.get(URL).content.decode()
    assert "điểm của đợt này chưa được tính lần nào" in page
