"""Figures taken for a paper: kept with the moment they were true at, so that the same paper says the same numbers again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ecoduty.casework.figures import reading, registry
from ecoduty.casework.figures.reading import NoSnapshotError
from ecoduty.casework.figures.registry import Scope
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.access import OVERSIGHT, oversight_of


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure as it was taken: `section` is where the rulebook puts it, `parts` how it divides among bodies (key, name, number)."""

    section: str
    key: str
    label: str
    value: int
    source_time: str
    parts: tuple[tuple[str, str, int], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return {**asdict(self), "parts": [list(one) for one in self.parts]}


def wanted(value: str, on: date) -> list[tuple[str, str]]:
    """(section, key of the figure) that the rulebook names under `value`; unknown figures are left out."""
    known = registry.figures()
    return [(section, key) for section, key in rulebooks.current().pairs(value, on=on) if key in known]


def take(pairs: Sequence[tuple[str, str]], actor: Actor, *, as_of: date | None, parts: bool = False) -> list[Taken]:
    """The figures as they stand now, or stood at the close of a day: of all bodies for oversight, else of the actor's own.

    One statement, and two more for each figure where `parts` are asked for.
    """
    if not pairs:
        return []
    keys = sorted({key for _, key in pairs})
    scope = Scope.OVERSIGHT if OVERSIGHT in oversight_of(actor) else Scope.OWN_BODY
    found, on = _values(keys, actor, scope, as_of)
    divided = {key: _parts(key, actor, scope, on) for key in keys} if parts and scope is Scope.OVERSIGHT else {}
    return [
        Taken(
            section,
            key,
            found[key].figure.label,
            found[key].value,
            found[key].source_time.isoformat(),
            divided.get(key, ()),
        )
        for section, key in pairs
    ]


def kept(rows: Sequence[dict[str, Any]]) -> list[Taken]:
    """From how they are kept."""
    return [Taken(**{**row, "parts": tuple(tuple(one) for one in row["parts"])}) for row in rows]


def sentences(taken: Sequence[Taken], as_of: date) -> dict[str, str]:
    """A first draft by section: what the numbers say, nothing that they do not (截至4月9日，任务在办7件、逾期0件。)."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in taken:
        about, _, figure = one.label.rpartition("：")
        found.setdefault(one.section, {}).setdefault(about, []).append(f"{figure}{one.value}件")
    return {
        section: f"截至{spoken_date(as_of)}，{'；'.join(about + '、'.join(said) for about, said in kinds.items())}。"
        for section, kinds in found.items()
    }


def _values(
    keys: Sequence[str], actor: Actor, scope: Scope, as_of: date | None
) -> tuple[dict[str, reading.Reading], date | None]:
    if as_of is not None:
        try:
            return reading.values(keys, actor, scope=scope, on=as_of), as_of
        except NoSnapshotError:
            pass  # nothing was recorded that far back: the numbers of now, with the time they are of
    return reading.values(keys, actor, scope=scope), None


def _parts(key: str, actor: Actor, scope: Scope, on: date | None) -> tuple[tuple[str, str, int], ...]:
    return tuple((one.key, one.label, one.value) for one in reading.breakdown(key, "body", actor, scope=scope, on=on))


__all__ = ["Taken", "kept", "sentences", "take", "wanted"]
