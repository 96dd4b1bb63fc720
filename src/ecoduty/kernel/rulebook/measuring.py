"""Measured facts held against the elements of crime: which are met, and why. Pure; whether a case goes, a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ecoduty.kernel.rulebook.book import Rulebook
from ecoduty.kernel.rulebook.schema import CrimeElement, Measured

Value = Decimal | int | bool | str


@dataclass(frozen=True, slots=True)
class Met:
    """An element that is met, and the facts that meet it as (fact, value)."""

    element: CrimeElement
    by: tuple[tuple[str, Value], ...]


def elements_met(book: Rulebook, group: str, measured: Mapping[str, Value]) -> list[Met]:
    """The elements that hold for a case of this group of offences, in the rulebook's order. A bound counts itself."""
    return [
        Met(element, tuple((one.fact, measured[one.fact]) for one in element.conditions))
        for element in book.crime_elements.values()
        if group in element.groups and all(_holds(one, measured.get(one.fact)) for one in element.conditions)
    ]


def _holds(condition: Measured, value: Value | None) -> bool:
    if value is None:
        return False
    if condition.among:
        return str(value) in condition.among
    return not isinstance(value, str) and Decimal(value) >= condition.at_least


__all__ = ["Met", "Value", "elements_met"]
