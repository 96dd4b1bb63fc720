"""取出归档: a restricted matter leaves the platform as a package only with an entry that says who took it, and where to.

The package holds that entry itself. A mechanism with restricted matters appends `archive_acts` to its table; what has no
such act cannot be taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import Field

from ecoduty.casework.archive import gathering, packing
from ecoduty.casework.archive.gathering import Gathered
from ecoduty.casework.archive.packing import Packed
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Act, ActData, Actor, Refused, State, Who, perform, tables

TAKE_OUT = "take_out"
NAMED = Who("named_person", (), "点名的知情人")


class TakeOut(ActData):
    """Where a package is written to."""

    folder: str = Field(title="写到哪里", min_length=1, max_length=500)


def archive_acts(states: Sequence[State]) -> tuple[Act, ...]:
    """Acts to append to the table of a mechanism with restricted matters: possible once such a matter is closed."""
    closed = tuple(state.code for state in states if not state.open)
    return (Act(TAKE_OUT, "取出归档", closed, None, (NAMED,), data=TakeOut, aside=True),)


def take_out(matter: Matter, target: Path, actor: Actor, commit: Callable[[], object]) -> tuple[Gathered, Packed]:
    """The package of a restricted matter in `target`, recorded first; what stands there already is no new taking.

    `commit` takes a checkpoint, so that the package can prove the entry too. Raises Refused what the gate, `gather` and
    `pack` raise, `not_to_be_taken_out`, and OSError.
    """
    gathered = gathering.gather(matter)
    standing = packing.standing(gathered, target)
    if standing is not None:
        return gathered, standing
    table = tables().get(matter.kind)
    if table is None or TAKE_OUT not in table.by_code:
        raise Refused("not_to_be_taken_out", f"这类受限办件（{matter.number}）没有“取出归档”这个动作，不能取出。")
    perform(table, TAKE_OUT, matter.pk, actor=actor, data={"folder": str(target)})
    commit()
    gathered = gathering.gather(matter)
    return gathered, packing.pack(gathered, target)
