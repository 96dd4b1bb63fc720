"""Whether a document says who is responsible and who leads, by the rule of the register of policy documents (clause 5.8)."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from ecoduty.casework.ports.registry import Port
from ecoduty.organisation.directory.models import Body


class LeadSettled(Protocol):
    """Looks at what is said of a document by a body. Raises Refused with the register's own codes where it does not hold."""

    def __call__(
        self,
        body: Body,
        name: str,
        *,
        ecology: str,
        ecology_note: str,
        lead_said: str | None,
        lead: str,
        duties: str,
        on: date,
    ) -> None:
        """`ecology` is yes or no, `lead_said` named, not_needed or nothing, `lead` a body's key."""
        ...


LEAD_SETTLED = Port[LeadSettled]("lead_settled")

__all__ = ["LEAD_SETTLED", "LeadSettled"]
