"""Pages of evidence: adding without JavaScript, opening files safely, who sees what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from emulation.evidence_files import evidence
from emulation.models import Answer, Evidence, EvidenceFile
from tests import factories as make
from tests.emulation import evidence_samples as samples

pytestmark = pytest.mark.django_db

INLINE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@pytest.fixture
def commune(db):
    make.reference()
    return make.commune(name="Khánh Khê")


@pytest.fixture
def campaign(commune):
    return make.campaign()


@pytest.fixture
def item(campaign):
    return make.item(campaign.sets.get().criteria_set, "A2a")


@pytest.fixture
def entry(campaign, commune):
    school = make.institution(commune=commune, name="TH Khánh Khê")
    return make.campaign_entry(campaign, school)


@pytest.fixture
def address(entry):
    return reverse("campaign_entry_evidence", args=[entry.pk])


@pytest.fixture
def keeper(client, commune):
    client.force_login(make.owner(commune))
    return client


def upload(name="quyet-dinh.pdf", content=None):
    return SimpleUploadedFile(name, samples.pdf() if content is None else content)


def test_a_file_is_added_to_an_item_without_an_answer(keeper, address, entry, item):
    asked = f"{address}?item={item.pk}"
    assert 'enctype="multipart/form-data"' in keeper.get(asked).content.decode()
    assert Answer.objects.count() == 0
    done = keeper.post(address, {"item": item.pk, "file": upload(), "title": "QĐ 12"})
    assert (done.status_code, done.url) == (302, asked)
    row = Evidence.objects.get()
    assert (row.answer.entry, row.answer.item, row.title) == (entry, item, "QĐ 12")
    page = keeper.get(done.url).content.decode()
    assert "Đã thêm minh chứng “QĐ 12”." in page
    assert "quyet-dinh.pdf" in page and "Chưa quét vi-rút" in page


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({"link": "", "title": "QĐ 12"}, "__all__", "nothing"),
        ({"link": "javascript:alert(1)", "title": "QĐ 12"}, "link", "bad_link"),
        ({"file": b"MZ", "title": "QĐ 12"}, "file", "executable"),
        ({"file": b"", "title": "QĐ 12"}, "file", "empty"),
        ({"file": samples.pdf(), "link": "https://a.vn"}, "__all__", "both"),
    ],
)
def test_a_refusal_is_said_and_what_was_typed_stays(
    keeper, address, item, sent, field, code
):
    if "file" in sent:
        sent = sent | {"file": upload(content=sent["file"])}
    page = keeper.post(address, {"item": item.pk} | sent)
    form = page.context["form"]
    assert form.errors == {field: [evidence.EvidenceRefused(code).sentence]}
    assert form["link"].value() == sent.get("link")
    assert form["title"].value() == sent.get("title")
    assert (Evidence.objects.count(), Answer.objects.count()) == (0, 0)


def test_an_item_of_another_campaign_is_not_there(keeper, address):
    other = make.item(make.campaign().sets.get().criteria_set, "A2a")
    done = keeper.post(address, {"item": other.pk, "link": "https://a.vn"})
    assert done.status_code == 404
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize("item_named", ["", "x", "-1"])
def test_evidence_for_no_item_is_refused(keeper, address, item_named):
    done = keeper.post(address, {"item": item_named, "link": "https://a.vn"})
    assert done.status_code == 404
    assert Evidence.objects.count() == 0


def test_a_handed_in_entry_shows_no_forms_and_takes_nothing(
    keeper, address, entry, item, commune
):
    row = make.file_evidence(make.answer(entry, item, 1))
    make.handed_in(entry, state="submitted")
    page = keeper.get(f"{address}?item={item.pk}").content.decode()
    assert row.file_name in page
    assert (
        "<form id=" not in page
        and reverse("evidence_remove", args=[row.pk]) not in page
    )
    sent = {"item": item.pk, "link": "https://a.vn"}
    refused = keeper.post(address, sent, follow=True)
    assert (
        "Hồ sơ đã nộp nên minh chứng không thay đổi được." in refused.content.decode()
    )
    told = keeper.post(reverse("evidence_remove", args=[row.pk]), follow=True)
    assert "Hồ sơ đã nộp nên minh chứng không thay đổi được." in told.content.decode()
    assert list(Evidence.objects.all()) == [row]


def test_after_the_last_day_evidence_is_only_looked_at(client, commune):
    campaign = make.campaign(due_in=-1)
    item = make.item(campaign.sets.get().criteria_set, "A2a")
    entry = make.campaign_entry(campaign, make.institution(commune=commune))
    row = make.file_evidence(make.answer(entry, item, 1))
    client.force_login(make.owner(commune))
    address = reverse("campaign_entry_evidence", args=[entry.pk])
    assert "<form id=" not in client.get(f"{address}?item={item.pk}").content.decode()
    sent = {"item": item.pk, "link": "https://a.vn"}
    told = client.post(address, sent, follow=True).context["messages"]
    kept = client.post(reverse("evidence_remove", args=[row.pk]), follow=True)
    for messages in (told, kept.context["messages"]):
        assert ["Đã hết hạn tự đánh giá" in str(one) for one in messages] == [True]
    assert list(Evidence.objects.all()) == [row]


def headers(response):
    names = (
        "Content-Type",
        "Content-Disposition",
        "X-Content-Type-Options",
        "Content-Security-Policy",
        "Cache-Control",
    )
    return [response[name] for name in names]


def test_a_document_is_handed_out_as_a_file_and_nothing_else(keeper, entry, item):
    answer = make.answer(entry, item, 1)
    content = samples.docx()
    row = make.file_evidence(answer, content=content, name="Quyết định.docx")
    EvidenceFile.objects.update(media_type="text/html")
    response = keeper.get(reverse("evidence_file", args=[row.pk]))
    assert response.content == content
    assert headers(response) == [
        "application/octet-stream",
        "attachment; filename*=utf-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.docx",
        "nosniff",
        INLINE,
        "private, no-store",
    ]


def test_a_picture_is_shown_where_nothing_can_run(keeper, address, item):
    keeper.post(address, {"item": item.pk, "file": upload("anh.png", samples.PNG)})
    row = Evidence.objects.get()
    response = keeper.get(reverse("evidence_file", args=[row.pk]))
    assert headers(response) == [
        "image/png",
        'inline; filename="anh.png"',
        "nosniff",
        INLINE,
        "private, no-store",
    ]


def test_files_are_opened_by_the_house_and_by_nobody_else(
    client, campaign, commune, entry, item
):
    row = make.file_evidence(make.answer(entry, item, 1))
    link = evidence.add_link(row.answer, "https://a.vn/1", by=make.admin())
    neighbour = make.institution(commune=commune)
    people = {
        "owner": (make.owner(commune), 200),
        "reader": (make.reader(commune), 200),
        "clerk": (make.clerk(entry.institution), 200),
        "official": (make.official(), 200),
        "admin": (make.admin(), 200),
        "clerk of a neighbour": (make.clerk(neighbour), 404),
        "stranger": (make.stranger(), 404),
        "roleless": (make.roleless(), 403),
    }
    statuses = {}
    for who, (account, _expected) in people.items():
        client.force_login(account)
        statuses[who] = client.get(reverse("evidence_file", args=[row.pk])).status_code
    assert statuses == {who: expected for who, (_one, expected) in people.items()}
    client.force_login(make.admin())
    # A link is no file.
    assert client.get(reverse("evidence_file", args=[link.pk])).status_code == 404


def test_only_reviewers_are_told_who_else_uses_the_file(
    client, campaign, commune, entry, item, address
):
    far = make.institution(commune=make.commune(name="Bình Gia"), name="TH Bình Gia")
    other = make.campaign_entry(campaign, far)
    for one in (entry, other):
        make.file_evidence(make.answer(one, item, 1))
    words = "Cùng một tệp cũng được dùng làm minh chứng của: {}."
    told = {}
    for who, account in {
        "official": make.official(),
        "owner": make.owner(commune),
        "clerk": make.clerk(entry.institution),
    }.items():
        client.force_login(account)
        page = client.get(address).content.decode()
        told[who] = [
            name
            for name in ("TH Bình Gia", "1 đơn vị khác")
            if words.format(name) in page
        ]
        assert "minh-chung.pdf" in page
    assert told == {
        "official": ["TH Bình Gia"],
        "owner": ["1 đơn vị khác"],
        "clerk": [],
    }
