"""Which kinds of matters are published, and what the public calls them. Mechanisms register theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicKind:
    """A kind of matter that is published. `label` is the public's word; `duty` the recurring duty it comes from.

    `clause` is the platform's own number of what is published by it.
    """

    kind: str
    label: str
    clause: str
    duty: str = ""
    limit: str = ""  # the limit from sending to registration, to tell the public by when to expect it


_kinds: dict[str, PublicKind] = {}


def register(kind: PublicKind) -> PublicKind:
    """Make a kind known. Registering another one under its name is an error (ValueError)."""
    known = _kinds.get(kind.kind)
    if known is not None and known != kind:
        raise ValueError(f"two public kinds claim {kind.kind}")
    _kinds[kind.kind] = kind
    return kind


def public_kinds() -> Mapping[str, PublicKind]:
    """All kinds by name."""
    return dict(sorted(_kinds.items()))


def label_of(kind: str) -> str:
    """The public's word for a kind of matter."""
    known = _kinds.get(kind)
    return known.label if known else kind
