"""What happened to problems, as bare facts for rules of the rulebook to look at (clause 15.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ecoduty.casework.ports import facts
from ecoduty.kernel.clock import local_date
from ecoduty.mechanisms.inspections.models import Rectification
from ecoduty.mechanisms.inspections.queries import KIND
from ecoduty.mechanisms.inspections.rectifying.models import AlteredFile, LookBack
from ecoduty.mechanisms.inspections.rectifying.states import Altered, Kept

_RETURNED, _RELAPSED, _FALSE_CLOSING = "returned", "relapsed", "false_closing"
_WORDS = {_RETURNED: "退回次数", _RELAPSED: "复发次数", _FALSE_CLOSING: "虚假销号次数"}


def tell(on: date) -> Mapping[int, Mapping[str, Sequence[date]]]:
    """The days on which something happened, by problem and fact. Four statements."""
    found: dict[int, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for problem, fact, day in _happened():
        if day <= on:
            found[problem][fact].append(day)
    return found


def _happened() -> Iterator[tuple[int, str, date]]:
    returned = Rectification.objects.filter(act="return_problem").order_by("at", "pk")
    for problem, moment in returned.values_list("problem", "at"):
        yield problem, _RETURNED, local_date(moment)
    relapsed = LookBack.objects.filter(result=Kept.RELAPSED).order_by("looked_on", "pk")
    for problem, day in relapsed.values_list("problem", "looked_on"):
        yield problem, _RELAPSED, day
    yield from _closed_falsely()


def _closed_falsely() -> Iterator[tuple[int, str, date]]:
    """A person at a look-back said that it had never been put right, or a file is not what was accepted.

    A file that is missing says nothing of the kind: a disk may have lost it. Two files on one day are one fact.
    """
    judged = LookBack.objects.filter(false_closing=True).order_by("looked_on", "pk")
    happened = set(judged.values_list("problem", "looked_on"))
    changed = AlteredFile.objects.filter(how=Altered.CHANGED).order_by("at", "pk")
    happened |= {(problem, local_date(moment)) for problem, moment in changed.values_list("acceptance__problem", "at")}
    for problem, day in sorted(happened):
        yield problem, _FALSE_CLOSING, day


def install() -> None:
    """Say that problems state facts."""
    facts.states(KIND, facts.Statement(_WORDS, tell))
