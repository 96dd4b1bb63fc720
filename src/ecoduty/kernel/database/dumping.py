"""A whole database as SQL text in one compressed file, and back: pg_dump and psql do it, with the server's own snapshot.

The text is plain SQL: with `gunzip` and `psql` it can be read without this software, today and in thirty years. It
holds tables, triggers and rows; owners, grants and extensions belong to the server it is loaded into.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ecoduty.kernel.database.embedded import programs

BLOCK = 1024 * 1024
TAIL = 1500  # characters of what a program said that a failure shows
# Written by every newer pg_dump; a server older than this does not know it.
TIMEOUT_LINE, TIMEOUT_SINCE = b"SET transaction_timeout = 0;\n", 170000

LOOK = 0.1  # seconds between two looks at a program that runs

Watch = Callable[[int], None]  # hears how many bytes of the dump are done; may raise to give up


class DumpError(Exception):
    """pg_dump or psql failed; the message ends with what it said, `disk_full` says whether that was the reason."""

    def __init__(self, said: str) -> None:
        self.disk_full = "No space left on device" in said
        super().__init__(said.strip()[-TAIL:])


def dump(conninfo: str, snapshot: str, target: Path, *, without_rows: Sequence[str] = (), watch: Watch) -> None:
    """Write the database of `conninfo`, as `snapshot` saw it, to `target`. The rows of `without_rows` stay behind.

    Raises DumpError; then `target` may hold a part.
    """
    reached, secret = _hidden_password(conninfo)
    command = [
        *(str(_program("pg_dump")), "--no-owner", "--no-privileges", "--no-comments", "--exclude-extension=*"),
        *("--compress=gzip:3", f"--snapshot={snapshot}", f"--file={target}"),
        *(f"--exclude-table-data={table}" for table in without_rows),
        f"--dbname={reached}",
    ]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, env={**os.environ, **secret}, stdout=said, stderr=said) as process:  # noqa: S603
            _wait(process, lambda: watch(target.stat().st_size if target.exists() else 0))
        if process.returncode:
            raise DumpError(_read(said))
    target.chmod(0o600)


def load(conninfo: str, source: Path, *, before: str = "", watch: Watch) -> None:
    """Load a dump as the role of `conninfo` in one transaction, after the SQL `before`; all of it or nothing.

    Raises DumpError, and OSError or EOFError where the file is no whole dump.
    """
    reached, secret = _hidden_password(conninfo)
    with psycopg.connect(conninfo) as connection:
        knows_timeout = connection.info.server_version >= TIMEOUT_SINCE
    command = [str(_program("psql")), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", f"--dbname={reached}"]
    surroundings = {**os.environ, **secret, "PGOPTIONS": "--client-min-messages=warning"}
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(  # noqa: S603
            command, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as process:
            assert process.stdin is not None
            try:
                process.stdin.write(before.encode())
                with source.open("rb") as file, gzip.open(file) as text:
                    if not knows_timeout:
                        process.stdin.write(text.read(BLOCK).replace(TIMEOUT_LINE, b"", 1))
                    while block := text.read(BLOCK):
                        process.stdin.write(block)
                        watch(file.tell())
                process.stdin.close()
            except BrokenPipeError:
                pass  # psql ended at an error, which it has told
            except BaseException:
                process.kill()  # before it sees the end of its input, which would commit what it has
                raise
            _wait(process, lambda: watch(source.stat().st_size))
        if process.returncode:
            raise DumpError(_read(said))


def _program(name: str) -> Path:
    """The program beside the server that the installation brings, else the system's own."""
    brought = programs() / name
    return brought if brought.exists() else Path(shutil.which(name) or name)


def _hidden_password(conninfo: str) -> tuple[str, dict[str, str]]:
    """A connection string without the password, which every user of the machine could read, and the password apart."""
    parts = conninfo_to_dict(conninfo)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {"PGPASSWORD": str(password)} if password else {}


def _wait(process: subprocess.Popen[bytes], look: Callable[[], None]) -> None:
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(LOOK)
                return
            look()
    except BaseException:
        process.kill()
        raise


def _read(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode("utf-8", "replace")
