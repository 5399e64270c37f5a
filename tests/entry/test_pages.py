"""Pages of entry without a script: what they show, what a sent form saves and keeps."""

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes.models import PendingCell, Rule
from schools.models import GradeFigures
from tests import factories as make

pytestmark = pytest.mark.django_db
GRADES = ("01", "02", "03", "04", "05")


@pytest.fixture
def period():
    make.reference()
    return make.open_period()


@pytest.fixture
def commune(period):
    return make.commune(name="Khánh Khê")


@pytest.fixture
def school(commune):
    row = make.institution("TH", commune=commune, name="Trường Tiểu học Khánh Khê")
    old = make.school_return(row, year=2024)
    make.grade(old, "01", classes=2, pupils=61)
    return row


def grid_url(form="classes", kind="start", year=make.YEAR):
    return reverse("entry_grid", args=[year, kind, form])


def school_url(school, year=make.YEAR):
    return reverse("entry_school", args=[year, "start", school.code])


def boxes(page):
    """Name -> value of every box that the page shows."""
    found = re.findall(
        r'<input name="([^"]+)"[^>]*? value="([^"]*)"', page.content.decode()
    )
    return dict(found)


def sent(page, **typed):
    """What a browser without a script sends: all boxes and what they showed before."""
    hidden = re.findall(
        r'<input type="hidden" name="(was/[^"]+)" value="([^"]*)"',
        page.content.decode(),
    )
    return dict(hidden) | boxes(page) | typed


def cell(school, field, line="01"):
    return f"{school.code}/{line}/{field}"


def figures(school):
    return dict(
        GradeFigures.objects.filter(school_return__institution=school).values_list(
            "grade", "pupils"
        )
    )


def test_a_sent_form_saves_the_cells_that_changed_and_only_those(client, school):
    client.force_login(make.owner(school.commune))
    page = client.get(grid_url())
    data = sent(
        page, **{cell(school, "classes"): "2", cell(school, "pupils"): "1.071 "}
    )
    answer = client.post(grid_url(), data, follow=True)
    filed = GradeFigures.objects.filter(school_return__period__school_year=make.YEAR)
    assert [(row.grade_id, row.classes, row.pupils) for row in filed] == [
        ("01", 2, 1071)
    ]
    assert [str(one) for one in answer.context["messages"]] == ["Đã lưu 2 ô."]


def test_what_is_no_number_stays_in_its_box_with_a_sentence(client, school):
    client.force_login(make.owner(school.commune))
    page = client.get(grid_url())
    data = sent(page, **{cell(school, "girls"): "ba mươi"})
    answer = client.post(grid_url(), data)
    [waiting] = PendingCell.objects.all()
    assert (waiting.field, waiting.text) == ("girls", "ba mươi")
    assert boxes(answer)[cell(school, "girls")] == "ba mươi"
    [remark] = answer.context["panel"].mend
    assert (remark.anchor, remark.unit) == (cell(school, "girls"), school.name)
    assert f'id="{remark.anchor}"' in answer.content.decode()
    later = client.get(grid_url())
    assert boxes(later)[cell(school, "girls")] == "ba mươi"


def test_two_people_on_one_cell_both_values_are_shown_and_a_second_save_keeps_mine(
    client, school
):
    filed = make.school_return(school, state="draft")
    row = make.grade(filed, "01", classes=2, pupils=30)
    client.force_login(make.owner(school.commune))
    data = sent(client.get(grid_url()), **{cell(school, "pupils"): "32"})
    GradeFigures.objects.filter(pk=row.pk).update(pupils=31)
    clash = client.post(grid_url(), data)
    assert boxes(clash)[cell(school, "pupils")] == "32"
    told = re.search(r'class="cell-why">([^<]+)<', clash.content.decode())[1]
    assert "đã ghi 31" in told
    assert "(32)" in told
    row.refresh_from_db()
    assert row.pupils == 31
    again = sent(clash, **{cell(school, "pupils"): "32"})
    client.post(grid_url(), again, follow=True)
    row.refresh_from_db()
    assert row.pupils == 32


def test_readers_closed_windows_and_returns_handed_in_show_text_and_say_why(
    client, school
):
    other = make.institution("TH", commune=school.commune, name="Trường đã nộp")
    filed = make.school_return(other, state="submitted")
    make.grade(filed, "01", classes=1, pupils=30)
    client.force_login(make.owner(school.commune))
    half = client.get(grid_url())
    assert {name.split("/")[0] for name in boxes(half)} == {school.code}
    assert "Báo cáo đã nộp" in half.content.decode()
    client.force_login(make.reader(school.commune))
    page = client.get(grid_url())
    assert boxes(page) == {}
    assert "Tài khoản của bạn chỉ xem được số liệu này." in page.content.decode()
    old = client.get(grid_url(year=2024))
    assert boxes(old) == {}


def test_a_reader_who_sends_a_form_is_refused(client, school):
    client.force_login(make.owner(school.commune))
    data = sent(client.get(grid_url()), **{cell(school, "pupils"): "9"})
    client.force_login(make.reader(school.commune))
    assert client.post(grid_url(), data).status_code == 403
    assert figures(school) == {"01": 61}


def test_a_form_of_another_communes_school_saves_nothing(client, school):
    client.force_login(make.owner(school.commune))
    data = sent(client.get(grid_url()), **{cell(school, "pupils"): "9"})
    stranger = make.stranger()
    client.force_login(stranger)
    answer = client.post(grid_url(), data, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "Không có ô nào thay đổi."
    ]
    assert figures(school) == {"01": 61}
    assert client.get(f"{grid_url()}?commune={school.commune_id}").status_code == 404
    assert client.get(school_url(school)).status_code == 404


