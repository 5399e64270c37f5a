"""What the files of tables of staff hold, cell by cell, and what they say of themselves."""

import io

import openpyxl
import pytest
from django.urls import reverse

from communes.recompute import recompute_year
from staffing.models import NormSet, TeacherRatio
from tests import factories as make
from tests.pages import reading
from tests.staffing.redeploy.world import World

pytestmark = pytest.mark.django_db


def taken(client, address, **query):
    return reading.csv_rows(client.get(address, query | {"export": "csv"}))


@pytest.fixture
def world():
    return World()


def of_plan(client, user, plan, **query):
    client.force_login(user)
    return taken(client, reverse("redeploy_plan", args=[plan.pk]), **query)


def test_before_and_after_say_the_plan_its_year_and_what_they_are_summed_by(
    world, client
):
    plan = world.plan()
    make.school_year(make.YEAR + 1)
    facts, header, rows = of_plan(
        client,
        world.official,
        plan,
        table="before",
        by="commune",
        year=make.YEAR + 1,
    )
    assert facts["Bảng"] == f"Trước và sau điều động, {plan}"
    assert facts["Năm học"].startswith(str(plan.school_year))
    assert facts["Bộ lọc"] == "Cộng theo: Nơi quản lý"
    assert "Số liệu đến" in facts
    assert header == [
        "Nơi quản lý",
        "Thiếu trước",
        "Thiếu sau",
        "Thừa trước",
        "Thừa sau",
    ]
    assert rows == [
        ["Bình Gia", "1.0", "0.0", "0.0", "0.0"],
        ["Khánh Khê", "1.0", "0.0", "2.0", "0.0"],
    ]


def test_the_file_holds_what_its_reader_sees_and_no_more(world, client):
    plan = world.plan()
    world_of_one = of_plan(client, world.other_head, plan, table="before", by="commune")
    assert [row[0] for row in world_of_one[2]] == ["Bình Gia"]
    client.force_login(make.clerk(world.near))
    address = reverse("redeploy_plan", args=[plan.pk])
    refused = client.get(address, {"table": "before", "export": "csv"})
    assert refused.status_code == 403


def test_every_place_that_stays_empty_is_in_the_file(world, client):
    world.gap(world.near, shortage=3, subject="VAN", level="upper_secondary")
    plan = world.plan()
    client.force_login(world.official)
    address = reverse("redeploy_unfilled", args=[plan.pk])
    assert "table=needs" in client.get(address).content.decode()
    facts, header, rows = taken(client, address, table="needs")
    assert facts["Bộ lọc"] == "Vì sao còn thiếu: Tất cả"
    assert header[0] == "Trường"
    found = [(row[0], row[3], row[4], float(row[5]), float(row[6])) for row in rows]
    assert ("Trường THCS Gần", "Trung học phổ thông", "Ngữ văn", 3, 3) in found


def test_rules_are_in_english_for_who_reads_english(world, client):
    client.force_login(world.official)
    client.cookies["django_language"] = "en"
    query = {"table": "rules", "export": "xlsx"}
    content = reading.download(client.get(reverse("redeploy_list"), query))
    client.cookies["django_language"] = "vi"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][0] == "Table"
    at = next(n for n, line in enumerate(lines) if not any(line))
    assert lines[at + 1] == ["Field", "Value", "Unit", "Legal basis", "Confirmed"]
    assert len(lines[at + 2 :]) == len(
        client.get(reverse("redeploy_list")).context["rules"]
    )


@pytest.fixture
def primary(db, client):
    """One primary: 15 teachers by the norm, four at work, six places."""
    make.reference()
    make.province(name="Lạng Sơn")
    school = make.institution("TH", commune=make.commune(name="Khánh Khê"), name="TH A")
    make.grade(make.school_return(school), "01", classes=10, pupils=212)
    for _ in range(4):
        make.employee(school)
    make.assigned_places(school, 6)
    recompute_year(make.YEAR)
    client.force_login(make.official())
    return school


def four_of(client, address, key="table", **query):
    facts, header, rows = taken(client, address, **{key: "four"}, **query)
    assert header == ["Con số", "Nói điều gì", "Thiếu", "Thừa", "Ghi chú"]
    return facts, {row[0]: row[2:] for row in rows}


