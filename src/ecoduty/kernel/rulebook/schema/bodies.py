"""Bodies and posts as seeds: after the first adoption the directory rules, and drift is only reported."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from ecoduty.kernel.rulebook.schema.base import Basis, Delivery, Entry, Key, Level, Named, Selector, Text

EnforcementMode = Literal["own", "centralised", "entrusted", "refer", "vertical"]


class BodyKind(Named):
    """A kind of body and how papers reach bodies of that kind unless a list says otherwise."""

    label: Text
    delivery: Delivery
    basis: Basis


class Enforcement(Entry):
    """Who acts for a body where the law must be enforced.

    `own` its own team, `centralised` the city's enforcement bureau, `entrusted` an entrusted team, `vertical` a line of
    command outside the city, `refer` handed to `to` because the body has no enforcement power.
    """

    mode: EnforcementMode
    to: Key | None = None
    basis: Basis


class BodySeed(Named):
    """A body as the rulebook first knows it.

    `order` is the official order. `superiors` are the bodies above it in its line of work; `counterparts` those whose
    publications start clocks for it (empty: the superiors). `region` is the code of its area; `host` is the body whose
    rooms and staff it shares. `coordinator` demands that exactly one is in office.
    """

    name: Text
    short_name: Text
    aliases: tuple[Text, ...] = ()
    kind: Key
    level: Level
    order: int
    parent: Key | None = None
    host: Key | None = None
    superiors: tuple[Key, ...] = ()
    counterparts: tuple[Key, ...] = ()
    region: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,6}$")]
    coordinator: bool = False
    enforcement: Enforcement | None = None
    tags: tuple[Key, ...] = ()
    official_code: str | None = None
    basis: Basis


class District(Named):
    """A district; its bodies come from the template. `stem` is the name without its last word, `order` from 1."""

    name: Text
    stem: Text
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    order: int
    basis: Basis


class PostSeed(Named):
    """A post that every body chosen by `bodies` has.

    `role` is what acts and ladders address; several posts may share a role. `portfolio` are the bodies that a leader
    answers for, `side` which house he sits in. `serves` is the post that a secretary writes for. `one` demands exactly
    one holder.
    """

    label: Text
    role: Key
    bodies: Selector
    side: Literal["government", "party"] | None = None
    portfolio: Selector | None = None
    serves: Key | None = None
    one: bool = False
    basis: Basis


__all__ = ["BodyKind", "BodySeed", "District", "Enforcement", "EnforcementMode", "PostSeed"]
