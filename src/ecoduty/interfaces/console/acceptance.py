"""Which clauses of the plan run: computed from the act tables, the recorded test run and the pages, never typed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecoduty.casework.figures import registry
from ecoduty.kernel import flow
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.citing import REFERENCES

LIVE, PLANNED = "live", "planned"
OK = 200


class BadRecordError(ValueError):
    """The record of the last test run cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause of the reference plan and what makes it run, in the words of the city's own clause that stands for it.

    `city_clauses` are the city's clauses that do; `page_status` is what its page answered to their bearer, None if not asked.
    """

    id: str
    article: int
    bearer: str
    owes: str
    home: str
    state: str
    acts: tuple[str, ...]
    duties: tuple[str, ...]
    figures: tuple[str, ...]
    tests: tuple[str, ...]
    page: str
    page_status: int | None
    city_clauses: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As `ecoduty clauses --json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What the last recorded run says: tests that passed, by clause, the pages they name, what these answered."""

    at: str
    tests: Mapping[str, tuple[str, ...]]
    pages: Mapping[str, str]
    statuses: Mapping[tuple[str, str], int]

    @classmethod
    def read(cls, path: Path) -> RunRecord:
        """The record at `path`; an absent record is an empty one. Raises BadRecordError when it is no record."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls._of(data)
        except FileNotFoundError:
            return cls("", {}, {}, {})
        except (KeyError, TypeError, ValueError) as error:
            raise BadRecordError(f"{path} 不是测试记录，请重新运行 make test") from error

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> RunRecord:
        tests: dict[str, set[str]] = defaultdict(set)
        pages: dict[str, str] = {}
        statuses: dict[tuple[str, str], int] = {}
        passed = [row for row in data["tests"] if row["outcome"] == "passed"]
        for row in passed:
            for clause in row["clauses"]:
                tests[clause["id"]].add(row["id"])
                if clause["page"]:
                    pages.setdefault(clause["id"], clause["page"])
            statuses |= {(one["clause"], one["page"]): one["status"] for one in row.get("pages", ())}
        return cls(data["at"], {key: tuple(sorted(ids)) for key, ids in tests.items()}, pages, statuses)


PageStatus = Callable[[str, str], int | None]


def rows(book: Rulebook, record: RunRecord, page_status: PageStatus) -> list[ClauseRow]:
    """Every clause of the reference plan that the city's plan has, with its state; in the reference plan's order.

    `page_status(clause id, page)` asks the page as the bearer and answers the HTTP status, None where it cannot ask:
    then the recorded run's answer counts. A clause is live when a test marked with it passed in the recorded run and
    its page answers 200.
    """
    acts = acts_by_clause()
    duties, figures = duties_by_clause(book), figures_by_clause()
    found = []
    for reference in REFERENCES:
        own = book.correspondence.cited((reference,))
        if not own:
            continue
        clause = book.clauses[own[0]]
        tests = record.tests.get(reference, ())
        page = record.pages.get(reference, "")
        status = None
        if tests and page:
            asked = page_status(clause.id, page)
            status = record.statuses.get((reference, page)) if asked is None else asked
        found.append(
            ClauseRow(
                id=reference,
                article=int(reference.partition(".")[0]),
                bearer=clause.bearer,
                owes=clause.owes,
                home=clause.home,
                state=LIVE if tests and status == OK else PLANNED,
                acts=acts.get(reference, ()),
                duties=tuple(dict.fromkeys(key for one in own for key in duties.get(one, ()))),
                figures=figures.get(reference, ()),
                tests=tests,
                page=page,
                page_status=status,
                city_clauses=own,
            )
        )
    return found


def acts_by_clause() -> dict[str, tuple[str, ...]]:
    """Which acts cite a clause, as `KIND.CODE`, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, table in flow.tables().items():
        for act in table.acts:
            for clause in act.clauses:
                found[clause].add(f"{kind}.{act.code}")
    return {clause: tuple(sorted(names)) for clause, names in found.items()}


def figures_by_clause() -> dict[str, tuple[str, ...]]:
    """Which figures belong to a clause, sorted by key."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, figure in sorted({**registry.figures(), **registry.rates()}.items()):
        found[figure.clause].append(key)
    return {clause: tuple(keys) for clause, keys in found.items()}


def duties_by_clause(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """Which recurring duties of the rulebook serve a clause."""
    found: dict[str, set[str]] = defaultdict(set)
    for duty in book.duties.values():
        for clause in duty.clauses:
            found[clause].add(duty.key)
    return {clause: tuple(sorted(keys)) for clause, keys in found.items()}
