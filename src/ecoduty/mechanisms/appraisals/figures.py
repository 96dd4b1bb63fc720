"""The numbers about target letters."""

from __future__ import annotations

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.standard import standard
from ecoduty.mechanisms.appraisals.flow import TARGET_LETTER


def install() -> None:
    """Make the figures known."""
    registry.register(*standard(TARGET_LETTER.kind, TARGET_LETTER.label, "2.3"))
