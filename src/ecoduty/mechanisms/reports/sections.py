"""Which sections a report must have: the rulebook that was in force when it was opened says so."""

from __future__ import annotations

from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store as rulebooks

_FIGURES = "report.figures"
_VALUES = {"annual_report": "report.annual-sections", "half_year_report": "report.half-year-sections"}


def required(kind: str, digest: str) -> tuple[str, ...]:
    """Titles of the sections, in order (clause 11.2 for the annual report; a local default for the half-year one)."""
    book = rulebooks.version(digest) if digest else rulebooks.current()
    value = book.value(_VALUES[kind], on=today())
    return tuple(str(title) for title in value) if isinstance(value, tuple) else (str(value),)


def figures(kind: str, digest: str) -> tuple[tuple[str, str], ...]:
    """(section, figure's key) of the figures that the rulebook in force offers for the report's sections."""
    book = rulebooks.current()
    if _FIGURES not in book.values:
        return ()
    value = book.value(_FIGURES, on=today())
    rows = value if isinstance(value, tuple) else (value,)
    titles = required(kind, digest)
    pairs = (str(row).partition("=") for row in rows)
    return tuple((section, key) for section, _, key in pairs if section in titles)
