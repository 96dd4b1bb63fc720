"""What makes an administrative case a suspected crime, as data: measured facts held against a judicial interpretation.

A row is a prompt to a person and no finding: whether a case goes to the police, a person decides.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecoduty.kernel.rulebook.schema.base import Basis, Entry, Key, Named, Text

MeasuredFact = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]


class Measured(Entry):
    """One fact and from how much on it counts, in the fact's own unit; a fact that is or is not: 1.

    With `among` the fact is a code, and counts where it is one of these.
    """

    fact: MeasuredFact
    at_least: Annotated[int, Field(ge=1)] = 1
    among: tuple[Key, ...] = ()


class CrimeElement(Named):
    """A situation in which conduct counts as the crime (`crime`, in words), for cases of these groups of offences.

    All of `conditions` must hold. `label` is the platform's own short wording of the provision.
    """

    label: Text
    crime: Text
    order: Annotated[int, Field(ge=1)]
    groups: Annotated[tuple[Key, ...], Field(min_length=1)]
    conditions: Annotated[tuple[Measured, ...], Field(min_length=1)]
    basis: Basis


__all__ = ["CrimeElement", "Measured"]