def test_a_clerk_meets_all_forms_of_her_school_and_saves_one(client, school):
    make.institution("TH", commune=school.commune)
    client.force_login(make.clerk(school))
    page = client.get(school_url(school))
    assert [part.grid.form.code for part in page.context["parts"]] == [
        "classes",
        "ages",
        "facilities",
    ]
    data = sent(page, form="facilities", **{f"{school.code}//classrooms": "11"})
    client.post(school_url(school), data, follow=True)
    part = client.get(school_url(school)).context["parts"][2]
    assert part.grid.blocks[0].rows[0].cells[0].text == "11"


def test_the_level_filter_leaves_lines_and_sums_of_that_level(client, school):
    both = make.institution("TH-THCS", commune=school.commune)
    filed = make.school_return(both, state="draft")
    make.grade(filed, "01", classes=1, pupils=20)
    make.grade(filed, "06", classes=1, pupils=33)
    client.force_login(make.owner(school.commune))
    grid = client.get(f"{grid_url()}?level=lower_secondary").context["grid"]
    lines = [(b.unit["code"], [r.line["code"] for r in b.rows]) for b in grid.blocks]
    assert lines == [(both.code, ["06", "07", "08", "09"])]
    assert grid.sums[4] == 33


def test_officials_choose_a_commune_or_the_schools_of_the_department(client, school):
    own = make.institution("THPT", commune=school.commune)
    client.force_login(make.official())
    shown = client.get(grid_url()).context["grid"]
    assert [block.unit["code"] for block in shown.blocks] == [own.code]
    commune = client.get(f"{grid_url()}?commune={school.commune_id}")
    assert [b.unit["code"] for b in commune.context["grid"].blocks] == [school.code]
    assert boxes(commune) == {}


def test_the_overview_counts_the_cells_of_every_form(client, school):
    filed = make.school_return(school, state="draft")
    for code in GRADES:
        make.grade(filed, code, classes=1, pupils=20)
    client.force_login(make.owner(school.commune))
    page = client.get(reverse("entry_home"))
    [classes] = [d for d in page.context["forms"] if d.grid.form.code == "classes"]
    assert 0 < classes.grid.filled <= classes.grid.expected
    assert classes.url == grid_url()
    assert [one.unit["name"] for one in page.context["schools"]] == [school.name]
    past = client.get(f"{reverse('entry_home')}?year=2024&kind=start")
    assert past.context["period"].school_year_id == 2024


def test_cells_that_are_not_owed_do_not_count_and_units_may_owe_a_column(
    client, school
):
    Rule.objects.all().delete()
    both = {"severity": "missing", "sentence": "Thiếu.", "sentence_en": "Missing."}
    for number, (form, grain, condition, field) in enumerate(
        [
            ("classes", "line", "filled(pupils)", "pupils"),
            ("classes", "line", "min(pupils, 1) <= filled(girls)", "girls"),
            ("ages", "unit", "filled(pupils)", "pupils"),
        ]
    ):
        Rule.objects.create(
            code=f"r{number}",
            form=form,
            grain=grain,
            condition=condition,
            shown_at=field,
            **both,
        )
    filed = make.school_return(school, state="draft")
    make.grade(filed, "01", classes=0, pupils=0, girls=None, ethnic_girls=None)
    make.grade(filed, "02", classes=1, pupils=9, girls=None, ethnic_girls=None)
    client.force_login(make.owner(school.commune))
    progress = {
        code: (grid.filled, grid.expected)
        for code in ("classes", "ages")
        for grid in [client.get(grid_url(code)).context["grid"]]
    }
    assert progress == {"classes": (3, 10), "ages": (0, 1)}


def test_a_form_of_another_period_is_not_there(client, school):
    client.force_login(make.owner(school.commune))
    codes = {
        url: client.get(url).status_code
        for url in (grid_url("results"), grid_url("khong-co"), grid_url(year=1999))
    }
    assert set(codes.values()) == {404}
    assert client.get(grid_url("results", "end")).context["grid"].form.code == "results"


def test_pages_cost_the_same_queries_with_one_school_and_with_three(client, commune):
    user = make.owner(commune)
    client.force_login(user)

    def cost():
        counts = []
        for url in (reverse("entry_home"), grid_url(), grid_url("facilities")):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                client.get(url)
            counts.append(len(seen))
        return counts

    def add():
        row = make.institution("TH", commune=commune)
        filed = make.school_return(row, state="draft")
        make.grade(filed, "01", classes=1, pupils=20, girls=20)
        make.pending_cell(row, by=user, line="02")

    add()
    client.get(grid_url())
    one = cost()
    add()
    add()
    assert cost() == one


def test_twenty_schools_of_nine_grades_stay_light_on_the_line(client, commune):
    for _number in range(20):
        row = make.institution("TH-THCS", commune=commune)
        filed = make.school_return(row, state="draft")
        for code in make.GRADES["TH-THCS"]:
            make.grade(filed, code, classes=2, pupils=61)
    client.force_login(make.owner(commune))
    page = client.get(grid_url(), headers={"accept-encoding": "gzip"})
    assert page["content-encoding"] == "gzip"
    text = gzip.decompress(page.content).decode()
    assert text.count("aria-labelledby=") == 20 * 9 * 19
    assert len(page.content) < 80_000
    assert len(text) < 800_000
