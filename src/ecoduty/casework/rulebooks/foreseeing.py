"""What a rulebook would move, before it is adopted: due days, duties to come, rungs, sights. Reads, and writes nothing.

Deadlines keep the version they were computed with, whatever is adopted. What is said of them here is how many rest on a
rule that would be another one, and where each would end if it began under the new one: for whoever has to decide
whether running matters need a decision of their own. Duties to come and sights follow the new version at once.

Restricted matters are in no number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet

from ecoduty.casework.duties import instances
from ecoduty.casework.duties.instances import Opening
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.reckoning import ALTERNATIVE, exclusions_of, reckon_duty, reckon_limit
from ecoduty.casework.duties.states import OPEN
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.clock import ClockError, Due, WorkCalendar, local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import NotInForceError, Rulebook, UnknownRuleError, store
from ecoduty.kernel.rulebook.errors import CountedBackwardError
from ecoduty.kernel.rulebook.schema import RELATIONS, SECRECIES, Rung
from ecoduty.organisation.directory.models import Body

AHEAD = timedelta(days=365)
_BEYOND = timedelta(days=400)  # an opening may be moved out of the year that is looked at
_UNCOUNTED = (NotInForceError, UnknownRuleError, CountedBackwardError, ClockError, ValueError)
Seen = Callable[[str], Q]


class Move(StrEnum):
    """What the new rule would make of a running deadline."""

    EARLIER = "earlier"
    LATER = "later"
    SAME = "same"
    DECIDED = "decided"  # its day was named or extended by somebody: no rule counts it
    GONE = "gone"  # the new rulebook has no such rule on its first day


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """A running deadline that rests on a rule which would be another. It stays as it is; `new` is what the rule would say.

    `late`: it is in time now and would be late already.
    """

    deadline: int
    public_id: Any
    number: str
    title: str
    kind: str
    holder: str
    rule: str
    label: str
    old: date
    new: date | None
    move: Move
    late: bool


@dataclass(frozen=True, slots=True)
class DutyMove:
    """A recurring duty of one body that opens, or is due, on another day within a year; None: not at all."""

    duty: str
    label: str
    body: str
    period: str
    opens: tuple[date | None, date | None]
    due: tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class LadderMove:
    """A ladder with other rungs, and how many running deadlines stand on it as it was."""

    ladder: str
    label: str
    before: tuple[Rung, ...]
    after: tuple[Rung, ...]
    running: int


@dataclass(frozen=True, slots=True)
class SightMove:
    """What a relation would see more or less of; `matters` is how many there are of the kind and secrecy."""

    kind: str
    label: str
    secrecy: str
    relation: str
    before: str
    after: str
    matters: int

    @property
    def opens(self) -> bool:
        """Whether more would be seen."""
        order = ("none", "exists", "summary", "full")
        return order.index(self.after) > order.index(self.before)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Everything that would move; each number is the length of what stands here."""

    deadlines: tuple[DeadlineMove, ...]
    duties: tuple[DutyMove, ...]
    ladders: tuple[LadderMove, ...]
    sights: tuple[SightMove, ...]

    def moved(self, *moves: Move) -> tuple[DeadlineMove, ...]:
        """The running deadlines of which that is so."""
        return tuple(one for one in self.deadlines if one.move in moves)

    @property
    def late(self) -> tuple[DeadlineMove, ...]:
        """Those that would be late already."""
        return tuple(one for one in self.deadlines if one.late)


def foresee(new: Rulebook, moment: datetime, seen: Seen | None = None) -> Foreseen:
    """What adopting `new` at that moment would move. `seen` narrows matters to those its reader may see (a condition for
    a prefix); without it all are counted. One pass over running deadlines.
    """
    present = store.current()
    calendar = current_calendar()
    shown: Seen = seen or (lambda _prefix: Q())
    groups = _groups(shown)
    return Foreseen(
        tuple(_deadlines(new, moment, calendar, groups, shown)),
        tuple(_duties(present, new, local_date(moment))),
        tuple(_ladders(new, groups)),
        tuple(_sights(present, new, shown)),
    )


# ---------------------------------------------------------------------- running deadlines


