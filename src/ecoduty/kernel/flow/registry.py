"""Which tables there are, and what the floors above do with every act: in a fixed order, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from ecoduty.kernel.flow.table import ActTable, Attempt

Effect = Callable[[Sequence[Attempt]], None]

_tables: dict[str, ActTable] = {}
_changes = [0]
_sorted: list[tuple[int, Mapping[str, ActTable]]] = [(0, {})]
_before_write: list[tuple[int, str, Effect]] = []
_after_entry: list[tuple[int, str, Effect]] = []
_tolerance: list[Callable[[datetime], Tolerance]] = []
_proof_lasts: list[Callable[[datetime], timedelta]] = []


def register(table_: ActTable) -> ActTable:
    """Make a table known. Registering another table under the same kind is an error (ValueError)."""
    known = _tables.get(table_.kind)
    if known is not None and known is not table_:
        raise ValueError(f"two act tables claim the kind {table_.kind}")
    if known is None:
        _tables[table_.kind] = table_
        _changes[0] += 1
    return table_


def unregister(kind: str) -> None:
    """Forget a table; for tests that bring a mechanism of their own."""
    _tables.pop(kind, None)
    _changes[0] += 1


def edition() -> int:
    """A number that is another one after every change of the tables: for what is worked out of them and kept."""
    return _changes[0]


def table(kind: str) -> ActTable:
    """The table of a kind. Raises KeyError."""
    return _tables[kind]


def tables() -> Mapping[str, ActTable]:
    """All tables by kind, in the order of the kinds. Sorted once: a page asks two hundred times."""
    edition_, known = _sorted[0]
    if edition_ != _changes[0]:
        known = MappingProxyType(dict(sorted(_tables.items())))
        _sorted[0] = _changes[0], known
    return known


def before_write(name: str, effect: Effect, order: int) -> None:
    """Register what happens to every act before its subject is written (deadlines start and are met here)."""
    _insert(_before_write, name, effect, order)


def after_entry(name: str, effect: Effect, order: int) -> None:
    """Register what happens to every act after its entry stands (figures count here)."""
    _insert(_after_entry, name, effect, order)


def forget_effect(name: str) -> None:
    """Take back an effect of either kind; for tests that bring one of their own."""
    for effects in (_before_write, _after_entry):
        effects[:] = [item for item in effects if item[1] != name]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How long after it happened an act may be entered without being a late entry, as a span and in words."""

    span: timedelta
    words: str


ONE_DAY = Tolerance(timedelta(days=1), "1天")


def late_tolerance(source: Callable[[datetime], Tolerance]) -> None:
    """Say where the tolerance for late entries comes from (the rulebook in force), by the moment of recording."""
    _tolerance[:] = [source]


def tolerance(recorded_at: datetime) -> Tolerance:
    """The tolerance for an act recorded at that moment."""
    return _tolerance[0](recorded_at) if _tolerance else ONE_DAY


def proof_lasts(source: Callable[[datetime], timedelta]) -> None:
    """Say where it comes from how long a proof of the second factor counts (the rulebook in force)."""
    _proof_lasts[:] = [source]


def longest_proof(recorded_at: datetime) -> timedelta:
    """How old a proof of the second factor may be for an act recorded at that moment."""
    return _proof_lasts[0](recorded_at) if _proof_lasts else timedelta(minutes=10)


def effects_before_write() -> Sequence[Effect]:
    """Effects in their order."""
    return [effect for _, _, effect in _before_write]


def effects_after_entry() -> Sequence[Effect]:
    """Effects in their order."""
    return [effect for _, _, effect in _after_entry]


def _insert(where: list[tuple[int, str, Effect]], name: str, effect: Effect, order: int) -> None:
    where[:] = sorted(
        [item for item in where if item[1] != name] + [(order, name, effect)],
        key=lambda item: (item[0], item[1]),
    )
