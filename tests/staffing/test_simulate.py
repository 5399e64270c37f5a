"""What if: norms and networks tried by the real computation, with nothing written."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from schools.models import Institution, Site
from staffing.models import ClassSizeNorm, NormSet, TeacherRatio
from staffing.simulate import network
from staffing.simulate import norms as trials
from tests import factories as make
from tests.staffing.computed import recompute, stored_gaps

YEAR = make.YEAR
READING = NormSet.Reading.ACTUAL_CLASSES


@pytest.fixture
def town(db):
    """A commune of region 1 with a lower secondary school of ten classes."""
    make.reference()
    commune = make.commune(region=1)
    secondary = make.institution(kind="THCS", commune=commune)
    fill(secondary, {"06": (3, 90), "07": (3, 90), "08": (2, 60), "09": (2, 60)})
    return commune, secondary


def fill(school, grades):
    filed = make.school_return(school)
    for grade, (classes, pupils) in grades.items():
        make.grade(filed, grade, classes=classes, pupils=pupils)
    return filed


def ratio(level, special_type=""):
    return TeacherRatio.objects.get(
        norm_set__code="TT20-2023", level=level, special_type=special_type
    )


def test_another_ratio_asks_for_more_teachers_and_writes_nothing(town):
    recompute()
    before = {
        key: str(row.required_actual_classes) for key, row in stored_gaps().items()
    }
    row = ratio("lower_secondary")
    found = trials.compare(YEAR, trials.Trial(ratios={row.pk: Decimal("2.2")}), READING)
    # Ten classes, 1.9 and 2.2.
    assert found["whole"]["before"]["required"] == 19
    assert found["whole"]["after"]["required"] == 22
    assert found["whole"]["change"]["shortage"] == 3
    row.refresh_from_db()
    assert row.ratio == Decimal("1.9")
    after = {
        key: str(row.required_actual_classes) for key, row in stored_gaps().items()
    }
    assert after == before


def test_another_average_moves_the_reading_by_norm_classes(town):
    row = ClassSizeNorm.objects.get(
        norm_set__code="TT20-2023", level="lower_secondary", region=1, special_type=""
    )
    found = trials.compare(
        YEAR, trials.Trial(sizes={row.pk: 30}), NormSet.Reading.NORM_CLASSES
    )
    # 300 pupils: eight classes of 35 and 20 left (17 earn one more), ten of 30.
    assert found["whole"]["before"]["required"] == Decimal("16.2")
    assert found["whole"]["after"]["required"] == 19


def test_another_region_counts_by_its_own_average(town):
    commune, _school = town
    found = trials.compare(
        YEAR, trials.Trial(regions={commune.code: 3}), NormSet.Reading.NORM_CLASSES
    )
    # Region 3: 45 to a class: six classes, 30 left, 22 earn one more.
    assert found["whole"]["after"]["required"] == Decimal("12.4")


def test_communes_stand_with_the_largest_change_first(town):
    other = make.institution(kind="THCS", commune=make.commune(region=1))
    fill(other, {"06": (20, 600)})
    row = ratio("lower_secondary")
    found = trials.compare(YEAR, trials.Trial(ratios={row.pk: 2}), READING)
    assert [one["change"]["required"] for one in found["communes"]] == [2, 1]


def test_merging_adds_classes_and_shares_one_head(town):
    commune, stays = town
    goes = make.institution(kind="THCS", commune=commune)
    fill(goes, {"06": (1, 20), "07": (1, 20)})
    found = network.simulate(YEAR, network.Change(stays, goes), READING)
    posts = {(row["post"], row["level"]): row for row in found["posts"]}
    teachers = posts["teacher", "lower_secondary"]
    assert (teachers["before"]["required"], teachers["after"]["required"]) == (
        Decimal("22.8"),
        Decimal("22.8"),
    )
    head = posts["principal", ""]
    assert (head["before"]["required"], head["after"]["required"]) == (2, 1)
    leader = posts["youth_leader", ""]
    assert (leader["before"]["required"], leader["after"]["required"]) == (2, 1)
    assert found["pupils_moved"] == 40
    assert Institution.objects.filter(closed_on__isnull=True).count() == 2


def test_pupils_who_sit_together_need_fewer_classes(town):
    commune, stays = town
    goes = make.institution(kind="THCS", commune=commune)
    fill(goes, {"06": (1, 10), "07": (1, 10)})
    found = network.simulate(YEAR, network.Change(stays, goes, regroup=True), READING)
    classes = {
        row["grade"].code: (row["before"], row["after"]) for row in found["grades"]
    }
    # Region 1: 35 to a class.
    assert classes == {"06": (4, 3), "07": (4, 3), "08": (2, 2), "09": (2, 2)}
    teachers = next(row for row in found["posts"] if row["post"] == "teacher")
    assert (teachers["before"]["required"], teachers["after"]["required"]) == (
        Decimal("22.8"),
        19,
    )


def test_a_primary_and_a_lower_secondary_school_become_one_of_both_levels(town):
    commune, stays = town
    primary = make.institution(kind="TH", commune=commune)
    fill(primary, {"01": (2, 40)})
    change = network.Change(stays, primary)
    assert network.kind_after(change).code == "TH-THCS"
    found = network.simulate(YEAR, change, READING)
    required = {
        (row["post"], row["level"]): row["after"].get("required")
        for row in found["posts"]
    }
    assert required["teacher", "primary"] == 3
    assert required["teacher", "lower_secondary"] == 19
    assert required["principal", ""] == 1


def test_a_closed_site_of_one_class_joins_its_grade(db):
    make.reference()
    commune = make.commune(region=1)
    school = make.institution(kind="MN", commune=commune)
    main = make.site(school, is_main=True)
    filed = fill(school, {"M5": (2, 50)})
    row = make.one_class_site(filed, "M5", children=15)
    site = Site.objects.get(pk=row.site_id)
    change = network.Change(school, site=site, closed={"M5": 1})
    found = network.simulate(YEAR, change, READING)
    teachers = next(one for one in found["posts"] if one["post"] == "teacher")
    # 35 children and one class of 2.2, and the site's 2.0; then one class of 50,
    # which is 15 more than 35: one short of another teacher's 16.
    assert teachers["before"]["required"] == Decimal("4.2")
    assert teachers["after"]["required"] == Decimal("2.2")
    assert found["pupils_moved"] == 15
    assert [site.pk for site, _km in found["distances"]] == [row.site.pk]
    assert main.pk not in [site.pk for site, _km in found["distances"]]


def test_a_school_without_a_return_is_said(town):
    commune, stays = town
    goes = make.institution(kind="THCS", commune=commune)
    with pytest.raises(network.CannotSimulate, match="chưa nộp báo cáo đầu năm"):
        network.simulate(YEAR, network.Change(stays, goes), READING)


def norm_page(client, **params):
    address = reverse("simulate_norms")
    return client.get(
        address, {"try": 1, "year": YEAR, **params}, HTTP_HX_REQUEST="true"
    )


def test_an_official_changes_a_ratio_and_reads_the_difference(town, client):
    client.force_login(make.official())
    row = ratio("lower_secondary")
    page = norm_page(client, **{f"ratio_{row.pk}": "2.2"})
    text = page.content.decode()
    assert "<html" not in text
    assert "định mức giáo viên +3, thiếu +3, thừa 0" in text
    file = norm_page(client, **{f"ratio_{row.pk}": "2.2"}, export="csv")
    lines = b"".join(file.streaming_content).decode()
    assert "19" in lines and "22" in lines


def test_what_cannot_be_a_ratio_is_said(town, client):
    client.force_login(make.official())
    row = ratio("lower_secondary")
    page = norm_page(client, **{f"ratio_{row.pk}": "-1"})
    assert page.context["outcome"] is None
    assert set(page.context["form"].errors) == {f"ratio_{row.pk}"}


def test_a_day_before_any_text_takes_the_nearest(town, client):
    client.force_login(make.official())
    page = norm_page(client, on=date(2000, 1, 1).isoformat())
    assert page.context["outcome"] == {"same": True}


def test_communes_try_their_network_and_not_the_norms(town, client):
    commune, stays = town
    client.force_login(make.owner(commune))
    assert norm_page(client).status_code == 403
    goes = make.institution(kind="THCS", commune=commune)
    fill(goes, {"06": (1, 20)})
    params = {"stays": stays.code, "goes": goes.code, "year": YEAR}
    page = client.get(reverse("simulate_network"), params)
    assert page.context["outcome"]["pupils_moved"] == 20


def test_schools_of_another_commune_cannot_be_tried(town, client):
    commune, stays = town
    other = make.institution(kind="THCS", commune=make.commune())
    fill(other, {"06": (1, 20)})
    client.force_login(make.owner(commune))
    params = {"stays": stays.code, "goes": other.code, "year": YEAR}
    page = client.get(reverse("simulate_network"), params)
    assert page.context["outcome"] is None
    assert set(page.context["form"].errors) == {"goes"}


def test_the_same_school_twice_is_said(town, client):
    _commune, stays = town
    client.force_login(make.official())
    params = {"stays": stays.code, "goes": stays.code, "year": YEAR}
    page = client.get(reverse("simulate_network"), params)
    assert "Hãy chọn hai trường khác nhau." in page.content.decode()
