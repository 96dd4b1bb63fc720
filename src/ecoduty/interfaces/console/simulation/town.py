"""What stories act through: the people in office, the gate, and a count of what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from random import Random
from typing import Any

from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import ActData, Actor, ActTable, Done, perform
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account


class Town:
    """One simulated city. The same seed makes the same choices."""

    def __init__(self, seed: int, year: int) -> None:
        self.seed = seed
        self.year = year
        self.rng = Random(f"{seed}:town")
        self.counted: Counter[str] = Counter()
        self._actors: dict[str, Actor] = {}
        self._on: date | None = None

    @property
    def now(self) -> datetime:
        """The moment that the clock stands at."""
        return now()

    def actor(self, name: str) -> Actor:
        """Who acts under an account, such as `water-bureau.liaison`: in the first post that it holds today.

        Raises Account.DoesNotExist.
        """
        if self._on != today():  # posts are held by day
            self._actors, self._on = {}, today()
        if name not in self._actors:
            self._actors[name] = actors_of(Account.objects.get(username=name), today())[0]
        return self._actors[name]

    def do(
        self,
        table: ActTable,
        act: str,
        ref: Any = None,
        *,
        by: str | Actor,
        data: Mapping[str, Any] | ActData | None = None,
        reason: str = "",
        occurred_at: datetime | None = None,
    ) -> Done:
        """One act through the gate, counted. Raises Refused."""
        actor = by if isinstance(by, Actor) else self.actor(by)
        done = perform(table, act, ref, actor=actor, data=data, reason=reason, occurred_at=occurred_at)
        self.counted[f"{table.kind}.{act}"] += 1
        return done

    @property
    def acts(self) -> int:
        """How many acts the stories have done."""
        return self.counted.total()


__all__ = ["Town"]
