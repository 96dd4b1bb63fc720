"""The one place that asks what time it is.

`now()` is legal time: everything the plan counts uses it. `wall_now()` is security time: lock-outs, sessions, and
`recorded_at`; nothing moves it. A rehearsal moves legal time by an offset, but only in a database that was marked as
a rehearsal when it was copied: whoever finds that mark calls `allow_rehearsal()`. Tests and the simulator stop legal
time with `frozen()`.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ecoduty.kernel.clock.errors import ClockError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHANGHAI = ZoneInfo("Asia/Shanghai")
_NO_OFFSET = timedelta()


class FrozenClock:
    """A stopped clock, moved by hand: `move_to(moment)`, `advance(delta)`."""

    def __init__(self, moment: datetime) -> None:
        self.moment = as_local(moment)

    def move_to(self, moment: datetime) -> None:
        """Set the clock, forwards or backwards. Raises ValueError for a moment without a time zone."""
        self.moment = as_local(moment)

    def advance(self, delta: timedelta) -> None:
        """Move the clock by so much real time."""
        self.moment = later(self.moment, delta)


class _Process:
    """What holds for every thread of this process."""

    rehearsal_allowed = False
    simulated = False
    offset = _NO_OFFSET
    frozen: FrozenClock | None = None


_frozen_here: ContextVar[FrozenClock | None] = ContextVar("ecoduty_frozen_clock", default=None)


def now() -> datetime:
    """Legal time: an aware datetime in Asia/Shanghai."""
    stopped = _frozen_here.get() or _Process.frozen
    if stopped is not None:
        return stopped.moment
    return later(wall_now(), _Process.offset) if _Process.offset else wall_now()


def today() -> date:
    """The date of legal time in Asia/Shanghai."""
    return now().date()


def wall_now() -> datetime:
    """Security time: the machine's clock in Asia/Shanghai, which no rehearsal and no test moves."""
    return datetime.now(SHANGHAI)  # noqa: TID251 - the one reading of the machine's clock


def as_local(moment: datetime) -> datetime:
    """The same moment in Asia/Shanghai. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(SHANGHAI)


def local_date(moment: date | datetime) -> date:
    """The Shanghai date of a moment; a date stays what it is."""
    return as_local(moment).date() if isinstance(moment, datetime) else moment


def start_of_day(day: date) -> datetime:
    """00:00 of that day in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def end_of_day(day: date) -> datetime:
    """24:00 of that day, which is 00:00 of the next: the first moment at which a deadline of that day is missed."""
    return start_of_day(day + timedelta(days=1))


def later(moment: datetime, delta: timedelta) -> datetime:
    """The Shanghai moment after so much real time (not wall-clock arithmetic)."""
    return (moment.astimezone(UTC) + delta).astimezone(SHANGHAI)


def allow_rehearsal(*, simulated: bool = False) -> None:
    """Let this process move legal time. Only for a database that carries the rehearsal mark, which says whether it is simulated."""
    _Process.rehearsal_allowed = True
    _Process.simulated = simulated


def forbid_rehearsal() -> None:
    """Back to the state after start: no rehearsal, no offset."""
    _Process.rehearsal_allowed = _Process.simulated = False
    _Process.offset = _NO_OFFSET


def is_rehearsal() -> bool:
    """True in a process on a rehearsal database, whether or not its clock was moved."""
    return _Process.rehearsal_allowed


def is_simulated() -> bool:
    """True in a process on a database that the simulator filled."""
    return _Process.simulated


def rehearsal_offset() -> timedelta:
    """How far legal time runs ahead of the wall clock; zero outside a rehearsal."""
    return _Process.offset


def set_rehearsal_offset(offset: timedelta) -> None:
    """Move legal time of the whole process. Raises ClockError `rehearsal_not_allowed` outside a rehearsal database."""
    if not _Process.rehearsal_allowed:
        raise ClockError(
            "rehearsal_not_allowed",
            "这个数据库不是演练库，不能拨动时钟。请先复制出演练库，再在演练库中操作。",
        )
    _Process.offset = offset


@contextmanager
def frozen(moment: datetime, *, every_thread: bool = False) -> Iterator[FrozenClock]:
    """Stop legal time at `moment` (aware) for this context, or with `every_thread` for the whole process.

    For tests and the simulator. Nests; the clock that stood before is restored.
    """
    clock = FrozenClock(moment)
    if every_thread:
        before, _Process.frozen = _Process.frozen, clock
        try:
            yield clock
        finally:
            _Process.frozen = before
        return
    token = _frozen_here.set(clock)
    try:
        yield clock
    finally:
        _frozen_here.reset(token)
