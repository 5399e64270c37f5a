"""The embedded servers survive what happens to servers on people's own machines."""

import os
import stat
import subprocess
import sys
import time

import psutil
import pytest

from edu_lang_son.embedded import EmbeddedError, Servers
from edu_lang_son.embedded.processes import is_alive
from edu_lang_son.environment import BASE_DIR

HOLDER = """
import sys
from edu_lang_son.embedded import Servers

servers = Servers(sys.argv[1], throwaway=True)
servers.hold()
print(servers.postgres.main_processes()[0].pid, flush=True)
sys.stdin.readline()
"""


class Holder:
    """Another process that needs the servers of a folder."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=BASE_DIR,
        )

    def postgres_pid(self):
        return int(self.process.stdout.readline())

    def leave(self):
        self.process.communicate("\n", timeout=60)
        return self.process.returncode

    def kill(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def make_servers(server_folder):
    made = []

    def make(name="here"):
        made.append(Servers(server_folder / name / "servers", throwaway=True))
        return made[-1]

    yield make
    for servers in made:
        servers.release()
        servers.stop()


@pytest.fixture
def servers(make_servers):
    return make_servers()


def write_row(servers, text):
    with servers.postgres.connect(servers.database_name) as connection:
        # On disk before the answer, so that a test may kill the server next.
        connection.cursor().execute("SET synchronous_commit = on")
        connection.cursor().execute("CREATE TABLE note AS SELECT %s::text", [text])
    connection.close()


def read_rows(servers):
    connection = servers.postgres.connect(servers.database_name)
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM note")
    rows = cursor.fetchall()
    connection.close()
    return rows


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited a minute in vain"
        time.sleep(0.05)


def test_servers_stay_while_anyone_holds_them_and_stop_with_the_last(servers):
    first, second = Holder(servers.folder), Holder(servers.folder)
    assert first.postgres_pid() == second.postgres_pid()
    assert first.leave() == 0
    assert servers.is_running()
    assert second.leave() == 0
    wait_for(lambda: not servers.postgres.is_running())
    assert not servers.valkey.is_running()
    assert not servers.sockets.exists()


def test_keeper_stops_the_servers_of_a_killed_holder(servers):
    holder = Holder(servers.folder)
    pid = holder.postgres_pid()
    assert servers.postgres.main_processes()[0].pid == pid
    holder.kill()
    wait_for(lambda: not servers.postgres.is_running())
    wait_for(lambda: not servers.valkey.is_running())


def test_data_survives_killed_servers_and_a_lock_file_naming_a_stranger(servers):
    servers.hold()
    write_row(servers, "Khánh Khê")
    lock = servers.postgres.data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    for process in [*servers.postgres.main_processes(), *servers.valkey.processes()]:
        process.kill()
    wait_for(lambda: not servers.postgres.is_running())
    # The machine went down and came up: the number now belongs to this test.
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    servers.release()

    again = Servers(servers.folder, throwaway=True)
    again.hold()
    assert read_rows(again) == [("Khánh Khê",)]
    assert again.valkey.answers() is True
    again.release()


def test_backends_orphaned_by_a_killed_main_process_are_ended_first(servers):
    servers.hold()
    connection = servers.postgres.connect(servers.database_name)
    backend = psutil.Process(connection.info.backend_pid)
    [main] = servers.postgres.main_processes()
    backend.suspend()  # stuck: it cannot notice that it is orphaned
    main.kill()
    wait_for(lambda: not servers.postgres.is_running())
    assert servers.postgres.start() is True
    assert not is_alive(backend)
    connection.close()


def test_two_checkouts_side_by_side_keep_their_own_data(make_servers):
    here, there = make_servers("here"), make_servers("there")
    for servers, note in [(here, "bên này"), (there, "bên kia")]:
        servers.hold()
        write_row(servers, note)
    assert [read_rows(here), read_rows(there)] == [[("bên này",)], [("bên kia",)]]
    here.release()
    assert [here.is_running(), there.is_running()] == [False, True]


def test_two_processes_starting_at_one_moment_share_one_server(servers):
    holders = [Holder(servers.folder) for _ in range(3)]
    pids = {holder.postgres_pid() for holder in holders}
    assert pids == {servers.postgres.main_processes()[0].pid}
    assert [holder.leave() for holder in holders] == [0, 0, 0]


def test_a_path_too_long_for_sockets_still_works(make_servers):
    servers = make_servers("x" * 120)
    assert len(str(servers.folder / "sockets/postgres/.s.PGSQL.5432")) > 107
    servers.hold()
    write_row(servers, "đường dẫn dài")
    assert read_rows(servers) == [("đường dẫn dài",)]
    assert not servers.sockets.is_relative_to(servers.folder)


def test_only_one_account_reaches_the_servers_and_none_by_network(servers):
    servers.hold()
    folders = [servers.postgres.socket_folder, servers.redis_socket.parent]
    modes = [stat.S_IMODE(folder.stat().st_mode) for folder in folders]
    assert modes == [0o700, 0o700]
    listening = [
        connection
        for process in [*servers.postgres.main_processes(), *servers.valkey.processes()]
        for connection in process.net_connections(kind="inet")
    ]
    assert listening == []


def test_a_forked_child_leaves_the_servers_to_its_parent(servers):
    program = f"""
import os
from edu_lang_son.embedded import Servers

servers = Servers({str(servers.folder)!r}, throwaway=True)
servers.hold()
if os.fork() == 0:
    raise SystemExit  # runs what was registered for the exit, as web workers do
os.wait()
print(servers.is_running())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=BASE_DIR
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_a_removed_folder_does_not_leave_a_server_behind(servers, server_folder):
    holder = Holder(servers.folder)
    pid = holder.postgres_pid()
    servers.folder.rename(server_folder / "moved")
    again = Servers(servers.folder, throwaway=True)
    again.hold()
    assert again.postgres.main_processes()[0].pid != pid
    moved = Servers(server_folder / "moved", throwaway=True)
    moved.stop()
    holder.kill()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can own files as another")
def test_data_of_another_account_is_refused_with_a_sentence(servers):
    servers.valkey.data.mkdir(parents=True)
    os.chown(servers.valkey.data, 12345, 12345)
    with pytest.raises(EmbeddedError, match="belongs to another account: run this as"):
        servers.hold()
    assert servers.holder_lock is None
