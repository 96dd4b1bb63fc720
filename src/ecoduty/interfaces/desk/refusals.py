"""A refusal as a form shows it: a heading, the sentence, links to the fields, what changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from ecoduty.interfaces.desk import words
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import ActTable, Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.ledger.models import Entry

STALE = "stale_page"
_HEADINGS = {
    "bad_data": "还有没填好的地方",
    STALE: "页面打开之后，此件已有变化",
    "wrong_state": "现在还不能办",
    "busy": "正有人在办此件",
    "late_needs_reason": "这是补录",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template parts/problems.html shows."""

    title: str
    sentence: str
    code: str
    clause: str
    problems: tuple[Problem, ...]
    changes: tuple[str, ...]

    @property
    def said_once(self) -> bool:
        """Whether its only problem is the sentence itself: then the link to the field says it."""
        return [problem.sentence.rstrip("。") for problem in self.problems] == [self.sentence.rstrip("。")]


def shown(
    refused: Refused | None,
    table: ActTable | None = None,
    stream: str = "",
    seen: int | None = None,
    *,
    under: str = "",
) -> Shown | None:
    """A refusal for the page, or None. For a stale page the acts since version `seen` are told (newest three).

    `under` is the version of the rulebook that a matter was opened under, whose clauses it cites.
    """
    if refused is None:
        return None
    changes: tuple[str, ...] = ()
    if refused.code == STALE and table is not None and stream:
        changes = tuple(_changes(table, stream, seen))
    return Shown(
        _HEADINGS.get(refused.code, "没有办成"),
        refused.sentence,
        refused.code,
        refused.cited(under=under),
        tuple(problem for problem in refused.problems if problem.sentence),
        changes,
    )


def _changes(table: ActTable, stream: str, seen: int | None) -> list[str]:
    """Every act raises the version by one, so the version seen is the number of entries seen."""
    entries = Entry.objects.filter(stream=stream, seq__gt=seen or 0).order_by("-seq")[:3]
    return [_change(table, entry) for entry in entries]


def _change(table: ActTable, entry: Entry) -> str:
    act = table.by_code.get(entry.act)
    state = table.by_state.get(entry.to_state)
    text = f"{words.moment(entry.recorded_at, today())} {entry.actor_title} {act.label if act else entry.act}"
    return f"{text}，现在是“{state.label}”" if state and entry.from_state != entry.to_state else text
