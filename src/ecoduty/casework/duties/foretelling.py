"""What an act would set running, before it is done: for whoever hesitates over its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ecoduty.casework.duties.reckoning import ALTERNATIVE, reckon_limit
from ecoduty.casework.duties.ruling import is_ruled
from ecoduty.casework.duties.states import DUTY
from ecoduty.kernel.clock import ClockError
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Act
from ecoduty.kernel.rulebook import NotInForceError, UnknownRuleError, store
from ecoduty.kernel.rulebook.errors import CountedBackwardError


@dataclass(frozen=True, slots=True)
class Foretold:
    """A limit that would begin: its name, how long it is (3个工作日), and its last day or, for hours, its last moment.

    Length and end are empty where they depend on what the act says or on the matter.
    """

    label: str
    length: str = ""
    end: date | datetime | None = None


def foretold(act: Act, at: datetime) -> tuple[Foretold, ...]:
    """The limits that the act would start if it were done at that moment, in the table's order. No query of its own.

    What the rulebook does not know is left out: the act itself says so when it is done.
    """
    book = store.current_or_none()
    if book is None:
        return ()
    found = []
    for key in act.starts:
        name = key.partition(ALTERNATIVE)[0]
        if key == DUTY or name not in book.limits:
            continue
        if is_ruled(key):
            found.append(Foretold(book.limits[name].label))
            continue
        try:
            one = reckon_limit(book, key, at, current_calendar())
        except (NotInForceError, UnknownRuleError, CountedBackwardError, ClockError):
            continue
        found.append(Foretold(one.label, one.unit_text, one.due_on or one.due.moment))
    return tuple(found)


__all__ = ["Foretold", "foretold"]
