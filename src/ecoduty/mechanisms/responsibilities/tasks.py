"""Long work about lists, done by the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock.routine import nightly
from ecoduty.mechanisms.responsibilities import searching
from ecoduty.mechanisms.responsibilities.importing import read
from ecoduty.mechanisms.responsibilities.models import Import


@app.task(name="responsibilities.read_list_file", retry=1)
def read_list_file(number: int) -> None:
    """Understand a file that somebody brought for a list."""
    read(Import.objects.select_related("file").get(pk=number))


@nightly("00:03", "responsibilities.turn_over_search")
def turn_over_search() -> int:
    """After midnight: the search finds the rows of the versions that hold from today."""
    return searching.turn_over()