def test_the_four_figures_are_taken_from_every_page_alike(primary, client):
    commune = primary.commune
    found = [
        four_of(client, "/staffing/figures/", commune=commune.code)[1],
        four_of(client, "/staffing/", commune=commune.code)[1],
        four_of(client, reverse("school_detail", args=[primary.code]))[1],
        four_of(client, reverse("commune_detail", args=[commune.code]), "chart")[1],
    ]
    assert all(one == found[0] for one in found)
    assert list(found[0]) == [
        "So với định mức tối đa",
        "So với biên chế được giao",
        "Theo môn dạy",
        "Biên chế chưa tuyển",
    ]
    assert [float(cell) for cell in found[0]["So với biên chế được giao"][:2]] == [2, 0]


def test_a_figure_that_knows_no_level_says_so_in_the_file(primary, client):
    facts, rows = four_of(client, "/staffing/figures/", level="primary", subject="TOAN")
    assert rows["Biên chế chưa tuyển"] == ["", "", "không chia theo lựa chọn này"]
    assert facts["Bộ lọc"] == (
        "Cấp học: Tiểu học; Cách đếm lớp: Theo số lớp thực tế; Cách cộng: Theo địa bàn"
    )


def test_subjects_end_with_the_sums_of_the_page(primary, client):
    page = client.get("/staffing/subjects/")
    facts, header, rows = taken(client, "/staffing/subjects/", table="subjects")
    assert header[:2] == ["Cấp học", "Môn học"]
    assert len(rows) == len(page.context["rows"]) + 1
    *lines, totals = rows
    assert totals[0] == "Cộng, không bù trừ"
    for column in (2, 3, 4, 6, 7):
        assert float(totals[column]) == pytest.approx(
            sum(float(line[column] or 0) for line in lines), abs=0.05
        )


def test_an_explanation_is_taken_along_with_its_periods(primary, client):
    gap = primary.subject_gaps.order_by("pk").first()
    address = reverse("subject_why", args=[primary.code, gap.subject_id])
    whys = client.get(address).context["whys"]
    facts, header, rows = taken(client, address)
    assert facts["Bảng"] == f"TH A: {gap.subject}"
    assert header[:3] == ["Cấp học", "Bước", "Nội dung"]
    said = [row[2] for row in rows]
    for why in whys:
        assert {*why.steps, *why.basis, *why.present} <= set(said)
    periods = [row[3] for row in rows if row[3]]
    assert periods == [content[0] for why in whys for content in why.contents]


def test_norms_keep_numbers_as_numbers_and_their_articles(primary, client):
    facts, header, rows = taken(client, "/staffing/norms/", table="norms")
    assert facts["Bộ lọc"].startswith("Xét ngày: ")
    assert len(rows) == NormSet.objects.count()
    address = "/staffing/norms/TT20-2023/"
    facts, header, rows = taken(client, address, table="teacherratio")
    assert header[-3:] == ["Điều, khoản", "Ghi chú", "Xác nhận"]
    assert facts["Bộ lọc"].startswith("Văn bản: ")
    ratios = [float(one.ratio) for one in norm_rows()]
    at = header.index(
        str(TeacherRatio._meta.get_field("ratio").verbose_name).capitalize()
    )
    assert [float(row[at]) for row in rows] == ratios


def norm_rows():
    return TeacherRatio.objects.filter(norm_set__code="TT20-2023").order_by("pk")


def test_changes_are_a_file_only_where_two_versions_are_compared(primary, client):
    address = "/staffing/norms/TT20-2023/"
    answer = client.get(address, {"table": "changes", "export": "csv"})
    assert answer["Content-Type"].startswith("text/html")


def test_an_average_is_written_with_its_decision(primary, client):
    row = make.class_average(commune=primary.commune, level="primary")
    _facts, header, rows = taken(client, "/staffing/norms/", table="averages")
    assert header[0] == "Nơi áp dụng"
    assert rows[0][:2] == [primary.commune.full_name, "Tiểu học"]
    assert (float(rows[0][2]), rows[0][3]) == (
        float(row.pupils_per_class),
        row.decision,
    )


@pytest.mark.parametrize("address", ["/staffing/", "/staffing/figures/"])
def test_the_file_of_the_page_ends_with_its_totals(address, primary, client):
    _facts, header, rows = taken(client, address, group="teacher")
    *lines, totals = rows
    assert (len(lines), totals[0]) == (1, "Cộng 1 dòng")
    assert [float(cell) for cell in totals[-2:]] == [11, 0]
    assert len(totals) == len(header)


def test_years_are_not_added_up(primary, client):
    _facts, _header, rows = taken(client, "/staffing/figures/", by="year")
    assert len(rows) == 1
