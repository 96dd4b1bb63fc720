"""What a person may do now, and why not: the buttons of a page, from the same table and guards as the gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ecoduty.kernel.flow.actor import Actor
from ecoduty.kernel.flow.subject import Subject
from ecoduty.kernel.flow.table import Act, ActTable, Attempt, permits


@dataclass(frozen=True, slots=True)
class Option:
    """An act this person may do by post. `why_not` is empty when it can be done now, else the reason in Chinese."""

    act: Act
    why_not: str = ""

    @property
    def open(self) -> bool:
        """True when the act can be done now."""
        return not self.why_not


def options(table: ActTable, subject: Subject, actor: Actor, at: datetime) -> list[Option]:
    """The acts of the table that this actor's post allows on this subject, possible ones first, in table order."""
    relations = subject.relations_of(actor, at.date())
    found = [
        Option(act, _why_not(table, act, subject, actor, at))
        for act in table.acts
        if not act.creates and (not act.levels or subject.level in act.levels) and permits(act, actor, relations)
    ]
    return sorted(found, key=lambda option: (not option.open, not option.act.main))


def _why_not(table: ActTable, act: Act, subject: Subject, actor: Actor, at: datetime) -> str:
    if subject.state not in act.from_:
        return f"须先到“{'”或“'.join(table.state(code).label for code in act.from_)}”"
    attempt = Attempt(
        table=table, act=act, actor=actor, subject=subject, data=None, occurred_at=at, recorded_at=at,
        before=subject.state,
    )  # fmt: skip
    failed = next((guard for guard in act.guards if not guard.asks_data and not guard.holds(attempt)), None)
    return failed.sentence if failed else ""
