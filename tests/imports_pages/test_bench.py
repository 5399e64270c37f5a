"""The bench: problems, fixes, suggestions and what keeps a file from being applied."""

import html

import pytest

from communes import imports
from communes.models import Import, ImportFix, ImportProblem
from staffing.models import Person
from tests.imports_pages.conftest import FIRST, SHEET, new_person, sent

State = Import.State


@pytest.fixture
def bench(faulty, owner, client):
    """Posts to the bench of the faulty file as its sender."""
    client.force_login(owner)

    def post(verb, **given):
        return client.post(f"/imports/{faulty.pk}/{verb}/", given, follow=True)

    return post


def problem_of(source, row, code):
    return source.importproblems.get(row=row, code=code)


def fixes(source):
    rows = ImportFix.objects.filter(source=source)
    return sorted(rows.values_list("sheet", "row", "column", "value"))


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_problems_stand_with_place_value_sentence_and_suggestion(faulty, owner, client):
    client.force_login(owner)
    response = client.get(f"/imports/{faulty.pk}/")
    found = [
        (i.problem.sheet, i.problem.row, i.problem.column, i.problem.value)
        for i in response.context["items"]
        if i.problem.code == "unknown_choice"
    ]
    assert found == [
        (SHEET, FIRST + 1, "D", "Nuw"),
        (SHEET, FIRST + 2, "D", "Nuw"),
    ]
    assert {i.alike for i in response.context["items"] if i.problem.suggestion} == {2}
    assert response.context["why_not"].startswith("Còn ")
    page = response.content.decode()
    assert "Dùng “Nữ”" in page
    assert "Dùng cho tất cả 2 ô cùng lỗi" in page


def test_filters_show_what_they_say(faulty, owner, client, bench):
    def codes(**asked):
        response = client.get(f"/imports/{faulty.pk}/", asked)
        return [(i.problem.row, i.problem.code) for i in response.context["items"]]

    day = (FIRST + 2, "no_such_day")
    assert codes(code="no_such_day") == [day]
    assert codes(severity="warning") == []
    problem = problem_of(faulty, *day)
    bench("fix", problem=problem.pk, value="28/02/1990")
    assert day in codes(repair="mended")
    assert day not in codes(repair="open")


def test_a_mended_cell_waits_and_can_be_taken_back(faulty, bench):
    problem = problem_of(faulty, FIRST + 1, "unknown_choice")
    response = bench("fix", problem=problem.pk, value=" Nữ ")
    assert fixes(faulty) == [(SHEET, FIRST + 1, "D", "Nữ")]
    assert response.context["waits"] > 0
    [item] = [i for i in response.context["items"] if i.problem.pk == problem.pk]
    assert (item.mended, item.is_settled) == ("Nữ", True)
    response = bench("unfix", problem=problem.pk)
    assert (fixes(faulty), response.context["waits"]) == ([], 0)


def test_a_row_can_be_left_out_and_taken_in_again(faulty, bench):
    problem = problem_of(faulty, FIRST + 2, "no_such_day")
    response = bench("fix", problem=problem.pk, whole_row="1")
    assert fixes(faulty) == [(SHEET, FIRST + 2, "", "")]
    rows = {i.problem.row for i in response.context["items"] if i.is_left_out}
    assert rows == {FIRST + 2}
    bench("unfix", problem=problem.pk)
    assert fixes(faulty) == []


def test_a_suggestion_is_taken_for_all_cells_alike(faulty, bench):
    response = bench("fix-all", code="unknown_choice", value="Nuw", suggestion="Nữ")
    assert [fix[3] for fix in fixes(faulty)] == ["Nữ", "Nữ"]
    assert said(response) == ["Đã nhận gợi ý cho 2 ô. Hãy bấm “Kiểm tra lại”."]
    # Once more changes nothing: what is mended stays as its sender mended it.
    response = bench("fix-all", code="unknown_choice")
    assert said(response) == ["Đã nhận gợi ý cho 0 ô. Hãy bấm “Kiểm tra lại”."]


