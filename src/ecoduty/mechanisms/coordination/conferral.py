"""What each body held in a conferral about a request: lead and supporter both, and whoever else was there (clause 7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.matters import positions
from ecoduty.mechanisms.coordination import bodies
from ecoduty.mechanisms.coordination.models import Cooperation
from ecoduty.organisation.directory.models import Body


def read(lines: Sequence[str], own: Cooperation, supporter: Body, on: date) -> list[tuple[Body, str]]:
    """Bodies with what they held. Raises Refused as `positions.read`: lead and supporter must have spoken."""
    others = (body for body in bodies.partners(own.lead, on) if body != supporter)
    return positions.read(lines, [own.lead, supporter, *others], needed=(own.lead, supporter), clause="7.2")
