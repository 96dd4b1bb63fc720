"""The legs of a case's road between the offices: in which states of which kinds it is there, whose turn it is, which clock runs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ecoduty.kernel.rulebook.schema.base import Basis, Entry, Key, Named, Text

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Side = Literal["administrative", "police", "procuratorate", "court"]


class Stretch(Entry):
    """The states of one kind of case in which it is on a leg. What the states are called stands in the kind's act table."""

    kind: Code
    states: Annotated[tuple[Code, ...], Field(min_length=1)]


class Leg(Named):
    """One leg: begun when a case enters one of the states, ended when it leaves them; by legal time.

    `limits` are its clocks, the first that runs is the leg's own. `side` is the office whose turn it is. One that is not
    `main` (a reconsideration, a supplement) is drawn only where a case went that way. `papers` is the list of required papers
    that has to be complete before the next step.
    """

    label: Text
    order: Annotated[int, Field(ge=1)]
    side: Side
    stretches: Annotated[tuple[Stretch, ...], Field(min_length=1)]
    limits: tuple[Key, ...] = ()
    main: bool = True
    papers: Key | None = None
    basis: Basis


class CasePaper(Named):
    """A paper of a case that the platform draws up from its record, for a person to complete and sign.

    `to` is the office it goes to, none for one that stays in the file. `title` and `text` name what the record knows in braces
    (`{concerned}`, `{pieces}`, `{on:send_transfer}`); what it does not know is left open for a person. `piece` is the
    code of the required paper that stands once it is signed.
    """

    label: Text
    order: Annotated[int, Field(ge=1)]
    kinds: Annotated[tuple[Code, ...], Field(min_length=1)]
    to: Side | None = None
    title: Text
    text: Text
    piece: Key | None = None
    basis: Basis


__all__ = ["CasePaper", "Leg", "Stretch"]
