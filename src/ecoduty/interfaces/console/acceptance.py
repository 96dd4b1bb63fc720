"""Which clauses of the plan run: computed from the act tables, the recorded test run and the pages, never typed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecoduty.kernel import flow
from ecoduty.kernel.rulebook import Rulebook

LIVE, PLANNED = "live", "planned"


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause and what makes it run. `page_status` is what its page answered to the bearer, None if not asked."""

    id: str
    article: int
    bearer: str
    owes: str
    home: str
    state: str
    acts: tuple[str, ...]
    duties: tuple[str, ...]
    tests: tuple[str, ...]
    page: str
    page_status: int | None

    def to_dict(self) -> dict[str, Any]:
        """As `ecoduty clauses --json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TestRecord:
    """What the last recorded run says: tests that passed, by clause, and the pages they asked for."""

    tests: Mapping[str, tuple[str, ...]]
    pages: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> TestRecord:
        """The record at `path`; an absent record is an empty one. Raises ValueError when it is no record."""
        if not path.exists():
            return cls({}, {})
        data = json.loads(path.read_text(encoding="utf-8"))
        tests: dict[str, list[str]] = defaultdict(list)
        pages: dict[str, str] = {}
        for row in data["tests"]:
            for clause in row.get("clauses", ()):
                if row["outcome"] == "passed":
                    tests[clause["id"]].append(row["id"])
                    if clause.get("page"):
                        pages[clause["id"]] = clause["page"]
        return cls({key: tuple(sorted(set(value))) for key, value in tests.items()}, pages)


def rows(book: Rulebook, record: TestRecord, page_status: Callable[[str, str], int | None]) -> list[ClauseRow]:
    """Every clause of the rulebook with its state.

    `page_status(clause id, address)` asks the page as the bearer and answers the HTTP status. A clause is live when
    a test marked with it passed in the recorded run and its page answers 200.
    """
    acts: dict[str, list[str]] = defaultdict(list)
    for kind, table in flow.tables().items():
        for act in table.acts:
            for clause in act.clauses:
                acts[clause].append(f"{kind}.{act.code}")
    duties: dict[str, list[str]] = defaultdict(list)
    for duty in book.duties.values():
        for clause in duty.clauses:
            duties[clause].append(duty.key)
    found = []
    for clause in book.clauses.values():
        tests = record.tests.get(clause.id, ())
        page = record.pages.get(clause.id, "")
        status = page_status(clause.id, page) if tests and page else None
        found.append(
            ClauseRow(
                id=clause.id,
                article=clause.article,
                bearer=clause.bearer,
                owes=clause.owes,
                home=clause.home,
                state=LIVE if tests and status == 200 else PLANNED,
                acts=tuple(sorted(acts[clause.id])),
                duties=tuple(sorted(duties[clause.id])),
                tests=tests,
                page=page,
                page_status=status,
            )
        )
    return found
