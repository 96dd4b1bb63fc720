"""Whom a case is about, as it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.sealing import SealingError
from ecoduty.kernel.sealing.fields import column
from ecoduty.mechanisms.enforcement.concerned.models import Concerned
from ecoduty.mechanisms.enforcement.concerned.states import Sort

OPEN_ACT = "open_persons"
OPEN_FOR = timedelta(minutes=10)
"""How long after the act names and numbers are shown to whoever did it."""
HIDDEN = "＊＊＊"


@dataclass(frozen=True, slots=True)
class Shown:
    """One of them as it may be shown: `name` masked unless `opened`; `number` empty where none was entered."""

    row: Concerned
    name: str
    number: str
    opened: bool


def standing(matter: Matter) -> list[Concerned]:
    """Whom it is about, as it stands."""
    return list(Concerned.objects.filter(matter=matter, taken_out_at=None))


def masked(matter: Matter) -> list[Shown]:
    """As it stands in lists: a person by the first sign of the name, numbers not at all."""
    return [_shown(row, opened=False) for row in standing(matter)]


def shown_to(matter: Matter, actor: Actor) -> list[Shown]:
    """As `masked`, and open for whoever opened them by an act in the last minutes."""
    rows = standing(matter)
    opened = actor.account is not None and Entry.objects.filter(
        stream=matter.stream, act=OPEN_ACT, actor_account=actor.account, recorded_at__gt=now() - OPEN_FOR
    ).exists()  # fmt: skip
    return [_shown(row, opened=opened) for row in rows]


def open_names(matter: Matter) -> list[Shown]:
    """With names and numbers, for a paper that names them; whoever makes it answers for who reads it. Raises SealingError."""
    return [_shown(row, opened=True) for row in standing(matter)]


def _shown(row: Concerned, *, opened: bool) -> Shown:
    if row.sort == Sort.ENTERPRISE:
        return Shown(row, row.enterprise, row.credit_code, opened=True)
    name = _opened(row, "name")
    if not opened:
        return Shown(
            row, f"{name[:1]}{HIDDEN[1:]}" if name else HIDDEN, HIDDEN if row.identity_number else "", opened=False
        )
    return Shown(row, name or HIDDEN, _opened(row, "identity_number"), opened=True)


def _opened(row: Concerned, name: str) -> str:
    """The sealed value; empty where it cannot be read here, so that a page is still drawn."""
    sealed = getattr(row, name)
    if not sealed:
        return ""
    try:
        return column(Concerned, name).open(sealed, row.place)
    except SealingError:
        return ""


__all__ = ["HIDDEN", "OPEN_ACT", "OPEN_FOR", "Shown", "masked", "open_names", "shown_to", "standing"]
