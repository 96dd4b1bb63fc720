"""The installation that a command works on: its home, its database server, its connections by role."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from ecoduty.config import environment
from ecoduty.interfaces.console import fingerprint, output
from ecoduty.interfaces.console.language import ProblemError
from ecoduty.interfaces.console.stopping import STOP
from ecoduty.kernel import clock
from ecoduty.kernel.database import roles, system_errors
from ecoduty.kernel.database.embedded import Cluster, DatabaseUnavailableError
from ecoduty.kernel.database.guard import die_with_parent
from ecoduty.kernel.sealing import keyring

DATABASE = "ecoduty"
VARIABLES = {
    "app": "ECODUTY_DATABASE_URL",
    "owner": "ECODUTY_DATABASE_OWNER_URL",
    "portal": "ECODUTY_DATABASE_PORTAL_URL",
}


@dataclass(frozen=True)
class Installation:
    """What the surroundings say, and what follows from it."""

    env: environment.Environment

    @property
    def home(self) -> Path:
        """The folder of everything this installation keeps."""
        return self.env.home

    @property
    def checkpoints(self) -> Path:
        """Where checkpoints are exported: in the home, outside the database."""
        return self.home / "checkpoints.jsonl"

    @property
    def cluster(self) -> Cluster:
        """The embedded server; only used where no address of another one is given."""
        return Cluster(self.home, environment.socket_folder(self.home))

    def urls(self) -> dict[str, str]:
        """Address of an external database by role; the portal falls back to the application's."""
        if self.env.portal_alone:
            assert self.env.portal_url
            return {"portal": self.env.portal_url}
        assert self.env.database_url
        assert self.env.owner_url
        return {
            "app": self.env.database_url,
            "owner": self.env.owner_url,
            "portal": self.env.portal_url or self.env.database_url,
        }

    def role_names(self) -> roles.Roles:
        """The names of the three roles: ours in the embedded server, else the users of the addresses."""
        if self.env.embedded:
            return roles.Roles()
        users = {role: environment.database_from_url(url, VARIABLES[role])["USER"] for role, url in self.urls().items()}
        for role, user in users.items():
            if not user:
                raise ProblemError("no_user_in_url", f"{VARIABLES[role]} 没有写明用户名。")
        return roles.Roles(**users)

    def conninfo(self, role: str) -> str:
        """How libpq connects as `role`: app, owner or portal."""
        if self.env.embedded:
            return self.cluster.conninfo(DATABASE, getattr(self.role_names(), role))
        urls = self.urls()
        if role not in urls:
            raise ProblemError(
                "portal_alone",
                f"这台机器只有门户的数据库地址，只能 ecoduty serve --roles portal；此事须用 {VARIABLES[role]}。",
            )
        return urls[role]

    @contextlib.contextmanager
    def connect(self, role: str) -> Iterator[psycopg.Connection[Any]]:
        """A connection in autocommit mode. Raises ProblemError with a sentence where there is none to be had."""
        try:
            connection = psycopg.connect(self.conninfo(role), autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            raise self._unreachable(role, error) from error
        with connection:
            yield connection

    def _unreachable(self, role: str, error: psycopg.Error) -> ProblemError:
        said = _said(error)
        if self.env.embedded and self.cluster.died_of_full_disk():
            return ProblemError("disk_full", system_errors.disk_full(self.home))
        if self.env.embedded:
            return ProblemError("database_unreachable", f"连不上自带的数据库：{said}。日志在 {self.cluster.log}。")
        parts = urlsplit(self.urls()[role])
        place = f"{parts.hostname or '本机'}{f':{parts.port}' if parts.port else ''}{parts.path}"
        where = f"{VARIABLES[role]}（{place}，用户 {parts.username}）"
        if "password" in said or "authentication" in said:
            return ProblemError("database_login", f"数据库不接受 {where} 的用户或口令：{said}")
        if "does not exist" in said:
            return ProblemError("database_missing", f"{where} 所指的数据库或用户不存在，请先由管理员建立：{said}")
        return ProblemError("database_unreachable", f"连不上 {where}：{said}。请确认数据库已启动、地址无误、网络可达。")

    def make_home(self) -> None:
        """Make the home and its folders, for this user only, as is everything that this process writes from now on."""
        os.umask(0o077)
        with sentences_for_system_errors(self.home):
            for folder in (self.home, self.home / "run", self.home / "logs", self.home / "files"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.home / "run" / "probe"
            probe.write_bytes(b"1" * 4096)  # a full disk is better found here than in the middle of a start
            probe.unlink()

    def secret_key(self) -> str:
        """The key that signs sessions, made at the first start and readable by this user only."""
        path = self.home / "secret-key"
        with sentences_for_system_errors(self.home):
            with contextlib.suppress(FileNotFoundError):
                found = path.read_text().strip()
                if found:
                    return found
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
            return path.read_text()

    @contextlib.contextmanager
    def server(self) -> Iterator[None]:
        """The database server runs while this lasts; the embedded one is started if it does not, and has its roles."""
        if not self.env.embedded:
            yield
            return
        try:
            handle = self.cluster.use()
        except DatabaseUnavailableError as error:
            raise ProblemError(error.code, str(error)) from error
        try:
            with psycopg.connect(self.cluster.conninfo(), autocommit=True) as admin:
                roles.prepare(admin, DATABASE)
            with psycopg.connect(self.cluster.conninfo(DATABASE), autocommit=True) as own:
                roles.make_extensions(own)
            yield
        finally:
            self.cluster.leave(handle)

    def make_keys_if_needed(self) -> None:
        """A key file at the first start, outside the database; never a new one where secrets wait for the old one.

        Raises ProblemError `key_file_missing`.
        """
        path = self.env.key_file
        if path.exists():
            return
        with self.connect("app") as app:
            waiting = app.execute("SELECT EXISTS (SELECT FROM accounts_factor)").fetchone()
        if waiting == (True,):
            raise ProblemError("key_file_missing", keyring.missing(path))
        with sentences_for_system_errors(path.parent), contextlib.suppress(FileExistsError):
            keyring.create(path, clock.wall_now().isoformat(timespec="seconds"))
        output.progress(f"已建立密钥文件 {path}。它不在任何备份之内，请另行保管一份。")

    def declared_rights(self) -> dict[str, roles.TableRights]:
        """What the models of this code declare, as `migrate` left it in the home: asking Django costs a second."""
        path = self.home / "run" / f"rights-{fingerprint.of_code()}.json"
        if not path.exists():
            set_up_django("app")
            self.keep_declared_rights(roles.declared_rights())
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {table: roles.TableRights.from_json(row) for table, row in rows.items()}

    def keep_declared_rights(self, declared: dict[str, roles.TableRights]) -> None:
        """Note the declared rights for starts of this very code."""
        folder = self.home / "run"
        with sentences_for_system_errors(self.home):
            for old in folder.glob("rights-*.json"):
                old.unlink(missing_ok=True)
            fresh = folder / f"rights.{os.getpid()}"
            fresh.write_text(
                json.dumps({table: asdict(rights) for table, rights in declared.items()}), encoding="utf-8"
            )
            fresh.replace(folder / f"rights-{fingerprint.of_code()}.json")

    def is_empty(self) -> bool:
        """True when no rulebook is in force or nobody has an account: the state before the first day."""
        with self.connect("app") as connection:
            row = connection.execute(
                "SELECT EXISTS (SELECT FROM rulebook_version) AND EXISTS (SELECT FROM accounts_account)"
            ).fetchone()
        return row != (True,)

    def is_migrated(self) -> bool:
        """True when the database was migrated and granted by exactly this code."""
        with self.connect("app") as connection:
            return fingerprint.of_database(connection) == fingerprint.of_code()

    def migrate_if_needed(self) -> None:
        """Migrate and grant in a process of its own, which connects as owner; ends this one with 1 if it fails."""
        if self.is_migrated():
            return
        output.progress("正在建立或升级数据库表……")
        run_console("migrate")

    @contextlib.contextmanager
    def database(self) -> Iterator[None]:
        """Server up, tables there: what a command that uses the database works in."""
        self.make_home()
        with self.server():
            self.migrate_if_needed()
            self.heed_rehearsal()
            yield

    def heed_rehearsal(self) -> bool:
        """On a rehearsal database, this process and those it starts run by the rehearsal's clock; True there."""
        with self.connect("app") as connection:
            row = connection.execute("SELECT clock_offset, simulated FROM clock_rehearsal").fetchone()
        os.environ.pop(environment.REHEARSAL, None)
        if row is None:
            return False
        os.environ[environment.REHEARSAL] = "1"
        clock.allow_rehearsal(simulated=row[1])
        clock.set_rehearsal_offset(row[0])
        return True


def current() -> Installation:
    """The installation that ECODUTY_* variables describe. Raises ProblemError."""
    try:
        here = Installation(environment.read())
        if not here.env.embedded:
            for role, url in here.urls().items():
                environment.database_from_url(url, VARIABLES[role])
    except environment.BadEnvironmentError as error:
        raise ProblemError("bad_environment", str(error)) from error
    return here


# What libpq says of a server that cannot be reached, for a person.
_REASONS = (
    ("Connection refused", "对方没有程序在这个端口上应答"),
    ("timeout expired", "等候超时"),
    ("could not translate host name", "找不到这台主机"),
    ("Name or service not known", "找不到这台主机"),
    ("Network is unreachable", "网络不通"),
    ("No route to host", "网络不通"),
    ("No such file or directory", "没有这个套接字"),
)


def _said(error: psycopg.Error) -> str:
    """The reason in Chinese where it is a known one, else the last line of what the server or libpq said."""
    text = str(error).strip()
    for words, sentence in _REASONS:
        if words in text:
            return sentence
    lines = [
        line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("Is the server")
    ]
    return lines[-1] if lines else type(error).__name__


def run_console(*arguments: str, **variables: str) -> str:
    """Run another `ecoduty` command and return what it printed; its failure, already told by it, is this one's."""
    command = [sys.executable, "-m", "ecoduty.interfaces.console.main", *arguments]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        with subprocess.Popen(  # noqa: S603
            command,
            stdout=said,
            env={**os.environ, **variables},
            preexec_fn=die_with_parent,  # noqa: PLW1509 -- this process has no threads
        ) as process:
            try:
                while process.poll() is None:
                    STOP.pause()
            except BaseException:
                process.terminate()
                raise
        if process.returncode:
            sys.exit(max(process.returncode, 1))
        said.seek(0)
        return said.read()


@functools.cache
def set_up_django(connect_as: str) -> None:
    """Set up Django to connect as a role. Once per process: the role cannot change afterwards."""
    os.environ["ECODUTY_CONNECT_AS"] = connect_as
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecoduty.config.settings")
    current()
    import django  # noqa: PLC0415 -- most commands do without

    try:
        django.setup()
    except environment.BadEnvironmentError as error:
        raise ProblemError("bad_environment", str(error)) from error


@contextlib.contextmanager
def sentences_for_system_errors(home: Path) -> Iterator[None]:
    """Turn a full disk, a read-only folder and their like into a ProblemError."""
    try:
        yield
    except OSError as error:
        known = system_errors.explained(error, home)
        if known is None:
            raise
        raise ProblemError(*known) from error
