"""What the rules find: it bars the door, or it is shown and may be explained."""

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from communes import approval
from communes.approval import NotReady
from communes.models import CellComment, Explanation
from schools.models import GradeFigures
from schools.readiness import doubts_of
from tests import factories as make

from .world import PERIOD, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    return World(client)


def words(response):
    return " ".join(response.content.decode().split())


def figures(world, place):
    return GradeFigures.objects.filter(school_return__in=world.keys(place))


def crowd(world, place):
    """So many pupils in a class that the rules wonder, and nothing contradicts."""
    lines = figures(world, place).filter(grade="01")
    lines.update(classes=1, two_session_classes=1)


def doubts(world, place):
    school = world.schools[place]
    return doubts_of(world.period, [school])[school.code]


def test_a_missing_figure_bars_the_door_whoever_calls(world):
    figures(world, 1).filter(grade="03").update(repeaters=None)
    with pytest.raises(NotReady) as refusal:
        approval.submit(world.rows, by=world.head)
    (left,) = refusal.value.obstacles
    assert left.startswith("TH số 2 còn 1 việc phải sửa: ")
    assert world.states == ["draft"] * 3

    page = words(world.as_(world.head).get("entry_submit", *PERIOD))
    assert "2/3 trường đã đủ, còn 1 việc phải làm" in page
    cell = f"{world.schools[1].code}/03/repeaters"
    grid = reverse("entry_grid", args=[*PERIOD, "classes"])
    assert f'href="{grid}?commune={world.commune.code}#{cell}"' in page


def test_figures_that_contradict_bar_the_door(world):
    figures(world, 0).filter(grade="01").update(pupils=F("pupils") + 1)
    assert [one.severity for one in doubts(world, 0).blocking] == ["error"]
    (told,) = world.hand_in(world.head, 0)[2]
    assert told.startswith("Chưa nộp được. TH số 1 còn 1 việc phải sửa: ")
    assert world.states == ["draft"] * 3


def test_a_school_without_a_return_is_named_as_not_begun(world):
    make.institution(commune=world.commune, name="TH số 9")
    page = words(world.as_(world.head).get("entry_submit", *PERIOD))
    assert "3/4 trường đã đủ" in page
    assert "Nộp 3 trường đã đủ" in page


def test_a_warning_lets_pass_and_is_no_clean_return(world):
    crowd(world, 0)
    (warning,) = doubts(world, 0).warnings
    page = words(world.as_(world.head).get("entry_submit", *PERIOD))
    assert "Còn 1 cảnh báo chưa giải thích" in page
    assert warning.sentence in page
    world.hand_in(world.head)
    assert world.states == ["submitted"] * 3

    page = words(
        world.as_(world.official).get("approval_commune", *PERIOD, world.commune.code)
    )
    assert "1 cảnh báo, 0 đã giải thích" in page
    assert "Duyệt tất cả báo cáo không có cảnh báo (2)" in page
    home = words(world.get("approval_home"))
    assert '1 <span class="muted">(1 chưa giải thích)</span>' in home


def test_an_explanation_is_read_by_whoever_judges(world):
    crowd(world, 0)
    (warning,) = doubts(world, 0).warnings
    Explanation.objects.create(
        period=world.period,
        form=warning.form,
        unit=warning.unit,
        institution_code=warning.unit,
        commune=world.commune,
        line=warning.line,
        field=warning.field,
        rule_id=warning.rule,
        figures=warning.figures,
        text="Điểm trường Nà Lược dồn về",
        author=world.head,
        written_at=timezone.now(),
    )
    world.hand_in(world.head)
    address = ("approval_commune", *PERIOD, world.commune.code)
    page = words(world.as_(world.official).get(*address))
    assert "1 cảnh báo, 1 đã giải thích" in page
    assert "Giải thích: Điểm trường Nà Lược dồn về" in page
    # Explained is not gone: somebody reads it before approving.
    assert "Duyệt tất cả báo cáo không có cảnh báo (2)" in page


def test_an_open_question_keeps_a_return_out_of_the_bulk(world):
    world.set_state("submitted")
    comment = CellComment.objects.create(
        period=world.period,
        form="classes",
        unit=world.schools[0].code,
        institution_code=world.schools[0].code,
        commune=world.commune,
        line="01",
        field="girls",
        text="Có tính hai em chuyển đến không?",
        author=world.official,
        written_at=timezone.now(),
    )
    address = ("approval_commune", *PERIOD, world.commune.code)
    page = words(world.as_(world.official).get(*address))
    assert "Duyệt tất cả báo cáo không có cảnh báo (2)" in page
    assert "Có tính hai em chuyển đến không?" in page

    comment.resolved_by, comment.resolved_at = world.head, timezone.now()
    comment.save()
    page = words(world.get(*address))
    assert "Duyệt tất cả báo cáo không có cảnh báo (3)" in page
    own = words(world.get("approval_return", *world.keys(0)))
    assert "Ý kiến đã xong (1)" in own
