"""What happened to problems, as bare facts for rules of the rulebook to look at (clause 15.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from ecoduty.casework.ports import facts
from ecoduty.kernel.clock import local_date
from ecoduty.mechanisms.inspections.models import Rectification
from ecoduty.mechanisms.inspections.queries import KIND

_HAPPENED = {"return_problem": "returned"}  # act → fact
_WORDS = {"returned": "退回次数"}


def tell(on: date) -> Mapping[int, Mapping[str, Sequence[date]]]:
    """The days on which something happened, by problem and fact. One statement."""
    found: dict[int, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    rows = Rectification.objects.filter(act__in=_HAPPENED).order_by("at", "pk")
    for problem, act, moment in rows.values_list("problem", "act", "at"):
        if (day := local_date(moment)) <= on:
            found[problem][_HAPPENED[act]].append(day)
    return found


def install() -> None:
    """Say that problems state facts."""
    facts.states(KIND, facts.Statement(_WORDS, tell))