@dataclass(frozen=True, slots=True)
class _Group:
    """Running deadlines of one version, rule and ladder."""

    rulebook: str
    rule: str
    ladder: str
    running: int

    @property
    def condition(self) -> Q:
        return Q(rulebook=self.rulebook, rule=self.rule, ladder=self.ladder)


def running(shown: Seen) -> QuerySet[Deadline]:
    """Deadlines of which something is still owed, without those of restricted matters."""
    found = Deadline.objects.filter(shown("matter__"), state__in=OPEN)
    return found.exclude(matter__secrecy=Secrecy.RESTRICTED)


def _groups(shown: Seen) -> list[_Group]:
    rows = running(shown).values_list("rulebook", "rule", "ladder").annotate(n=Count("pk")).order_by("rule", "rulebook")
    return [_Group(*row) for row in rows]


def _timing(book: Rulebook, rule: str) -> Any:
    """What of a rule bears on its last day; None where the rulebook has no such rule."""
    if rule in book.duties:
        return book.duties[rule].due.model_dump(exclude={"basis"})
    limit = book.limits.get(rule.partition(ALTERNATIVE)[0])
    if limit is None:
        return None
    kept = {"since", "until", "n", "unit", "roll", "alternatives"}
    return limit.backward, [value.model_dump(include=kept) for value in limit.dated]


_COLUMNS = (
    "pk", "rule", "rulebook", "started_at", "due_on", "due_at", "exclusions", "missed_at", "label", "holder__short_name",
    "matter__public_id", "matter__number", "matter__title", "matter__kind", "matter__period",
)  # fmt: skip


def _deadlines(
    new: Rulebook, moment: datetime, calendar: WorkCalendar, groups: list[_Group], shown: Seen
) -> Iterator[DeadlineMove]:
    changed = [one for one in groups if _timing(store.version(one.rulebook), one.rule) != _timing(new, one.rule)]
    if not changed:
        return
    condition = Q(pk__in=[])
    for pair in {(one.rulebook, one.rule) for one in changed}:
        condition |= Q(rulebook=pair[0], rule=pair[1])
    found = running(shown).filter(condition).order_by("due_at", "pk").values(*_COLUMNS)
    for row in found.iterator(chunk_size=1000):
        yield _moved(row, new, moment, calendar)


def _moved(row: dict[str, Any], new: Rulebook, moment: datetime, calendar: WorkCalendar) -> DeadlineMove:
    was = _counted(row, store.version(row["rulebook"]), calendar)
    due = _counted(row, new, calendar)
    old = row["due_on"] or local_date(row["due_at"])
    move, day, late = Move.DECIDED, None, False
    if was is not None and was.moment == row["due_at"]:
        move = Move.GONE if due is None else _compared(row["due_at"], due.moment)
        day = None if due is None else due.day
        late = due is not None and row["missed_at"] is None and due.moment <= moment < row["due_at"]
    return DeadlineMove(
        row["pk"], row["matter__public_id"], row["matter__number"], row["matter__title"], row["matter__kind"],
        row["holder__short_name"], row["rule"], row["label"], old, day, move, late,
    )  # fmt: skip


def _compared(old: datetime, new: datetime) -> Move:
    return Move.SAME if new == old else Move.EARLIER if new < old else Move.LATER


def _counted(row: Mapping[str, Any], book: Rulebook, calendar: WorkCalendar) -> Due | None:
    """Where a rulebook lets a deadline end; None where it has no such rule."""
    try:
        if row["rule"] in book.duties:
            return reckon_duty(book, row["rule"], row["matter__period"], calendar).due
        gaps = exclusions_of(row["exclusions"], hours=row["due_on"] is None)
        return reckon_limit(book, row["rule"], row["started_at"], calendar, gaps).due
    except _UNCOUNTED:
        return None


# ---------------------------------------------------------------------- duties to come


