"""Long work about lists, done by the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.mechanisms.responsibilities import searching
from ecoduty.mechanisms.responsibilities.importing import read
from ecoduty.mechanisms.responsibilities.models import Import


@app.task(name="responsibilities.read_list_file", retry=1)
def read_list_file(number: int) -> None:
    """Understand a file that somebody brought for a list."""
    read(Import.objects.select_related("file").get(pk=number))


@app.periodic(cron=daily("00:03"))
@app.task(queueing_lock="responsibilities.turn_over_search", name="responsibilities.turn_over_search")
def turn_over_search(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """After midnight: the search finds the rows of the versions that hold from today."""
    return searching.turn_over()
