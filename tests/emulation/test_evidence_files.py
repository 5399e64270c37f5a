"""What is taken in as evidence and what is refused, each file for its own reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulation.evidence_files import checking, evidence, refusals
from emulation.evidence_files.eicar import TEST_VIRUS
from emulation.evidence_files.refusals import EvidenceRefused
from tests.emulation import evidence_samples as samples


def code_of(content, name):
    with pytest.raises(EvidenceRefused) as refused:
        checking.check(content, name)
    return refused.value.code


@pytest.mark.parametrize("name", samples.GOOD)
def test_honest_files_are_known_by_their_bytes(name):
    content, expected = samples.GOOD[name]
    assert checking.check(content, name).name == expected


@pytest.mark.parametrize(
    ("name", "content", "code"), samples.BAD, ids=[bad[0] for bad in samples.BAD]
)
def test_each_hostile_file_is_refused_for_its_own_reason(name, content, code, settings):
    settings.EVIDENCE_MAX_BYTES = 400 * 2**20
    assert code_of(content, name) == code


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEST_VIRUS, "eicar.txt"),
        (samples.pdf() + TEST_VIRUS, "eicar.pdf"),
        (samples.with_parts({"word/media/a.bin": TEST_VIRUS}), "eicar.docx"),
    ],
)
def test_the_test_virus_is_found_without_a_scanner(content, name):
    assert code_of(content, name) == "infected"


def test_the_test_virus_is_the_one_that_everybody_knows():
    assert len(TEST_VIRUS) == 68
    assert TEST_VIRUS.endswith(b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")


def test_what_is_too_large_says_how_large_and_how_much_is_taken(settings):
    settings.EVIDENCE_MAX_BYTES = 2 * 2**20
    with pytest.raises(EvidenceRefused) as refused:
        checking.check(bytes(3 * 2**20), "a.pdf")
    assert refused.value.sentence == (
        "Tệp nặng 3,0 MB, vượt mức 2,0 MB. Hãy quét với độ phân giải thấp hơn, chia "
        "thành nhiều tệp, hoặc gửi đường dẫn."
    )


def test_every_sentence_about_files_is_met_by_some_file():
    of_files = {code for _name, _content, code in samples.BAD}
    elsewhere = {"too_large", "infected", "known_infected", "bad_name", "twice"}
    elsewhere |= {"too_many", "closed", "too_late", "nothing", "both"}
    of_links = {code for code in refusals.CODES if "link" in code} - {"linked"}
    assert of_files | elsewhere | of_links == refusals.CODES


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Quyết định số 12.pdf", "Quyết định số 12.pdf"),
        ("C:\\Users\\An\\ảnh.jpg", "ảnh.jpg"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("bao\u202efdp.exe", "baofdp.exe"),
        ('a"; filename="b.pdf', "a_; filename=_b.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        (f"{'d' * 300}.pdf", f"{'d' * 146}.pdf"),
    ],
)
def test_names_are_kept_without_what_could_mislead(name, kept):
    assert checking.safe_name(name) == kept


@pytest.mark.parametrize("name", ["", "...", "\u202e", "a/"])
def test_a_file_without_a_name_is_asked_for_one(name):
    with pytest.raises(EvidenceRefused) as refused:
        checking.safe_name(name)
    assert refused.value.code == "bad_name"


@pytest.mark.parametrize(
    "url",
    [
        "https://giaoduc.langson.gov.vn/tin/1?a=b#c",
        "http://truong.edu.vn/minh-chung.pdf",
        "  https://youtu.be/abc  ",
    ],
)
def test_plain_addresses_are_kept(url):
    assert evidence.checked_link(url) == url.strip()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("javascript:alert(1)", "bad_link"),
        ("JaVaScRiPt://a.vn/%0aalert(1)", "bad_link"),
        ("data:text/html,<script>", "bad_link"),
        ("file:///etc/passwd", "bad_link"),
        ("ftp://a.vn/b", "bad_link"),
        ("//a.vn/b", "bad_link"),
        ("truong.edu.vn", "bad_link"),
        ("https://", "bad_link"),
        ("https://[::1", "bad_link"),
        ("https://a.vn/\nb", "bad_link"),
        ("https://an:mat-khau@a.vn/", "link_secrets"),
        ("https://an@a.vn/", "link_secrets"),
        (f"https://a.vn/{'x' * 500}", "link_too_long"),
    ],
)
def test_other_addresses_are_refused(url, code):
    with pytest.raises(EvidenceRefused) as refused:
        evidence.checked_link(url)
    assert refused.value.code == code


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(samples.GOOD)),
    st.integers(0, 10_000),
    st.binary(max_size=40),
)
def test_bytes_changed_anywhere_are_refused_or_taken_and_nothing_else(name, at, other):
    content = bytearray(samples.GOOD[name][0])
    place = at % len(content)
    content[place : place + len(other)] = other
    try:
        checking.check(bytes(content), name)
    except EvidenceRefused as refused:
        assert refused.sentence
