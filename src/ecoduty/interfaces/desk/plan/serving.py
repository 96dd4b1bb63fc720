"""What serves a clause where it has no bearers to count one by one: kinds of matters with how theirs stand, or what always holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from ecoduty.casework.figures.standing import STATES, Numbers
from ecoduty.casework.matters.store import MatterStore, always_restricted
from ecoduty.interfaces.desk.cockpit.asking import Asked
from ecoduty.interfaces.desk.lights import WORDS, Code
from ecoduty.interfaces.desk.plan.standing import LATE, NEEDS_SOMEBODY, Piece
from ecoduty.kernel.flow import tables
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.organisation.directory.models import Body

RESTRICTED, CLOSED = "受限件，不计数", "不对您的岗位计数"
_pages: dict[str, tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Tally:
    """One kind of matter and how those that the visitor may count stand; `uncounted` says why none is counted, where that is so."""

    label: str
    pieces: tuple[Piece, ...]
    uncounted: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """One body's matters of one kind: the worst light, and how many stand in which way."""

    body: Body
    kind: str
    light: Code
    pieces: tuple[Piece, ...]

    @property
    def said(self) -> str:
        """办结3，逾期1, for a file."""
        return "，".join(f"{piece.word}{piece.number}" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Serving:
    """What serves one clause. Without kinds it is something that always holds: acts on a register, or a page."""

    tallies: tuple[Tally, ...]
    holdings: tuple[Holding, ...]
    acts: int
    page: tuple[str, str] | None = None

    @property
    def late(self) -> int:
        """How many matters are overdue."""
        return sum(piece.number for piece in self._pieces() if piece.light in LATE)

    @property
    def attention(self) -> bool:
        """Whether something is late or soon due."""
        return any(piece.light in NEEDS_SOMEBODY for piece in self._pieces())

    def _pieces(self) -> Iterable[Piece]:
        return (piece for tally in self.tallies for piece in tally.pieces)


def shown_at(reference: str, label: str, route: str) -> None:
    """Say that a clause of the reference plan is served by a page, which everybody in office may open."""
    _pages[reference] = label, route


def servings(asked: Asked) -> dict[str, Serving]:
    """Every clause that a kind of matter, an act or a page serves; the numbers are the cockpit's, in the visitor's scope."""
    kinds, acts = kinds_by_clause(asked.book), _acts(asked.book)
    sums, by_body = _counted(asked, {kind for some in kinds.values() for kind in some})
    tallies = {kind: _tally(asked, kind, numbers) for kind, numbers in sums.items()}
    found = {}
    for clause in asked.book.clauses:
        own = kinds.get(clause, ())
        page = next((_pages[one] for one in asked.book.correspondence.references_of(clause) if one in _pages), None)
        if own or clause in acts or page:
            found[clause] = Serving(
                tallies=tuple(tallies[kind] for kind in own),
                holdings=tuple(one for kind in own for one in by_body.get(kind, ())),
                acts=acts.get(clause, 0),
                page=(page[0], reverse(page[1])) if page else None,
            )
    return found


def kinds_by_clause(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """Kinds of matters by clause of the city's plan: those whose table is there for it; where there is none, those with an act
    for it.
    """
    own: dict[str, dict[str, None]] = defaultdict(dict)
    by_act: dict[str, dict[str, None]] = defaultdict(dict)
    for kind, table in sorted(tables().items()):
        if isinstance(table.store, MatterStore):
            for clause in book.correspondence.cited(table.clauses):
                own[clause][kind] = None
            for clause in book.correspondence.cited(clause for act in table.acts for clause in act.clauses):
                by_act[clause][kind] = None
    return {clause: tuple(kinds) for clause, kinds in {**by_act, **own}.items()}


def _acts(book: Rulebook) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for act in (act for table in tables().values() for act in table.acts):
        for clause in book.correspondence.cited(act.clauses):
            found[clause] += 1
    return dict(found)


def _counted(asked: Asked, kinds: Iterable[str]) -> tuple[dict[str, Numbers], Mapping[str, list[Holding]]]:
    """The numbers of each kind, and each body's in official order. The board and one query for the bodies."""
    sums: dict[str, Numbers] = {kind: Numbers() for kind in kinds}
    own: dict[tuple[str, str], Numbers] = defaultdict(Numbers)
    for row in asked.board.rows if asked.open else ():
        if row.kind in sums:
            sums[row.kind].add(row.numbers)
            own[row.body, row.kind].add(row.numbers)
    by_kind: dict[str, list[Holding]] = defaultdict(list)
    for body in Body.objects.filter(key__in={body for body, _ in own}).order_by("order", "key"):
        for kind in sums:
            if (body.key, kind) in own:
                by_kind[kind].append(_holding(asked, body, kind, own[body.key, kind]))
    return sums, by_kind


def _tally(asked: Asked, kind: str, numbers: Numbers) -> Tally:
    table = tables()[kind]
    uncounted = RESTRICTED if always_restricted(table) else "" if asked.open else CLOSED
    return Tally(table.label, _pieces(asked, numbers, kind=kind), uncounted)


def _holding(asked: Asked, body: Body, kind: str, numbers: Numbers) -> Holding:
    pieces = _pieces(asked, numbers, kind=kind, body=body.key)
    worst = next((Code(word) for word in STATES[:-1] if numbers[word]), Code.MET)
    return Holding(body, tables()[kind].label, worst, pieces)


def _pieces(asked: Asked, numbers: Numbers, **narrow: str) -> tuple[Piece, ...]:
    """What is done, then the worst first, as the sentence of bearers has it."""
    return tuple(
        Piece(WORDS[light], light, numbers[word], asked.url(word, **narrow))
        for word, light in (("closed", Code.MET), *((word, Code(word)) for word in STATES[:-1]))
        if numbers[word]
    )


__all__ = ["CLOSED", "RESTRICTED", "Holding", "Serving", "Tally", "kinds_by_clause", "servings", "shown_at"]
