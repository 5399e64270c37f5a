"""How a paper is ordered and made: whole or not at all, with a sentence when it fails."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as word_of

from communes import jobs
from communes.documents.blocks import Document, Letterhead, Paragraph
from communes.models import Job, Paper, PaperFile
from communes.papers import kinds, ordering
from tests import factories as make
from tests.papers.rows import ALL, late_world, order

pytestmark = pytest.mark.django_db


def short(about):
    head = Letterhead("UBND tỉnh", "Sở", "Số:", "Lạng Sơn, ngày 01 tháng 02 năm 2026")
    words = Paragraph("a", f"Năm học {about.year}, {about.scope}.")
    return Document("Tờ trình", "Thử", head, [words])


def kind_that(write, **fields):
    about = {
        "code": "trial",
        "title": "Thử",
        "about": "Để thử.",
        "scopes": frozenset({"province", "commune", "institution"}),
        "formats": ("docx", "pdf"),
        "write": write,
        "roles": ALL,
    }
    return kinds.PaperKind(**about | fields)


@pytest.fixture
def trial():
    """Registers a kind for one test."""

    def register(write=short, **fields):
        kinds._kinds["trial"] = kind_that(write, **fields)
        return kinds._kinds["trial"]

    yield register
    kinds._kinds.pop("trial", None)


@pytest.fixture
def commune():
    return late_world()


def run(paper):
    """What the worker does with the order, here and now."""
    return jobs.run(
        paper.job_id,
        host="test",
        work=lambda _about, tell: ordering.make(paper.pk, on_progress=tell),
    )


def test_kind_registered_twice_is_a_mistake(trial):
    with pytest.raises(ValueError, match="trial is registered twice"):
        kinds.register(trial())


def test_paper_is_kept_with_all_its_files(commune, trial):
    trial()
    paper = order("trial", by=make.official(), place=commune)
    assert (paper.job.state, list(paper.files.all())) == (Job.State.WAITING, [])
    run(paper)
    paper = Paper.objects.select_related("job").get()
    made = {one.kind: bytes(one.content) for one in paper.files.all()}
    assert sorted(made) == ["docx", "pdf"]
    assert (made["pdf"][:5], made["docx"][:2]) == (b"%PDF-", b"PK")
    assert (paper.job.state, paper.job.done, paper.job.total) == (Job.State.DONE, 3, 3)
    assert paper.job.result["bytes"] == {name: len(one) for name, one in made.items()}
    assert paper.made_at is not None


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (OSError(28, "No space left on device"), "Máy chủ hết chỗ lưu"),
        (KeyError("learners"), "Lỗi ngoài dự kiến (KeyError)"),
        (kinds.NothingToReport("Chưa có số liệu."), "Chưa có số liệu."),
    ],
)
def test_failure_ends_in_a_sentence_and_no_file(commune, trial, failure, sentence):
    def fail(about):
        raise failure

    trial(fail)
    paper = order("trial", by=make.official())
    with pytest.raises(type(failure)):
        run(paper)
    job = Job.objects.get()
    assert (job.state, sentence in job.error) == (Job.State.FAILED, True)
    assert not PaperFile.objects.exists()


def test_failed_second_format_leaves_the_first_unoffered(commune, trial, monkeypatch):
    def full(document):
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(ordering.FORMATS, "pdf", full)
    trial()
    paper = order("trial", by=make.official())
    with pytest.raises(OSError, match="No space left"):
        run(paper)
    assert list(paper.files.all()) == []


def test_failed_paper_is_made_again_from_its_page(commune, trial, client):
    refused = []

    def fails_once(about):
        if not refused:
            refused.append(about)
            raise OSError(28, "No space left on device")
        return short(about)

    trial(fails_once)
    official = make.official()
    paper = order("trial", by=official)
    with pytest.raises(OSError, match="No space left"):
        run(paper)
    client.force_login(official)
    page = client.get(reverse("paper_detail", args=[paper.pk])).content.decode()
    assert ("Máy chủ hết chỗ lưu" in page, "Lập lại" in page) == (True, True)
    client.post(reverse("paper_again", args=[paper.pk]))
    paper.refresh_from_db()
    run(paper)
    assert sorted(paper.files.values_list("kind", flat=True)) == ["docx", "pdf"]
    assert Job.objects.count() == 2


def test_earlier_files_stay_when_the_next_making_fails(commune, trial):
    trial()
    paper = order("trial", by=make.official())
    run(paper)
    before = dict(paper.files.values_list("kind", "digest"))

    def fail(about):
        raise KeyError

    trial(fail)
    ordering.send(paper, kinds.get("trial"), by=paper.requested_by)
    with pytest.raises(KeyError):
        run(paper)
    assert dict(paper.files.values_list("kind", "digest")) == before


def test_paper_whose_kind_is_gone_says_so(commune, trial):
    trial()
    paper = order("trial", by=make.official())
    kinds._kinds.pop("trial")
    with pytest.raises(ordering.PaperError, match="không còn lập loại"):
        run(paper)


def people_paper(trial, **place):
    trial(holds_people=True)
    paper = order("trial", by=make.official(), **place)
    run(paper)
    return paper


def met(client, user, paper):
    """Status of the page and of the file, for `user`."""
    client.force_login(user)
    page = client.get(reverse("paper_detail", args=[paper.pk]))
    file = client.get(reverse("paper_file", args=[paper.pk, "pdf"]))
    return page.status_code, file.status_code


def test_names_of_staff_go_to_those_who_may_see_the_people(commune, trial, client):
    # A school of the department that stands in the commune.
    school = make.institution("THPT", commune=commune, managed_by_commune=False)
    paper = people_paper(trial, institution=school)
    seen = {
        "official": met(client, make.official(), paper),
        "head": met(client, make.owner(commune), paper),
        "clerk": met(client, make.clerk(school), paper),
        "stranger": met(client, make.stranger(), paper),
    }
    assert seen == {
        "official": (200, 200),
        "head": (404, 404),
        "clerk": (200, 200),
        "stranger": (404, 404),
    }
    assert bytes(paper.files.get(kind="pdf").content)[:5] == b"%PDF-"


def test_the_same_without_names_is_seen_where_the_school_stands(commune, trial, client):
    school = make.institution("THPT", commune=commune, managed_by_commune=False)
    trial()
    paper = order("trial", by=make.official(), institution=school)
    run(paper)
    assert met(client, make.owner(commune), paper) == (200, 200)


def post(client, user, code, **sent):
    client.force_login(user)
    sent = {"year": make.YEAR, "formats": ["pdf"], **sent}
    return client.post(reverse("paper_new", args=[code]), sent)


def test_order_from_the_page_goes_to_a_worker(commune, trial, client):
    trial(formats=("pdf",))
    response = post(client, make.owner(commune), "trial", commune=commune.code)
    paper = Paper.objects.get()
    assert response.headers["Location"] == reverse("paper_detail", args=[paper.pk])
    assert (paper.commune, paper.formats, paper.managing_commune) == (
        commune,
        ["pdf"],
        commune,
    )


def test_head_orders_nothing_about_another_commune_or_the_province(
    commune, trial, client
):
    trial()
    elsewhere = make.commune(name="Bình Gia")
    head = make.owner(commune)
    assert post(client, head, "trial", commune=elsewhere.code).status_code == 200
    assert post(client, head, "trial").status_code == 200
    assert not Paper.objects.exists()


def test_clerk_orders_about_the_own_school_alone(commune, trial, client):
    trial()
    own = make.institution("MN", commune=commune)
    other = make.institution("MN", commune=commune)
    clerk = make.clerk(own)
    post(client, clerk, "trial", institution=other.code)
    assert not Paper.objects.exists()
    post(client, clerk, "trial", institution=own.code)
    assert Paper.objects.get().institution_code == own.code


def test_unknown_kind_is_not_there(commune, client):
    client.force_login(make.admin())
    assert client.get(reverse("paper_new", args=["nothing"])).status_code == 404


def test_list_asks_the_same_for_one_and_for_three(commune, trial, client):
    trial(formats=("pdf",))
    official = make.official()
    client.force_login(official)
    address = reverse("paper_list")

    def count():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        return len(queries), page.count('<th scope="row">')

    run(order("trial", by=official))
    client.get(address)
    first, rows = count()
    for _more in range(2):
        run(order("trial", by=official))
    assert (rows, count()) == (1, (first, 3))


def test_file_opens_as_what_it_says(commune, trial, client):

    trial(formats=("docx",))
    official = make.official()
    paper = order("trial", by=official, place=commune)
    run(paper)
    client.force_login(official)
    answer = client.get(reverse("paper_file", args=[paper.pk, "docx"]))
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="thu-2025-2026-{commune.code}.docx"'
    )
    texts = [one.text for one in word_of(io.BytesIO(answer.content)).paragraphs]
    assert "Năm học 2025-2026, commune." in texts
