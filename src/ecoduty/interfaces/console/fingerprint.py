"""What a database and a folder of static files were made by, so that a second start can pass over both."""

from __future__ import annotations

import functools
import hashlib
import sysconfig
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

PACKAGE = Path(__file__).resolve().parents[2]
SUFFIXES = frozenset({".py", ".sql", ".html", ".css", ".js", ".svg", ".woff2"})
MARK = "ecoduty "


@functools.cache
def of_code() -> str:
    """A digest over this package's files and the versions of everything installed beside it."""
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in SUFFIXES):
        digest.update(f"{path.relative_to(PACKAGE)}\0".encode())
        digest.update(path.read_bytes())
    for name in sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        digest.update(name.encode())
    return digest.hexdigest()[:32]


def of_database(connection: psycopg.Connection[Any]) -> str | None:
    """The digest of the code that migrated this database, kept as the schema's comment: it travels with a dump."""
    row = connection.execute("SELECT obj_description(current_schema()::regnamespace, 'pg_namespace')").fetchone()
    comment = row[0] if row else None
    return comment.removeprefix(MARK) if comment and comment.startswith(MARK) else None


def mark_database(owner: psycopg.Connection[Any]) -> None:
    """Note which code migrated; where the owner may not comment on the schema, every start migrates."""
    row = owner.execute("SELECT current_schema()").fetchone()
    assert row is not None
    statement = sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(row[0]), sql.Literal(MARK + of_code()))
    try:
        owner.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return
