"""Which sections a report must have: the rulebook that was in force when it was opened says so."""

from __future__ import annotations

from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store as rulebooks

_FIGURES = "report.figures"
_VALUES = {"annual_report": "report.annual-sections", "half_year_report": "report.half-year-sections"}


def required(kind: str, digest: str) -> tuple[str, ...]:
    """Titles of the sections, in order (clause 11.2 for the annual report; a local default for the half-year one)."""
    book = rulebooks.version(digest) if digest else rulebooks.current()
    return book.words(_VALUES[kind], on=today())


def figures(kind: str, digest: str) -> tuple[tuple[str, str], ...]:
    """(section, figure's key) of the figures that the rulebook in force offers for the report's sections."""
    book = rulebooks.current()
    titles = required(kind, digest)
    return tuple((section, key) for section, key in book.pairs(_FIGURES, on=today()) if section in titles)
