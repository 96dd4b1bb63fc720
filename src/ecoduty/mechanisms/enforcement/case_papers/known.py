"""What single kinds of cases know beside what every case has, for the texts of their papers."""

from __future__ import annotations

from collections.abc import Mapping

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.enforcement.case_papers.composing import known_of
from ecoduty.mechanisms.enforcement.transfer import queries as transfer


def _of_transfer(matter: Matter) -> Mapping[str, str]:
    own = transfer.own_of(matter)
    return {
        "facts": own.facts_found,
        "crime": transfer.crimes(today()).get(own.crime, ""),
        "refusal": own.refusal,
    }


def _of_court_enforcement(matter: Matter) -> Mapping[str, str]:
    own = matter.court_enforcement
    return {"facts": own.obligation, "decision": own.decision_number, "demand": own.demand_number}


def install() -> None:
    """Tell the composing."""
    known_of("criminal_transfer", _of_transfer)
    known_of("court_enforcement", _of_court_enforcement)


__all__ = ["install"]
