"""What an act is done to, as the gate sees it, and where it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from ecoduty.kernel.flow.actor import Actor


class Subject(Protocol):
    """A thing with a state and a stream of its own."""

    state: str
    version: int
    last_occurred_at: datetime | None

    @property
    def stream(self) -> str:
        """Name of its ledger stream."""
        ...

    @property
    def level(self) -> str:
        """Level of government it belongs to; act tables may be limited to some."""
        ...

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:
        """How the actor stands to it on a day; empty for a stranger, who shall not learn that it exists."""
        ...


class Store(Protocol):
    """Where the subjects of a table are kept. All methods take many, so that a batch costs what one act costs."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """The ledger stream of each subject that exists, by reference (one query at most)."""
        ...

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """The subjects as they stand now, by reference. Called after their streams are locked."""
        ...

    def write(self, subjects: Sequence[Subject]) -> None:
        """Write state, version, times and whatever else the acts changed on the subjects' own row (one statement)."""
        ...