def test_a_suggestion_does_not_undo_what_was_typed(faulty, bench):
    problem = problem_of(faulty, FIRST + 1, "unknown_choice")
    bench("fix", problem=problem.pk, value="Nam")
    bench("fix-all", code="unknown_choice")
    assert [fix[3] for fix in fixes(faulty)] == ["Nam", "Nữ"]


def test_a_mended_row_comes_back_alone_to_the_page_that_asks_for_it(
    faulty, owner, client
):
    client.force_login(owner)
    problem = problem_of(faulty, FIRST + 1, "unknown_choice")
    ImportProblem.objects.filter(row=FIRST + 1).exclude(pk=problem.pk).delete()
    response = client.post(
        f"/imports/{faulty.pk}/fix/",
        {"problem": problem.pk, "value": "Nữ"},
        headers={"HX-Request": "true"},
    )
    page = response.content.decode()
    assert page.strip().startswith(f'<tr id="p{problem.pk}"')
    assert "<html" not in page
    assert response.headers["HX-Trigger"] == '{"mended": {"waits": "1"}}'


def test_what_settles_more_than_one_row_has_the_page_read_anew(faulty, owner, client):
    client.force_login(owner)
    problem = problem_of(faulty, FIRST + 2, "no_such_day")
    response = client.post(
        f"/imports/{faulty.pk}/fix/",
        {"problem": problem.pk, "whole_row": "1"},
        headers={"HX-Request": "true"},
    )
    assert response.headers["HX-Refresh"] == "true"


def test_nothing_is_applied_while_something_is_wrong(faulty, bench):
    response = bench("apply")
    assert said(response) == [response.context["why_not"]]
    faulty.refresh_from_db()
    assert (faulty.state, faulty.job) == (State.READY, None)
    assert not Person.objects.filter(full_name__startswith="Hoàng Văn Thử").exists()


def test_mended_cells_are_checked_before_anything_is_applied(faulty, bench):
    Import.objects.filter(pk=faulty.pk).update(errors=0)
    problem = problem_of(faulty, FIRST + 1, "unknown_choice")
    response = bench("fix", problem=problem.pk, value="Nữ")
    assert response.context["why_not"].endswith("nhưng chưa kiểm tra lại.")
    assert said(bench("apply")) == [response.context["why_not"]]


def test_an_applied_file_is_mended_no_more(faulty, bench):
    Import.objects.filter(pk=faulty.pk).update(state=State.REFUSED, refusal="Tệp hỏng.")
    problem = problem_of(faulty, FIRST + 1, "unknown_choice")
    for verb, given in (
        ("fix", {"problem": problem.pk, "value": "Nữ"}),
        ("fix-all", {"code": "unknown_choice"}),
        ("recheck", {}),
        ("apply", {}),
        ("undo", {}),
    ):
        assert len(said(bench(verb, **given))) == 1, verb
    assert fixes(faulty) == []


def test_the_preview_tells_old_and_new_in_words(school, owner, client):
    source = sent(owner, new_person(school, 1))
    client.force_login(owner)
    response = client.get(f"/imports/{source.pk}/")
    assert response.context["tab"] == "changes"
    [row] = response.context["changed_rows"]
    told = {one.label: (one.before, one.after) for one in row.values}
    assert told["Giới tính"] == ("–", "Nam")
    assert told["Ngày sinh"] == ("–", "12/05/1990")
    assert told["Vị trí việc làm"] == ("–", "Giáo viên")
    only_changed = client.get(f"/imports/{source.pk}/", {"action": "changed"})
    assert only_changed.context["changed_rows"] == []


def test_a_refused_file_says_why_and_what_to_do(school, owner, client):
    source = imports.start("staff", b"", "rong.xlsx", year=2026, by=owner)
    client.force_login(owner)
    page = client.get(f"/imports/{source.pk}/").content.decode()
    assert source.refusal in html.unescape(page)
    assert "/imports/new/?kind=staff&amp;year=2026" in page
