"""Which sections a report must have: the rulebook that was in force when it was opened says so."""

from __future__ import annotations

from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store as rulebooks

_VALUES = {"annual_report": "report.annual-sections", "half_year_report": "report.half-year-sections"}


def required(kind: str, digest: str) -> tuple[str, ...]:
    """Titles of the sections, in order (clause 11.2 for the annual report; a local default for the half-year one)."""
    book = rulebooks.version(digest) if digest else rulebooks.current()
    value = book.value(_VALUES[kind], on=today())
    return tuple(str(title) for title in value) if isinstance(value, tuple) else (str(value),)
