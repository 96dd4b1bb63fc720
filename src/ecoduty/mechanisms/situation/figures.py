"""The numbers about progress calls, bulletins and analyses."""

from __future__ import annotations

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.standard import standard
from ecoduty.mechanisms.situation.analyses.flow import ANALYSIS
from ecoduty.mechanisms.situation.bulletins.flow import BULLETIN
from ecoduty.mechanisms.situation.calls.flow import CALL_ANSWER, PROGRESS_CALL


def install() -> None:
    """Make the figures known."""
    for table, clause in ((PROGRESS_CALL, "3.2"), (CALL_ANSWER, "3.2"), (BULLETIN, "9.4"), (ANALYSIS, "25.1")):
        registry.register(*standard(table.kind, table.label, clause))
