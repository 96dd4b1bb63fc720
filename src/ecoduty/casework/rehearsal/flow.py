"""The act table of a rehearsal's clock: turned on to a moment, stopped on the way, arrived. Living through it is `living`'s."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, Field

from ecoduty.casework.rehearsal.models import STREAM, Turning
from ecoduty.casework.rehearsal.states import KEEPERS, MOST_DAYS, STANDING, TURNING
from ecoduty.kernel.clock import as_local, local_date
from ecoduty.kernel.flow import (
    Act,
    ActData,
    Actor,
    ActTable,
    Attempt,
    Done,
    Guard,
    State,
    Subject,
    Who,
    perform,
    register,
)

_COLUMNS = ("state", "version", "last_occurred_at", "began_at", "until", "by", "lived_on", "failed")


class TurnClock(ActData):
    """往后拨: to which moment of legal time."""

    until: AwareDatetime = Field(title="拨到")


class _Store:
    """The one row, which is there from the beginning."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        return dict.fromkeys(refs, STREAM)

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        return dict.fromkeys(refs, Turning.objects.select_for_update().get())

    def write(self, subjects: Sequence[Any]) -> None:
        for row in subjects:
            row.save(update_fields=_COLUMNS)


def _forward(attempt: Attempt) -> bool:
    return bool(attempt.data.until > attempt.recorded_at)


def _not_too_far(attempt: Attempt) -> bool:
    return bool(attempt.data.until <= attempt.recorded_at + timedelta(days=MOST_DAYS))


def _turn(attempt: Attempt) -> None:
    row = attempt.subject
    row.began_at, row.until = attempt.recorded_at, as_local(attempt.data.until)
    row.by = f"{attempt.actor.title} {attempt.actor.name}".strip()[:200]
    row.lived_on, row.failed = local_date(attempt.recorded_at), 0
    attempt.record(came_from=attempt.recorded_at.isoformat(timespec="seconds"))


def _end(attempt: Attempt) -> None:
    """Where it stands now is where this way ends; the clock goes on from there by itself."""
    row = attempt.subject
    row.until = attempt.recorded_at
    attempt.record(stands_at=attempt.recorded_at.isoformat(timespec="seconds"), failed=row.failed)


PLATFORM = Who("system", (), "平台")
KEEPER = Who("keeper", KEEPERS, "市环委办主任、经办人或系统管理员")

FORWARD = Guard(
    "rehearsal_backwards", "演练的时钟只能往后拨。要回到从前，请重新复制演练库。", _forward, asks_data=True
)  # fmt: skip
NOT_TOO_FAR = Guard(
    "rehearsal_too_far", f"一次最多往后拨{MOST_DAYS}天，请选近一些的日期；走到以后可以接着拨。", _not_too_far, asks_data=True
)  # fmt: skip

REHEARSAL = register(
    ActTable(
        kind="rehearsal",
        label="演练时钟",
        states=(State(STANDING, "照常走", open=False), State(TURNING, "正在往后拨", open=False)),
        acts=(
            Act(
                "turn", "往后拨", (STANDING,), TURNING, (PLATFORM, KEEPER), data=TurnClock, effect=_turn,
                guards=(FORWARD, NOT_TOO_FAR), main=True, hint="途经的每一天都照常巡查、提醒、留存当夜数字。",
            ),
            Act("stop", "停在这里", (TURNING,), STANDING, (PLATFORM, KEEPER), effect=_end),
            Act("arrive", "走到", (TURNING,), STANDING, (PLATFORM,), effect=_end),
        ),
        store=_Store(),
    )
)  # fmt: skip


def turn(until: datetime, actor: Actor) -> Done:
    """Have the clock turned on to a moment; the worker lives through the days on the way.

    Raises Refused: `not_found` where this is no rehearsal, `not_permitted`, `wrong_state` while it is being turned,
    `rehearsal_backwards`, `rehearsal_too_far`.
    """
    return perform(REHEARSAL, "turn", STREAM, actor=actor, data={"until": until.isoformat()})


def stop(actor: Actor) -> Done:
    """Leave the clock where it has come to. Raises Refused: `not_found`, `not_permitted`, `wrong_state`."""
    return perform(REHEARSAL, "stop", STREAM, actor=actor)


__all__ = ["REHEARSAL", "TurnClock", "stop", "turn"]
