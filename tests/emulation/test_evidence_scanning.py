"""A virus scanner on the other end of a socket: clean, infected, silent, gone."""

import socketserver
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communes.models import Notice
from edu_lang_son import environment
from emulation.evidence_files import evidence
from emulation.evidence_files.evidence import EvidenceRefused
from emulation.evidence_files.tasks import scan_waiting
from emulation.models import EvidenceFile
from tests import factories as make
from tests.emulation import evidence_samples as samples

# What the server under test takes for a virus.
VIRUS = b"% day la vi-rut thu\n"
INFECTED = samples.pdf() + VIRUS + b"%%EOF\n"


class Clamd(socketserver.StreamRequestHandler):
    """The INSTREAM command as clamd documents it: chunks by length, then a zero."""

    def handle(self):
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)
        self.wfile.write(self.server.answer(content))


def answer(content):
    return b"stream: Thu.Virus-1 FOUND\n" if VIRUS in content else b"stream: OK\n"


def serve(kind, address):
    server = kind(address, Clamd)
    server.seen, server.answer = [], answer
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path_factory):
    if request.param == "tcp":
        server = serve(socketserver.ThreadingTCPServer, ("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = server.server_address
    else:
        path = str(tmp_path_factory.mktemp("s") / "clamd")
        server = serve(socketserver.ThreadingUnixStreamServer, path)
        settings.CLAMD_ADDRESS = path
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def filled_in(db):
    make.reference()
    campaign = make.campaign()
    item = make.item(campaign.sets.get().criteria_set, "A2a")
    entry = make.campaign_entry(campaign, make.institution(name="TH Khánh Khê"))
    return make.answer(entry, item, 1)


def add(answer, content, by=None):
    upload = SimpleUploadedFile("a.pdf", content)
    return evidence.add_file(answer, upload, by=by or make.admin())


def test_what_the_scanner_finds_clean_says_so(clamd, filled_in):
    row = add(filled_in, samples.pdf())
    assert clamd.seen == [samples.pdf()]
    assert row.file.scan == "clean"
    assert row.file.scanned_at is not None


def test_a_file_that_is_known_to_be_clean_is_not_scanned_again(clamd, filled_in):
    add(filled_in, samples.pdf())
    other = make.campaign_entry(filled_in.entry.campaign)
    add(make.answer(other, filled_in.item, 1), samples.pdf())
    assert len(clamd.seen) == 1


def test_an_infected_file_is_refused_by_the_name_of_its_virus(clamd, filled_in):
    with pytest.raises(EvidenceRefused) as refused:
        add(filled_in, INFECTED)
    assert refused.value.sentence == (
        "Phát hiện vi-rút (Thu.Virus-1) nên tệp không được nhận. Hãy quét vi-rút máy "
        "tính của bạn rồi lập lại tệp."
    )
    assert EvidenceFile.objects.count() == 0


@pytest.mark.parametrize(
    "said",
    [b"", b"INSTREAM size limit exceeded. ERROR\n", b"stream: x ERROR\n", b"\xff\n"],
)
def test_a_scanner_that_says_nothing_useful_leaves_the_file_unscanned(
    clamd, filled_in, said
):
    clamd.answer = lambda content: said
    assert add(filled_in, samples.pdf()).file.scan == "unscanned"


def test_a_file_kept_while_the_scanner_was_away_is_scanned_later(
    clamd, filled_in, settings
):
    there, settings.CLAMD_ADDRESS = settings.CLAMD_ADDRESS, ("127.0.0.1", 1)
    row = add(filled_in, samples.pdf())
    assert row.file.scan == "unscanned"
    assert scan_waiting() == 0
    settings.CLAMD_ADDRESS = there
    assert scan_waiting() == 1
    row.file.refresh_from_db()
    assert row.file.scan == "clean"
    assert scan_waiting() == 0


def test_a_virus_found_later_blocks_the_file_and_tells_who_sent_it(
    clamd, filled_in, settings, client
):
    there, settings.CLAMD_ADDRESS = settings.CLAMD_ADDRESS, ""
    sender = make.admin()
    row = add(filled_in, INFECTED, by=sender)
    make.handed_in(filled_in.entry, by=sender)
    settings.CLAMD_ADDRESS = there
    assert scan_waiting() == 1
    row.file.refresh_from_db()
    assert (row.file.scan, bytes(row.file.content)) == ("infected", b"")
    sentence = (
        "Tệp minh chứng a.pdf của TH Khánh Khê có vi-rút (Thu.Virus-1) nên đã bị chặn. "
        "Hãy gửi tệp khác."
    )
    told = list(Notice.objects.values_list("recipient", "text"))
    assert told == [(sender.pk, sentence)]
    client.force_login(sender)
    assert client.get(f"/emulation/evidence/{row.pk}/").status_code == 404
    page = client.get(f"/emulation/entries/{filled_in.entry_id}/evidence/")
    assert "Có vi-rút, đã chặn" in page.content.decode()


def test_what_was_found_infected_is_refused_again_without_a_scanner(
    clamd, filled_in, settings
):
    there, settings.CLAMD_ADDRESS = settings.CLAMD_ADDRESS, ""
    row = add(filled_in, INFECTED)
    settings.CLAMD_ADDRESS = there
    scan_waiting()
    settings.CLAMD_ADDRESS = ""
    evidence.remove(row, by=make.admin())
    with pytest.raises(EvidenceRefused) as refused:
        add(filled_in, INFECTED)
    assert refused.value.code == "known_infected"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("clamd:3310", ("clamd", 3310)),
        ("tcp://10.0.0.1:3310", ("10.0.0.1", 3310)),
        ("/run/clamd.ctl", "/run/clamd.ctl"),
        ("unix:///run/clamd.ctl", "/run/clamd.ctl"),
    ],
)
def test_the_address_of_the_scanner_is_a_server_or_a_socket(written, read):
    assert environment.clamd(written) == read


@pytest.mark.parametrize("written", ["clamd", "clamd:x", ":3310"])
def test_a_wrong_address_of_the_scanner_stops_the_start(written):
    with pytest.raises(environment.SettingError) as error:
        environment.clamd(written)
    assert str(error.value) == (
        f"CLAMD_ADDRESS is '{written}': write host:3310 or /path/of/its.socket."
    )
