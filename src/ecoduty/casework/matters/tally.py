"""What waits for whom, counted for many people at once: the open matters are read once, as sums over all that decides whose
they are, and everybody's share is found in memory by the same places that `visible_to()` and `waiting_for()` ask for.

Asking the database anew for each person costs a statement of some thirty thousand characters twice; that is for one page.
Restricted matters are in no sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, Count, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from ecoduty.casework.matters import turns
from ecoduty.casework.matters.models import Matter, Party, Secrecy
from ecoduty.casework.matters.places import EVERY, HOLDER, REGION, UNIT, Token, places_of
from ecoduty.casework.matters.rules import granting_relations
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor

Step = tuple[str, str]  # kind and state


@dataclass(frozen=True, slots=True)
class Shares:
    """Numbers of matters: those that wait for a person, of these due until a moment, late, and waiting for one act of his; and
    those of his bodies in which the next step is nobody's there.
    """

    all: int = 0
    due: int = 0
    overdue: int = 0
    sign: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Matters that are alike in everything that decides whose they are."""

    step: Step
    secrecy: str
    tokens: frozenset[Token]
    due: bool
    overdue: bool
    number: int


class Tally:
    """The open matters as they stand at a moment. One query when it is made, none when asked, where it is asked within
    `one_reading()` after `read_ahead()`.
    """

    def __init__(self, at: datetime, until: datetime, act: str) -> None:
        """`until` is the moment up to which `due` counts, `act` the label of the act that `sign` counts."""
        self._on = local_date(at)
        self._act = act
        self._granting = granting_relations()
        self._outside = {(kind, state) for kind, states in turns.out_of_house().items() for state in states}
        self._steps: dict[tuple[str, str], turns.Steps] = {}
        self._lying: dict[Token, dict[Step, list[_Group]]] = defaultdict(lambda: defaultdict(list))
        for group in _groups(at, until, self._on):
            for token in group.tokens:
                self._lying[token][group.step].append(group)

    def of(self, actors: Sequence[Actor]) -> Shares:
        """The shares of one person, who acts as all of these; a matter counts once however many of them it waits for."""
        seen = _Sight(actors, self._granting, self._on)
        mine = {group for group in self._waiting(actors) if seen.of(group)}
        sign = self._waiting(actors, self._act) & mine
        bodies = {(HOLDER, body) for actor in actors for body in actor.bodies}
        outside = set(self._found(bodies, self._outside)) - mine
        return Shares(
            all=_sum(mine),
            due=_sum(one for one in mine if one.due),
            overdue=_sum(one for one in mine if one.overdue),
            sign=_sum(sign),
            outside=_sum(one for one in outside if seen.of(one)),
        )

    def _waiting(self, actors: Sequence[Actor], act: str = "") -> set[_Group]:
        found: set[_Group] = set()
        for actor in actors:
            for relation, steps in self._steps_of(actor, act).items():
                where = turns.places(actor, relation, self._on)
                if where is not None:
                    found.update(self._found(where.tokens(), steps))
        return found

    def _steps_of(self, actor: Actor, act: str) -> turns.Steps:
        key = (actor.post_kind, act)
        if key not in self._steps:
            self._steps[key] = turns.steps_of(actor, act)
        return self._steps[key]

    def _found(self, tokens: Iterable[Token], steps: set[Step]) -> Iterable[_Group]:
        for token in tokens:
            lying = self._lying.get(token, {})
            for step in steps & lying.keys():
                yield from lying[step]


class _Sight:
    """What a person sees in any of his posts."""

    def __init__(self, actors: Sequence[Actor], granting: Mapping[tuple[str, str], frozenset[str]], on: date) -> None:
        self._actors, self._granting, self._on = actors, granting, on
        self._by_relation: dict[str, frozenset[Token]] = {}
        self._known: dict[tuple[str, str], frozenset[Token]] = {}

    def of(self, group: _Group) -> bool:
        key = (group.step[0], group.secrecy)
        if key not in self._known:
            relations = self._granting.get(key, frozenset())
            self._known[key] = frozenset().union(*(self._tokens(one) for one in relations))
        return not self._known[key].isdisjoint(group.tokens)

    def _tokens(self, relation: str) -> frozenset[Token]:
        if relation == "public":
            return frozenset({(EVERY, 0)})
        if relation not in self._by_relation:
            places = [places_of(actor, relation, self._on) for actor in self._actors]
            self._by_relation[relation] = frozenset(token for one in places if one for token in one.tokens())
        return self._by_relation[relation]


def _sum(groups: Iterable[_Group]) -> int:
    return sum(group.number for group in groups)


def _groups(at: datetime, until: datetime, on: date) -> Iterable[_Group]:
    taking_part = (
        Party.objects.filter(matter=OuterRef("pk"), since__lte=on).exclude(until__lte=on).order_by("role", "body")
        .annotate(word=Concat(F("role"), Value(":"), Cast("body", CharField()), output_field=CharField()))
    )  # fmt: skip
    rows = (
        Matter.objects.filter(open=True).exclude(secrecy=Secrecy.RESTRICTED).order_by()
        .annotate(
            taking_part=ArraySubquery(taking_part.values("word")),
            due=ExpressionWrapper(Q(next_due_at__gt=at, next_due_at__lte=until), BooleanField()),
            overdue=ExpressionWrapper(Q(next_due_at__lte=at), BooleanField()),
        )
        .values_list("kind", "state", "secrecy", HOLDER, UNIT, REGION, "taking_part", "due", "overdue")
        .annotate(number=Count("pk"))
    )  # fmt: skip
    for kind, state, secrecy, holder, unit, region, parts, due, overdue, number in rows.iterator():
        tokens = {(EVERY, 0), (HOLDER, holder), (UNIT, unit), (REGION, region)}
        for word in parts:
            role, _, body = word.partition(":")
            tokens.add((role, int(body)))
        tokens = {token for token in tokens if token[1] is not None}
        yield _Group((kind, state), secrecy, frozenset(tokens), bool(due), bool(overdue), number)


__all__ = ["Shares", "Tally"]