def _duties(present: Rulebook, new: Rulebook, on: date) -> Iterator[DutyMove]:
    until = on + AHEAD
    before, after = ({_key(one): one for one in instances.missing(book, until + _BEYOND)} for book in (present, new))
    names = dict(Body.objects.values_list("pk", "short_name"))
    for key in [*after, *(key for key in before if key not in after)]:
        was, will = before.get(key), after.get(key)
        one = will or was
        assert one is not None
        days = [opening.opens for opening in (was, will) if opening is not None]
        if min(days) > until or (was and will and (was.opens, was.due) == (will.opens, will.due)):
            continue
        yield DutyMove(
            one.duty, one.label, names[one.body_id], one.period,
            (was.opens if was else None, will.opens if will else None),
            (was.due if was else None, will.due if will else None),
        )  # fmt: skip


def _key(opening: Opening) -> tuple[str, int, str]:
    return opening.duty, opening.body_id, opening.period


# ---------------------------------------------------------------------- rungs


def _ladders(new: Rulebook, groups: list[_Group]) -> Iterator[LadderMove]:
    labels: dict[str, str] = {}
    rungs: dict[str, tuple[tuple[Rung, ...], tuple[Rung, ...]]] = {}
    counts: Counter[str] = Counter()
    for one in groups:
        old_ladder = store.version(one.rulebook).ladders.get(one.ladder)
        if old_ladder is None:
            continue
        new_ladder = new.ladders.get(_ladder_of(new, one))
        after = new_ladder.rungs if new_ladder else ()
        if _shape(old_ladder.rungs) == _shape(after):
            continue
        labels[one.ladder] = old_ladder.label
        rungs[one.ladder] = (old_ladder.rungs, after)
        counts[one.ladder] += one.running
    for key, label in labels.items():
        yield LadderMove(key, label, *rungs[key], counts[key])


def on_ladder(new: Rulebook, ladder: str, shown: Seen) -> QuerySet[Deadline]:
    """The running deadlines that `LadderMove.running` of a ladder counts."""
    condition = Q(pk__in=[])
    for one in _groups(shown):
        old = store.version(one.rulebook).ladders.get(one.ladder)
        key = _ladder_of(new, one)
        after = new.ladders[key].rungs if key in new.ladders else ()
        if one.ladder == ladder and old is not None and _shape(old.rungs) != _shape(after):
            condition |= one.condition
    return running(shown).filter(condition)


def _ladder_of(new: Rulebook, group: _Group) -> str:
    """The ladder that presses such a limit under the new rulebook."""
    key = group.rule.partition(ALTERNATIVE)[0]
    rule = new.duties.get(key) or new.limits.get(key)
    return (rule.ladder if rule else None) or group.ladder


def _shape(rungs: tuple[Rung, ...]) -> list[dict[str, Any]]:
    """What rungs do, whatever they rest on and are called."""
    return [rung.model_dump(exclude={"basis", "label"}) for rung in rungs]


# ---------------------------------------------------------------------- sights


def _sights(present: Rulebook, new: Rulebook, shown: Seen) -> Iterator[SightMove]:
    kinds = {kind: table.label for kind, table in flow.tables().items() if isinstance(table.store, MatterStore)}
    cells = [
        (kind, secrecy, relation)
        for kind in kinds
        for secrecy in SECRECIES
        for relation in RELATIONS
        if present.sight(kind, secrecy, relation) != new.sight(kind, secrecy, relation)
    ]
    if not cells:
        return
    counted = matters_of(shown).filter(kind__in={kind for kind, _, _ in cells}).values_list("kind", "secrecy")
    counts = {(kind, secrecy): n for kind, secrecy, n in counted.annotate(n=Count("pk"))}
    for kind, secrecy, relation in cells:
        before, after = present.sight(kind, secrecy, relation), new.sight(kind, secrecy, relation)
        yield SightMove(kind, kinds[kind], secrecy, relation, before, after, counts.get((kind, secrecy), 0))


def matters_of(shown: Seen) -> QuerySet[Matter]:
    """The matters that sights are about, without restricted ones."""
    return Matter.objects.filter(shown("")).exclude(secrecy=Secrecy.RESTRICTED)


__all__ = [
    "DeadlineMove",
    "DutyMove",
    "Foreseen",
    "LadderMove",
    "Move",
    "SightMove",
    "foresee",
    "matters_of",
    "on_ladder",
    "running",
]
