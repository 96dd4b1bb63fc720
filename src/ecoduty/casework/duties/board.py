"""The deadlines that an act or a whole batch touches: read once, changed in memory, written once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ecoduty.casework.duties import rows
from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.duties.rows import Row
from ecoduty.casework.duties.ruling import reached
from ecoduty.casework.duties.schedule import next_at
from ecoduty.casework.duties.states import TICKING, ChangeKind, DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import ActData, Attempt


@dataclass(frozen=True, slots=True)
class Move:
    """What happened to a deadline; `moved` when what was queued for the old due day no longer holds."""

    deadline: int
    matter: int
    did: str
    at: datetime
    recorded_at: datetime
    by: str
    moved: bool


Listener = Callable[[Sequence[Move]], None]
_listeners: dict[str, Listener] = {}


def listen(name: str, listener: Listener) -> None:
    """Be told, inside the same transaction, of every deadline that was met, cancelled, moved or suspended."""
    _listeners[name] = listener


@dataclass(slots=True)
class Board:
    """Deadlines by matter. Handlers change rows and call `note`; `save` writes everything."""

    by_matter: dict[int, list[Row | Deadline]] = field(default_factory=lambda: defaultdict(list))
    started: list[Deadline] = field(default_factory=list)
    changed: dict[int, Row] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    @classmethod
    def of(cls, matters: Iterable[int]) -> Board:
        """The deadlines of these matters, one query."""
        board = cls()
        for row in rows.of_matters(set(matters)):
            board.by_matter[row.matter_id].append(row)
        return board

    def open_rows(self, matter: int) -> list[Row]:
        """What the matter owes, as it was before this act."""
        return [row for row in self.by_matter[matter] if isinstance(row, Row) and row.open]

    def find(self, matter: int, key: str) -> Row | None:
        """The open deadline of that key."""
        return next((row for row in self.open_rows(matter) if row.key == key), None)

    def row(self, matter: int, deadline: int) -> Row | None:
        """The open deadline of that number, if it is this matter's."""
        return next((row for row in self.open_rows(matter) if row.id == deadline), None)

    def start(self, deadline: Deadline) -> None:
        """Add a new deadline."""
        deadline.next_rung_at = next_at(deadline)
        self.keep(deadline)

    def keep(self, deadline: Deadline) -> None:
        """Add one that is over already: it was owed and met by the same act."""
        self.started.append(deadline)
        self.by_matter[deadline.matter_id].append(deadline)

    def meet(self, row: Row, attempt: Attempt, at: datetime | None = None) -> None:
        """Met at the act's legal time, or at the moment that what was entered names: late when that lay after the due day,
        and then for ever.

        A deadline that was noted as missed and turns out, by a late entry, to have been met in time was not late.
        """
        met_at = at or attempt.occurred_at
        row.late = row.state != DeadlineState.SUSPENDED and row.is_late(met_at)
        row.missed_at = row.due_at if row.late else None
        row.met_at = met_at
        self._close(row, DeadlineState.MET, attempt)

    def cancel(self, row: Row, attempt: Attempt) -> None:
        """No longer owed. That it was late by then stays."""
        if row.state == DeadlineState.RUNNING and row.is_late(attempt.occurred_at):
            row.missed_at = row.due_at
        self._close(row, DeadlineState.CANCELLED, attempt)

    def miss(self, row: Row, attempt: Attempt) -> None:
        """Lateness has begun: at the due moment, whenever it was noticed."""
        row.state = DeadlineState.MISSED
        row.missed_at = row.due_at
        self.note(row, "missed", attempt, moved=False)

    def reset(self, row: Row, attempt: Attempt) -> None:
        """The due day has moved: the ladder begins anew for it, and lateness is what the new day says."""
        row.round += 1
        row.ladder_from = attempt.occurred_at
        late = row.is_late(attempt.recorded_at)
        row.state = DeadlineState.MISSED if late else DeadlineState.RUNNING
        row.missed_at = row.due_at if late else None
        row.next_rung_at = next_at(row)

    def go_on(self, row: Row, attempt: Attempt) -> None:
        """The due day was moved by a decision: as `reset`, but the ladder goes on after the rung that had been sent by then.

        Else whoever asks for a later day would win the talks and letters anew with it.
        """
        row.resumes = reached(row.id, attempt.occurred_at) or row.resumes
        self.reset(row, attempt)

    def note(self, row: Row, did: str, attempt: Attempt, *, moved: bool = True) -> None:
        """Remember that the row changed, for the write, the entry and the listeners."""
        self.changed[row.id] = row
        self.moves.append(
            Move(row.id, row.matter_id, did, attempt.occurred_at, attempt.recorded_at, attempt.actor.title, moved)
        )
        record(attempt, row, did)

    def change(
        self, row: Row, kind: ChangeKind, attempt: Attempt, before: tuple[Any, datetime], why: str, authority: str
    ) -> None:
        """Keep a change of the due day visible."""
        self.changes.append(
            Change(
                deadline_id=row.id,
                kind=kind,
                occurred_at=attempt.occurred_at,
                recorded_at=attempt.recorded_at,
                old_due_on=before[0],
                old_due_at=before[1],
                new_due_on=row.due_on,
                new_due_at=row.due_at,
                reason=why,
                authority=authority,
                actor_title=attempt.actor.title,
            )
        )

    def _close(self, row: Row, state: DeadlineState, attempt: Attempt) -> None:
        row.state = state
        row.suspended_at = None
        row.next_rung_at = None
        row.review = ""
        self.note(row, state.value, attempt)

    def save(self) -> None:
        """Write what changed: one statement for each of new, changed and changes, and one listener call."""
        rows.update(list(self.changed.values()))
        if self.started:
            Deadline.objects.bulk_create(self.started)
        if self.changes:
            Change.objects.bulk_create(self.changes)
        if self.moves:
            for _, listener in sorted(_listeners.items()):
                listener(self.moves)

    def put_on(self, matter: Matter) -> None:
        """The matter's own dates: what is due first, whether time stands still, and since when it was first late."""
        known = self.by_matter[matter.pk]
        first = min((row for row in known if row.state in TICKING), key=lambda row: row.due_at, default=None)
        matter.next_due_at = first.due_at if first else None
        matter.next_due_on = (first.due_on or local_date(first.due_at)) if first else None
        matter.next_due_label = first.label if first else ""
        matter.suspended = first is None and any(row.state == DeadlineState.SUSPENDED for row in known)
        matter.first_missed_at = min((row.missed_at for row in known if row.missed_at is not None), default=None)


class DeadlineData(ActData):
    """Base of what acts on deadlines ask for; each knows what it does to the board."""

    def change(self, board: Board, attempt: Attempt) -> None:
        """Do it. Raises Refused."""
        raise NotImplementedError


def record(attempt: Attempt, row: Row | Deadline, did: str) -> None:
    """Put into the entry what the act did to a deadline."""
    due = row.due_on.isoformat() if row.due_on else row.due_at.isoformat()
    attempt.facts.setdefault("deadlines", []).append({"key": row.key, "label": row.label, "did": did, "due": due})


__all__ = ["Board", "DeadlineData", "Move", "listen", "record"]
