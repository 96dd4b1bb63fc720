"""Restricted matters whose named persons have all left office: whoever heads the body today is let in by the platform.

Nobody can ask for it and nobody is told but him: a button or a list would say that there is such a matter. So it is looked for
at night. The rulebook says which posts come into question (`restricted.successor-posts`) and how many days it waits
(`restricted.successor-after-days`), so that a dismissal entered by mistake lets nobody in; without them nobody is let in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ecoduty.casework.escalation.inheriting import INHERIT
from ecoduty.casework.matters.models import Matter, NamedAccess, Secrecy
from ecoduty.casework.matters.passing import lasting
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body, Person

ACTOR = Actor.system("受限办件承接")
_POSTS, _DAYS = "restricted.successor-posts", "restricted.successor-after-days"

Heirs = Callable[[Matter, date], Sequence[int]]
_sides: dict[str, Side] = {}


@dataclass(frozen=True, slots=True)
class Side:
    """Who can act on a kind of restricted matter (relations of named persons), what the one let in becomes, and the persons to
    let in on a day, none where nobody comes into question.
    """

    acting: tuple[str, ...]
    becomes: str
    heirs: Heirs


def inherits(kind: str, side: Side) -> None:
    """Register a kind whose table has the act `inherit_access`. Kinds are looked at in the order of being registered."""
    _sides[kind] = side


def let_in_successors() -> int:
    """Let successors into what nobody in office can act on; how many were let in. Twice gives nothing new."""
    book, on = rulebooks.current_or_none(), today()
    if book is None or not {_POSTS, _DAYS} <= set(book.values):
        return 0
    let_in = 0
    open_ = Matter.objects.filter(kind__in=_sides, open=True, secrecy=Secrecy.RESTRICTED).order_by()
    kinds = set(open_.values_list("kind", flat=True).distinct())  # most nights most kinds have none
    for kind, side in _sides.items():
        if kind not in kinds:
            continue
        for matter in _orphans(kind, side, book, on):
            for person in side.heirs(matter, on):
                let_in += _let_in(matter, person, side.becomes)
    return let_in


def head_of(body: Body, on: date) -> Person | None:
    """Who heads a body, or whoever answers for it, on a day: the first of the rulebook's posts that somebody holds."""
    posts = rulebooks.current().words(_POSTS, on=on)
    held = directory.holders([directory.answering(body, on)], posts, on)
    ranked = sorted(held, key=lambda row: posts.index(row.post.kind))
    return ranked[0].person if ranked else None


def named_in_office(matter: Matter, relations: Sequence[str], on: date) -> list[int]:
    """Persons named so in a matter who hold any post on a day, in the order of being let in."""
    rows = NamedAccess.objects.filter(lasting(on), matter=matter, relation__in=relations, since__lte=on)
    persons = list(rows.order_by("pk").values_list("person", flat=True))
    serving = _serving(persons, on)
    return [person for person in persons if person in serving]


def _orphans(kind: str, side: Side, book: Rulebook, on: date) -> list[Matter]:
    """Open matters of a kind on which nobody acts who holds a post, or held one within the days of waiting."""
    last = on - timedelta(days=int(str(book.value(_DAYS, on=on))))
    rows_of = Matter.objects.filter(kind=kind, open=True, secrecy=Secrecy.RESTRICTED)
    matters = rows_of.select_related("holder", *_own_row(kind))
    named: dict[int, set[int]] = defaultdict(set)
    rows = NamedAccess.objects.filter(lasting(on), matter__in=matters.values("pk"), relation__in=side.acting)
    for matter, person in rows.values_list("matter", "person"):
        named[matter].add(person)
    every = set().union(*named.values())
    serving = _serving(every, last) | _serving(every, on)
    return [matter for matter in matters.order_by("pk") if not named[matter.pk] & serving]


def _own_row(kind: str) -> list[str]:
    """The mechanism's own row beside a matter, to be read with it, where it goes by the kind's name; not every kind's does."""
    return [kind] if any(one.get_accessor_name() == kind for one in Matter._meta.related_objects) else []  # noqa: SLF001 -- Django's documented way to what refers to a model


def _serving(persons: Sequence[int] | set[int], on: date) -> set[int]:
    return set(Appointment.objects.filter(holding(on), person__in=persons).values_list("person", flat=True))


def _let_in(matter: Matter, person: int, relation: str) -> int:
    try:
        flow.perform(
            flow.table(matter.kind), INHERIT, matter.pk, actor=ACTOR, data={"person": person, "relation": relation}
        )
    except Refused:  # closed meanwhile, or the like: it must not keep the others; it comes again tomorrow
        return 0
    return 1


__all__ = ["Side", "head_of", "inherits", "let_in_successors", "named_in_office"]
