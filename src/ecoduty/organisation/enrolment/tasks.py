"""Long work of imports, done by the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.organisation.enrolment.running import run


@app.task(name="enrolment.run", retry=1)
def run_import(number: int) -> None:
    """Do a confirmed import."""
    run(number)
