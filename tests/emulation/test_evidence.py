"""Evidence of entries: kept once, seen by whom it concerns, closed with its entry."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation.evidence_files import evidence
from emulation.evidence_files.evidence import EvidenceRefused, SharedUse
from emulation.models import Answer, Evidence, EvidenceFile
from tests import factories as make
from tests.emulation import evidence_samples as samples

pytestmark = pytest.mark.django_db

CONTENT = samples.pdf()
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def upload(name="quyet-dinh.pdf", content=CONTENT):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def commune(db):
    make.reference()
    return make.commune()


@pytest.fixture
def campaign(commune):
    return make.campaign()


@pytest.fixture
def item(campaign):
    return make.item(campaign.sets.get().criteria_set, "A2a")


def entry_of(campaign, commune, name):
    school = make.institution(commune=commune, name=name)
    return make.campaign_entry(campaign, school)


@pytest.fixture
def entry(campaign, commune):
    return entry_of(campaign, commune, "TH Khánh Khê")


@pytest.fixture
def answer(entry, item):
    return make.answer(entry, item, 1)


@pytest.fixture
def owner(commune):
    return make.owner(commune)


def refused(call, *args, **kwargs):
    with pytest.raises(EvidenceRefused) as error:
        call(*args, **kwargs)
    return error.value.code


def test_a_file_is_kept_with_what_was_found_in_it(answer, owner):
    row = evidence.add_file(answer, upload(), "  Quyết định  ", by=owner)
    assert (row.file_name, row.title, row.link, row.added_by) == (
        "quyet-dinh.pdf",
        "Quyết định",
        "",
        owner,
    )
    file = EvidenceFile.objects.get()
    assert (
        file.digest,
        bytes(file.content),
        file.size,
        file.media_type,
        file.scan,
    ) == (
        DIGEST,
        CONTENT,
        len(CONTENT),
        "application/pdf",
        "unscanned",
    )


def test_the_same_file_of_two_schools_is_stored_once(answer, owner, campaign, commune):
    other = entry_of(campaign, commune, "TH Bình Trung")
    second = make.answer(other, answer.item, 1)
    evidence.add_file(answer, upload("a.pdf"), by=owner)
    evidence.add_file(second, upload("b.pdf"), by=owner)
    assert EvidenceFile.objects.count() == 1
    names = Evidence.objects.order_by("pk").values_list("file", "file_name")
    assert list(names) == [(DIGEST, "a.pdf"), (DIGEST, "b.pdf")]


def test_a_file_goes_with_the_last_use_of_it(answer, owner, campaign, commune):
    other = entry_of(campaign, commune, "TH Bình Trung")
    first = evidence.add_file(answer, upload(), by=owner)
    second = evidence.add_file(
        make.answer(other, answer.item, 1), upload("b.pdf"), by=owner
    )
    evidence.remove(first, by=owner)
    assert EvidenceFile.objects.count() == 1
    evidence.remove(second, by=owner)
    assert EvidenceFile.objects.count() == 0


def test_one_answer_takes_a_file_and_a_link_once(answer, owner):
    evidence.add_file(answer, upload(), by=owner)
    assert refused(evidence.add_file, answer, upload("khac.pdf"), by=owner) == "twice"
    evidence.add_link(answer, "https://a.vn/1", by=owner)
    assert (
        refused(evidence.add_link, answer, "https://a.vn/1", by=owner) == "link_twice"
    )


def test_an_answer_has_room_for_so_many(answer, owner, settings):
    settings.EVIDENCE_PER_ANSWER = 2
    evidence.add_link(answer, "https://a.vn/1", by=owner)
    evidence.add_link(answer, "https://a.vn/2", by=owner)
    assert refused(evidence.add_link, answer, "https://a.vn/3", by=owner) == "too_many"
    assert refused(evidence.add_file, answer, upload(), by=owner) == "too_many"
    assert EvidenceFile.objects.count() == 0


def test_an_item_without_an_answer_gets_one_only_with_its_evidence(entry, item, owner):
    fresh = evidence.answer_of(entry, item)
    bad = upload("a.pdf", b"MZ")
    assert refused(evidence.add_file, fresh, bad, by=owner) == "executable"
    assert Answer.objects.count() == 0
    evidence.add_file(fresh, upload(), by=owner)
    made = Answer.objects.get()
    assert (made.entry, made.item, made.amount) == (entry, item, None)
    assert evidence.answer_of(entry, item) == made


@pytest.mark.parametrize("state", ["submitted", "confirmed", "verified"])
def test_an_entry_that_was_handed_in_keeps_its_evidence(answer, owner, state):
    row = evidence.add_file(answer, upload(), by=owner)
    make.handed_in(answer.entry, by=owner, state=state)
    assert refused(evidence.add_file, answer, upload("b.pdf"), by=owner) == "closed"
    assert refused(evidence.add_link, answer, "https://a.vn", by=owner) == "closed"
    assert refused(evidence.remove, row, by=owner) == "closed"
    assert list(Evidence.objects.all()) == [row]


def test_a_returned_entry_takes_evidence_again(answer, owner):
    make.handed_in(
        answer.entry,
        by=owner,
        state="returned",
        returned_by=make.admin(),
        returned_at=answer.written_at,
        reason="Thiếu minh chứng",
    )
    row = evidence.add_link(answer, "https://a.vn/1", by=owner)
    evidence.remove(row, by=owner)
    assert Evidence.objects.count() == 0


def test_only_those_who_may_change_the_entry_change_its_evidence(
    answer, owner, commune
):
    row = evidence.add_link(answer, "https://a.vn/1", by=owner)
    nobody = [
        make.stranger(),
        make.reader(commune),
        make.official(),
        make.expired(commune),
        make.roleless(),
        make.clerk(make.institution(commune=commune)),
    ]
    for person in nobody:
        with pytest.raises(PermissionDenied):
            evidence.add_file(answer, upload(), by=person)
        with pytest.raises(PermissionDenied):
            evidence.add_link(answer, "https://a.vn/2", by=person)
        with pytest.raises(PermissionDenied):
            evidence.remove(row, by=person)
    assert list(Evidence.objects.all()) == [row]
    assert EvidenceFile.objects.count() == 0
    evidence.add_file(answer, upload(), by=make.clerk(answer.entry.institution))
    evidence.remove(row, by=make.admin())
    assert [one.file_id for one in Evidence.objects.all()] == [DIGEST]


# --- the same file of several participants


@pytest.fixture
def shared(answer, owner, campaign, commune):
    """The file of three schools, one of them in another commune; and used twice here."""
    elsewhere = make.commune(name="Bình Gia")
    near = entry_of(campaign, commune, "TH Bình Trung")
    far = entry_of(campaign, elsewhere, "TH Xa")
    strange = make.owner(elsewhere)
    evidence.add_file(answer, upload(), by=owner)
    own_second = make.answer(
        answer.entry, make.item(campaign.sets.get().criteria_set, "A2b"), 1
    )
    evidence.add_file(own_second, upload(), by=owner)
    evidence.add_file(make.answer(near, answer.item, 1), upload(), by=owner)
    evidence.add_file(make.answer(far, answer.item, 1), upload(), by=strange)
    return answer.entry, near, far


def test_the_department_sees_which_schools_use_the_same_file(shared):
    entry, near, far = shared
    assert evidence.shared_uses([entry, far], make.official()) == {
        (entry.pk, DIGEST): SharedUse(("TH Bình Trung", "TH Xa"), 0),
        (far.pk, DIGEST): SharedUse(("TH Bình Trung", "TH Khánh Khê"), 0),
    }


def test_a_commune_sees_its_own_schools_and_how_many_others(shared, owner):
    entry, near, _far = shared
    assert evidence.shared_uses([entry], owner) == {
        (entry.pk, DIGEST): SharedUse(("TH Bình Trung",), 1)
    }


def test_a_file_that_only_one_school_uses_is_not_shared(answer, owner, campaign):
    """Neither in two of her answers nor in two campaigns."""
    evidence.add_file(answer, upload(), by=owner)
    again = make.campaign()
    later = make.campaign_entry(again, answer.entry.institution)
    item = make.item(again.sets.get().criteria_set, "A2a")
    evidence.add_file(make.answer(later, item, 1), upload(), by=owner)
    assert evidence.shared_uses([answer.entry], make.official()) == {}


def test_shared_files_are_found_by_as_many_queries_for_three_entries(
    shared, campaign, commune, owner
):
    entry, near, far = shared
    official = make.official()

    def queries(entries):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            evidence.shared_uses(entries, official)
        return len(seen)

    assert queries([entry]) == queries([entry, near, far]) == 3


def test_the_evidence_of_many_answers_comes_in_as_many_queries_as_of_one(
    shared, campaign
):
    official = make.official()

    def queries(answers):
        with CaptureQueriesContext(connection) as seen:
            evidence.attach(answers, official)
            for one in answers:
                assert [row.file.size for row in one.evidence_rows] == [len(CONTENT)]
        return len(seen)

    answers = list(Answer.objects.all())
    assert len(answers) == 4
    assert queries(answers[:1]) == queries(answers)
