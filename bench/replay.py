"""The floor: exactly the statements that were sent, with their values, sent again over psycopg and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connections, transaction

_FRAME = re.compile(r"^\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK|BEGIN|COMMIT)", re.IGNORECASE)


@dataclass
class Recording:
    """Statements in their order. Whatever Python computed (digests, texts) stands in the values already."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    def play(self, raw: psycopg.Connection[Any]) -> None:
        """Send everything again, in one transaction, reading every row."""
        with raw.transaction():
            self.play_unframed(raw)

    def play_unframed(self, raw: psycopg.Connection[Any]) -> None:
        """Send everything again, each statement by itself, reading every row."""
        with raw.cursor() as cursor:
            for statement, values in self.statements:
                cursor.execute(statement, values, prepare=True)
                if cursor.description:
                    cursor.fetchall()


@contextmanager
def recording(using: str = "default") -> Iterator[Recording]:
    """Write down what Django sends over one of its connections within the block."""
    found = Recording()

    def note(execute: Callable[..., Any], statement: str, values: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
        if not _FRAME.match(statement):
            found.statements.append((statement, values))
        return execute(statement, values, many, context)

    with connections[using].execute_wrapper(note):
        yield found


def rehearse(work: Callable[[], object], using: str = "default") -> Recording:
    """Do the work, write down its statements, undo it: played later, they do it for good."""
    with transaction.atomic(using=using):
        with recording(using) as found:
            work()
        transaction.set_rollback(True, using=using)
    return found
