"""Reading more rows than fit into memory, through a cursor kept by the server. Callers hold a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from django.db import connection

_CHUNK = 5000  # rows held in memory at once
_numbers = count(1)


def rows(query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, a chunk at a time."""
    name = f"ledger_rows_{next(_numbers)}"
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {query}", parameters)
        while chunk := _fetch(cursor, name):
            yield from chunk
        cursor.execute(f"CLOSE {name}")


def _fetch(cursor: Any, name: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"FETCH {_CHUNK} FROM {name}")
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
