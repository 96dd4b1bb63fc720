"""How a basis is marked: a default of this platform never looks like law."""

from __future__ import annotations

from ecoduty.kernel.rulebook.schema import Basis

TAGS = {"plan": "方案", "statute": "法规", "local": "本地默认"}


def tag(basis: Basis) -> str:
    """方案, 法规 or 本地默认."""
    return TAGS[basis.kind]
