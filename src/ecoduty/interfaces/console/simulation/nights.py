"""What the worker does at night beside the sweep: enough of it that the pages of the year are as they would be."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.publications import hotspots, plan
from ecoduty.mechanisms.accountability.omissions import sweeping as omissions
from ecoduty.mechanisms.inspections.tasks import remind_of_undone_lines
from ecoduty.mechanisms.participation.tasks import close_due
from ecoduty.mechanisms.responsibilities import searching


def work(day: date) -> None:
    """The night before that day: what a day brings every night, the rest on Mondays and on the first of a month."""
    searching.turn_over()
    close_due()
    if day.weekday() == 0:
        remind_of_undone_lines()
        omissions.sweep()
        hotspots.publish_due()
    if day.day == 1:
        plan.refresh()
        hotspots.refresh_map()


__all__ = ["work"]
