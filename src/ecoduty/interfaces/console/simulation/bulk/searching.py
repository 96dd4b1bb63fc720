"""Search rows of copies, made by the product's own code and written by COPY."""

from __future__ import annotations

from typing import Any

import psycopg

from ecoduty.casework.search import keeping, sources

_COLUMNS = "kind, ref, matter_id, title, number, text, title_folded, text_folded, title_grams, text_grams, place, mark"


def load_rows(owner: psycopg.Connection[Any], first: int, count: int) -> None:
    """Search rows of the matters of one span, as the product writes them; grams are made here and copied."""
    values = {"ids": list(range(first, first + count))}
    rows = owner.execute(
        f"SELECT {sources.COLUMNS}, {keeping.MARK} AS mark FROM ({sources.MATTERS}) AS source",  # noqa: S608 -- SQL of our own
        values,
    ).fetchall()
    with owner.cursor().copy(f"COPY search_row ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            *plain, in_title, in_text, place, mark = keeping.columns(keeping.Found(*row))
            copy.write_row((*plain, _vector(in_title), _vector(in_text), place, mark))


def _vector(grams: str | None) -> str | None:
    """Grams in the way a tsvector is written."""
    if grams is None:
        return None
    quoted = (gram.replace("\\", "\\\\").replace("'", "''") for gram in grams.split("\x1f"))
    return " ".join(f"'{gram}'" for gram in quoted)


__all__ = ["load_rows"]
