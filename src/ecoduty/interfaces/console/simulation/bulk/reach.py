"""How a load reaches its database: by several processes at once, as the owner of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg


@dataclass(frozen=True)
class Reach:
    """A database by the roles one connects as (`app`, `owner`, …)."""

    conninfo: dict[str, str]

    def connect(self, role: str = "app", *, durable: bool = True) -> psycopg.Connection[Any]:
        """A raw connection, prepared statements from the first use, in autocommit mode."""
        connection = psycopg.connect(self.conninfo[role], autocommit=True, prepare_threshold=0)
        connection.execute(f"SET synchronous_commit = {'on' if durable else 'off'}")
        connection.execute("SET TIME ZONE 'Asia/Shanghai'")
        return connection

    def size(self) -> int:
        """Bytes the database takes on disk."""
        with self.connect("owner") as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        return int(row[0])
