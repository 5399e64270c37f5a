"""The archive of reports: found by year, place and state; read by whom it concerns."""

from datetime import date

import pytest
from django.urls import reverse

from communes.documents import storing
from communes.models import Report
from communes.recompute import recompute_year
from communes.reporting import life
from communes.reporting.files import FORMATS
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = make.YEAR


def issued(report, admin):
    life.build(report.pk)
    report.refresh_from_db()
    life.check(report, by=admin)
    facts = {"number": "1/BC", "issued_on": date(2026, 6, 5), "signer": "Họ Tên"}
    life.issue(report, **facts, by=admin)
    return report


@pytest.fixture
def archive():
    """Two editions of the province, the later a draft of three; one of each commune."""
    make.reference()
    here, there = make.commune(name="Khánh Khê"), make.commune(name="Bình Gia")
    make.complete_school("TH", commune=here, state="approved", year=YEAR)
    for year in (YEAR - 1, YEAR):
        make.complete_school("MN", commune=there, state="approved", year=year)
        recompute_year(year)
    admin = make.admin()
    rows = {
        "first": issued(life.begin(year=YEAR, by=admin), admin),
        "second": issued(life.begin(year=YEAR, by=admin), admin),
        "third": life.begin(year=YEAR, by=admin),
        "here": issued(life.begin(year=YEAR, commune=here.pk, by=admin), admin),
        "there": life.begin(year=YEAR - 1, commune=there.pk, by=admin),
    }
    return {"admin": admin, "communes": (here, there), **rows}


def listed(client, user, **wishes):
    client.force_login(user)
    response = client.get(reverse("report_list"), wishes)
    return {report.pk for report in response.context["reports"]}


def keys(archive, *names):
    return {archive[name].pk for name in names}


def test_each_filter_finds_its_reports(client, archive):
    admin, (here, _there) = archive["admin"], archive["communes"]
    find = {
        "": ({}, ("first", "second", "third", "here", "there")),
        "year": ({"year": YEAR - 1}, ("there",)),
        "province": ({"place": "province"}, ("first", "second", "third")),
        "commune": ({"place": here.pk}, ("here",)),
        "draft": ({"state": "draft"}, ("third", "there")),
        "issued": ({"state": "issued"}, ("first", "second", "here")),
        "superseded": ({"state": "superseded"}, ("first",)),
        "in force": ({"state": "in-force"}, ("second", "here")),
    }
    found = {name: listed(client, admin, **wish) for name, (wish, _of) in find.items()}
    assert found == {name: keys(archive, *of) for name, (_wish, of) in find.items()}


def test_a_list_says_which_edition_is_followed_by_another(client, archive):
    client.force_login(archive["admin"])
    wishes = {"place": "province", "state": "issued"}
    page = client.get(reverse("report_list"), wishes).content.decode()
    assert page.count("Đã có lần ban hành sau</span>") == 1
    assert page.count('class="filter-badge"') == 2


def test_nothing_found_offers_all_again(client, archive):
    client.force_login(archive["admin"])
    wishes = {"year": YEAR - 1, "state": "issued"}
    page = client.get(reverse("report_list"), wishes).content.decode()
    assert "Không có báo cáo nào khớp với bộ lọc đang chọn." in page


def test_a_commune_finds_and_downloads_its_own_and_no_other(client, archive):
    here, there = archive["communes"]
    head = make.owner(here)
    assert listed(client, head) == keys(archive, "here")
    assert listed(client, head, place=there.pk) == set()
    own, other = archive["here"], archive["first"]
    answer = client.get(reverse("report_file", args=[own.pk, "pdf"]))
    assert answer.content == bytes(own.files.get(kind="pdf").content)
    for name in ("report_detail", "report_moved"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 404
    assert client.get(reverse("report_file", args=[other.pk, "pdf"])).status_code == 404


@pytest.mark.parametrize("wish", ["there", "unknown"])
def test_what_may_not_be_begun_is_refused_in_a_sentence(client, archive, wish):
    here, there = archive["communes"]
    client.force_login(make.owner(here))
    commune = {"there": there.pk, "unknown": "99999"}[wish]
    before = Report.objects.count()
    sent = {"year": YEAR, "commune": commune}
    answer = client.post(reverse("report_new"), sent, follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert said == ["Hãy chọn năm học và phạm vi trong danh sách."]
    assert Report.objects.count() == before


def test_a_year_without_values_cannot_be_begun(client, archive):
    make.school_year(YEAR + 1)
    client.force_login(archive["admin"])
    answer = client.post(reverse("report_new"), {"year": YEAR + 1}, follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert said == ["Hãy chọn năm học và phạm vi trong danh sách."]


def test_issued_files_are_made_again_from_what_was_frozen_to_the_byte(archive):
    report = Report.objects.get(pk=archive["here"].pk)
    frozen = storing.load(report.content)
    kept = {one.kind: bytes(one.content) for one in report.files.all()}
    assert {kind: write(frozen) for kind, write in FORMATS.items()} == kept
    assert storing.digest(storing.dump(frozen)) == report.digest
