"""Long work about lists, done by the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.mechanisms.responsibilities.importing import read
from ecoduty.mechanisms.responsibilities.models import Import


@app.task(name="responsibilities.read_list_file", retry=1)
def read_list_file(number: int) -> None:
    """Understand a file that somebody brought for a list."""
    read(Import.objects.select_related("file").get(pk=number))
