"""Between the other side's codes and field names and ours: the rulebook's tables, then what clerks found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ecoduty.interfaces.channels.hotline12345.models import Correspondence
from ecoduty.kernel.rulebook import store as rulebooks

CATEGORY, DISTRICT, NATURE = "category", "district", "nature"
KINDS = {CATEGORY: "类别", NATURE: "诉求类型", DISTRICT: "区"}
_TABLES = {
    CATEGORY: "hotline12345.categories",
    NATURE: "hotline12345.natures",
    DISTRICT: "hotline12345.districts",
}
_NUMBERS = {
    "hotline12345.replay-seconds": 300,
    "hotline12345.file-days": 30,
    "hotline12345.secret-overlap-days": 7,
}
_MISSING = object()


def fields(given: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What a work order says, by our names; what the table does not name is left out, and so is what is null.

    A city whose rulebook has no such table is sent our own names.
    """
    named = pairs("hotline12345.fields", on)
    if not named:
        return {name: value for name, value in given.items() if value is not None}
    found = {ours: _at(given, theirs) for ours, theirs in named.items()}
    return {name: value for name, value in found.items() if value is not _MISSING and value is not None}


def ours(kind: str, theirs: str, on: date) -> str | None:
    """Our code for theirs; None when nobody knows it. An empty code stays empty."""
    if not theirs:
        return ""
    known = pairs(_TABLES[kind], on).get(theirs)
    if known is not None:
        return known
    return Correspondence.objects.filter(kind=kind, theirs=theirs).values_list("ours", flat=True).first()


def satisfaction(theirs: str, on: date) -> str:
    """Our code for how satisfied a reporter is; one that nobody knows stays as it is."""
    return pairs("hotline12345.satisfaction", on).get(theirs, theirs)


def status(ours: str, on: date) -> str:
    """Their code for where a complaint stands, or ours where the table has none."""
    return pairs("hotline12345.statuses", on).get(ours, ours)


def told(act: str, on: date) -> str:
    """The type of message that tells of an act; empty for an act that is not told."""
    return pairs("hotline12345.acts", on).get(act, "")


def replay_seconds(on: date) -> int:
    """How far a message's time may be from the machine's clock."""
    return _number("hotline12345.replay-seconds", on)


def file_span(on: date) -> timedelta:
    """How late a file may be."""
    return timedelta(days=_number("hotline12345.file-days", on))


def overlap(on: date) -> timedelta:
    """How long a secret stays good after it was changed."""
    return timedelta(days=_number("hotline12345.secret-overlap-days", on))


def pairs(key: str, on: date) -> dict[str, str]:
    """A table of the rulebook's, empty where this edition has none."""
    return dict(rulebooks.current().pairs(key, on=on))


def _number(key: str, on: date) -> int:
    book = rulebooks.current()
    value = book.value(key, on=on) if key in book.values else _NUMBERS[key]
    return value if isinstance(value, int) else _NUMBERS[key]


def _at(given: Any, path: str) -> Any:
    for step in path.split("."):
        if not isinstance(given, Mapping) or step not in given:
            return _MISSING
        given = given[step]
    return given
