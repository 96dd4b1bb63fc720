"""Who hears of a clue: the posts that receive, check and send clues."""

from __future__ import annotations

from ecoduty.organisation.directory.states import CLERK, DEPUTY, LIAISON

OFFICER, LINKAGE = "enforcement_officer", "linkage_officer"
RECEIVING = (LIAISON, LINKAGE, OFFICER)
SENDING = (LIAISON, DEPUTY, CLERK)

__all__ = ["LINKAGE", "OFFICER", "RECEIVING", "SENDING"]
