"""What every page of a matter says around it: who takes part, and what it came from or led to.

Asked by hand: each is a line of SQL, and to write it anew takes Django several times as long as PostgreSQL to answer.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

_PARTIES = """
SELECT p.role, b.short_name FROM matters_party p JOIN directory_body b ON b.id = p.body_id
WHERE p.matter_id = %s AND p.since <= %s AND (p.until IS NULL OR p.until > %s) ORDER BY b."order", b.key
"""
_LINKS = "SELECT kind, source_id, target_id FROM matters_link WHERE target_id = %s OR source_id = %s ORDER BY id"


def parties_by_role(matter: int, on: date) -> dict[str, list[str]]:
    """Short names of the bodies that take part on that day, by role, in official order."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PARTIES, [matter, on, on])
        for role, name in cursor.fetchall():
            found.setdefault(role, []).append(name)
    return found


def links_of(matter: int) -> list[tuple[str, int, int]]:
    """Kind, source and target of every link from or to a matter, as they were made."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [matter, matter])
        return list(cursor.fetchall())


__all__ = ["links_of", "parties_by_role"]
