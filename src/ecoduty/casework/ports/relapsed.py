"""The port RELAPSED: which matters are problems that came back after they had been put right (clause 3.3)."""

from __future__ import annotations

from typing import Protocol

from django.db.models import Q

from ecoduty.casework.ports.registry import Port


class Relapsed(Protocol):
    """The condition on matters; whoever asks adds whose, and what the reader may know of."""

    def __call__(self) -> Q: ...


RELAPSED = Port[Relapsed]("relapsed")

__all__ = ["RELAPSED", "Relapsed"]
