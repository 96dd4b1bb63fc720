"""From a rule of the rulebook to a due day: what a deadline is made of. Reads nothing but rulebook and calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ecoduty.kernel.clock import Due, Exclusion, FixedDate, Term, Unit, WorkCalendar, due_of, local_date
from ecoduty.kernel.rulebook import Rulebook, UnknownRuleError, reckon
from ecoduty.kernel.rulebook.errors import CountedBackwardError
from ecoduty.kernel.rulebook.schema import Basis, Extension, LimitInForce

ALTERNATIVE = "/"  # `limit/alternative` is the same limit under a condition
_UNITS = {
    Unit.NATURAL_DAYS: "个自然日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_MONTHS: "个月",
    Unit.HOURS: "小时",
}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due day and where it comes from. `extensions` is what the rule itself allows."""

    rule: str
    label: str
    clause: str
    basis: Basis
    due: Due
    ladder: str
    extensions: tuple[Extension, ...] = ()

    @property
    def due_on(self) -> date | None:
        """The last day in time; None for limits in hours."""
        return self.due.day if self.due.whole_day else None

    @property
    def unit_text(self) -> str:
        """3个工作日, or 1月31日."""
        term = self.due.term
        if isinstance(term, FixedDate):
            return f"{term.month}月{term.day}日"
        return f"{term.n}{_UNITS[term.unit]}"

    @property
    def calendar_bound(self) -> bool:
        """Whether another calendar could move the due day."""
        term = self.due.term
        return term.roll or (isinstance(term, Term) and term.unit is Unit.WORKING_DAYS)


def unit_words(limit: LimitInForce) -> str:
    """3个工作日, as the rulebook says it, before anything is counted."""
    return f"{limit.n}{_UNITS[Unit(limit.unit)]}"


def reckon_limit(
    book: Rulebook,
    rule: str,
    start: datetime,
    calendar: WorkCalendar,
    exclusions: Sequence[Exclusion] = (),
) -> Reckoned:
    """A limit that starts at `start`, by the value in force on that day.

    Raises UnknownRuleError, NotInForceError, CountedBackwardError, ClockError.
    """
    key, _, alternative = rule.partition(ALTERNATIVE)
    limit = book.limit(key, on=local_date(start))
    if limit.backward:
        raise CountedBackwardError(key)
    term = reckon.term_of(book, limit, alternative or None)
    chosen = next((item for item in limit.alternatives if item.key == alternative), limit)
    return Reckoned(
        rule=rule,
        label=limit.label,
        clause=chosen.basis.clause or "",
        basis=chosen.basis,
        due=due_of(term, start, calendar, exclusions),
        ladder=limit.ladder or "",
        extensions=limit.extensions,
    )


def reckon_duty(book: Rulebook, key: str, period: str, calendar: WorkCalendar) -> Reckoned:
    """The due day of one period of a recurring duty. Raises UnknownRuleError; ValueError for a period that is none."""
    duty = book.duties.get(key)
    if duty is None:
        raise UnknownRuleError("定期义务", key)
    found = reckon.occurrence(duty, reckon.period_of(duty.rhythm, period), calendar)
    return Reckoned(
        rule=key,
        label=duty.label,
        clause=duty.due.basis.clause or duty.clauses[0],
        basis=duty.due.basis,
        due=found.due,
        ladder=duty.ladder,
    )


def basis_data(basis: Basis) -> dict[str, Any]:
    """The basis as it is kept with a deadline and in the ledger."""
    return basis.model_dump(mode="json", exclude_defaults=True)


def exclusions_of(stored: Sequence[dict[str, str]], *, hours: bool) -> list[Exclusion]:
    """Excluded times as `exclusion_data` stored them; whole days unless the limit counts hours."""
    if hours:
        return [
            Exclusion(datetime.fromisoformat(item["first"]), datetime.fromisoformat(item["last"]), item["reason"])
            for item in stored
        ]
    return [
        Exclusion(date.fromisoformat(item["first"]), date.fromisoformat(item["last"]), item["reason"])
        for item in stored
    ]


def exclusion_data(exclusion: Exclusion) -> dict[str, str]:
    """An excluded time as JSON."""
    return {"first": exclusion.first.isoformat(), "last": exclusion.last.isoformat(), "reason": exclusion.reason}
