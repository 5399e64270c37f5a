"""Minutes: what the Word file says, in which form, and that it can be made again."""

import io
import json
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from communes.documents.dates import in_words
from communes.documents.storing import digest
from emulation.models import AwardKind, AwardQuota, Minutes, Standing
from emulation.rewards import awards, minutes
from emulation.rewards.minutes_document import render
from tests import factories as make

pytestmark = pytest.mark.django_db

MEETING = {
    "number": "12/BB-SGDĐT",
    "held_on": date(2026, 2, 5),
    "place": "Phòng họp số 1",
    "chair": "Nguyễn Văn An",
    "secretary": "Trần Thị Bình",
    "members": "Ông Nguyễn Văn An, Phó Giám đốc\n\nBà Trần Thị Bình, chuyên viên",
    "conclusion": "Thống nhất đề nghị.\nGiao Văn phòng hoàn thiện hồ sơ.",
}


@pytest.fixture
def campaign(db):
    make.reference()
    make.province(name="Lạng Sơn")
    found = make.campaign(due_in=-60, name="Đợt 2026")
    blocks = [make.block(found, name=f"Khối {n}", order=n) for n in (1, 2)]
    for number, block in enumerate(blocks, start=1):
        for rank in (1, 2):
            entry = make.campaign_entry(
                found, block=block, name=f"Trường {number}.{rank}"
            )
            make.handed_in(entry, state="verified")
            make.standing(
                entry,
                90 - rank - number / 4,
                rank=rank,
                rank_best=rank,
                rank_worst=2,
                ranked=2,
                level=3,
            )
    left = make.campaign_entry(found, block=blocks[1], name="Trường chưa nộp")
    make.standing(left, 12)
    flag = AwardKind.objects.first()
    AwardQuota.objects.create(campaign=found, award=flag, most=1, block=blocks[0])
    awards.fill(found, [flag], by=make.official())
    return found


def written(campaign):
    return minutes.write(campaign, MEETING, by=make.official())


def opened(row):
    return docx.Document(io.BytesIO(render(row.content)))


def lines(file):
    return [one.text for one in file.paragraphs if one.text]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_every_school_and_number_stands_in_the_file(campaign):
    file = opened(written(campaign))
    _letterhead, first, second, proposals, _signatures = file.tables
    header = ["Hạng", "Đơn vị", "Điểm", "Khoảng điểm", "Khoảng hạng", "Mức", "Tiến bộ"]
    assert cells(first) == [
        header,
        ["1", "Trường 1.1", "88,75", "88,75 – 88,75", "1 – 2", "3", "–"],
        ["2", "Trường 1.2", "87,75", "87,75 – 87,75", "2 – 2", "3", "–"],
    ]
    assert cells(second) == [
        header,
        ["1", "Trường 2.1", "88,50", "88,50 – 88,50", "1 – 2", "3", "–"],
        ["2", "Trường 2.2", "87,50", "87,50 – 87,50", "2 – 2", "3", "–"],
        ["–", "Trường chưa nộp", "12,00", "12,00 – 12,00", "–", "–", "–"],
    ]
    assert cells(proposals) == [
        ["TT", "Đơn vị", "Khối thi đua", "Hạng", "Điểm", "Ghi chú"],
        ["1", "Trường 1.1", "Khối 1", "1", "88,75", "chưa chắc: hạng từ 1 đến 2"],
    ]
    said = lines(file)
    for sentence in (
        "BIÊN BẢN",
        "Họp xét thi đua, khen thưởng: Đợt 2026",
        "1. Thời gian: ngày 05 tháng 02 năm 2026.",
        "3. Chủ trì: Nguyễn Văn An.",
        "- Bà Trần Thị Bình, chuyên viên",
        (
            "2. Mức đầy đủ: 4/5 hồ sơ đã nộp, 4 hồ sơ Sở đã thẩm định, 4 đơn vị được xếp "
            "hạng."
        ),
        "2. Khối 2: 3 đơn vị, 2 đơn vị được xếp hạng.",
        "Giao Văn phòng hoàn thiện hồ sơ.",
    ):
        assert sentence in said
    rules = minutes.tie_rules()
    assert [
        f"{letter}) {rule}" for letter, rule in zip("abcdeg", rules, strict=True)
    ] == [one for one in said if one[1:3] == ") "]


def test_the_form_is_that_of_the_decree(campaign):
    file = opened(written(campaign))
    sheet = file.sections[0]
    millimetres = [
        round(one.mm)
        for one in (
            sheet.page_width,
            sheet.page_height,
            sheet.left_margin,
            sheet.right_margin,
            sheet.top_margin,
            sheet.bottom_margin,
        )
    ]
    assert millimetres == [210, 297, 30, 15, 20, 20]
    assert sheet.different_first_page_header_footer
    assert "PAGE" in sheet.header._element.xml
    normal = file.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 14)
    office, country = file.tables[0].rows[0].cells
    assert [one.text for one in office.paragraphs if one.text] == [
        "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 12/BB-SGDĐT",
    ]
    assert [one.text for one in country.paragraphs if one.text] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lạng Sơn, ngày 05 tháng 02 năm 2026",
    ]
    secretary, chair = (
        [one.text for one in cell.paragraphs if one.text]
        for cell in file.tables[-1].rows[0].cells
    )
    assert secretary == ["THƯ KÝ", "Trần Thị Bình"]
    assert chair == ["CHỦ TRÌ", "Nguyễn Văn An"]


def test_headings_of_tables_repeat_and_only_they_are_bold(campaign):
    for table in opened(written(campaign)).tables[1:-1]:
        repeated = [
            row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows
        ]
        assert repeated == [True] + [False] * (len(table.rows) - 1)
        bold = [
            bool(run.bold)
            for row in table.rows
            for cell in row.cells
            for run in cell.paragraphs[0].runs
        ]
        width = len(table.columns)
        assert bold == [True] * width + [False] * (len(bold) - width)


def test_the_file_is_made_again_as_it_was_whatever_happened_since(campaign):
    row = written(campaign)
    before = parts(render(row.content))
    Standing.objects.filter(campaign=campaign).update(rank=None, rank_best=None)
    campaign.entries.all().update(name="Tên khác")
    AwardQuota.objects.all().delete()
    again = Minutes.objects.get(pk=row.pk)
    assert parts(render(again.content)) == before


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_digest_is_that_of_the_content_as_it_is_stored(campaign):
    row = Minutes.objects.get(pk=written(campaign).pk)
    assert row.digest == digest(row.content)
    assert f"Mã băm SHA-256 của nội dung: {row.digest}" in lines(opened(row))
    changed = json.loads(json.dumps(row.content))
    changed["blocks"][0]["rows"][0]["score"] = "88.76"
    assert digest(changed) != row.digest


def test_minutes_are_the_departments(campaign):
    for user in (make.stranger(), make.clerk(make.institution())):
        with pytest.raises(PermissionError):
            minutes.write(campaign, MEETING, by=user)
    assert not Minutes.objects.exists()


def test_days_are_written_as_the_decree_wants():
    assert in_words(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert in_words(date(2026, 11, 23)) == "ngày 23 tháng 11 năm 2026"
    assert in_words(date(2026, 3, 9)) == "ngày 09 tháng 3 năm 2026"
