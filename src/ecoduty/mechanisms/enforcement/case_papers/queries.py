"""Which papers a case may have, which it has, and who sees them."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import schema
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.case_papers.models import CasePaper
from ecoduty.mechanisms.enforcement.relations import OWN_SIDE


def offered(kind: str) -> Sequence[schema.CasePaper]:
    """The rulebook's papers for a kind of case, in its order."""
    book = rulebooks.current_or_none()
    return [one for one in book.case_papers.values() if kind in one.kinds] if book is not None else []


def papers(matter: Matter, *, signed_only: bool = False) -> list[CasePaper]:
    """The papers of a case, as they were drawn up."""
    rows = CasePaper.objects.filter(matter=matter).select_related("document", "document__sealed")
    return list(rows.exclude(document__signed_on=None) if signed_only else rows)


def seen_by(matter: Matter, actor: Actor) -> list[CasePaper]:
    """The papers that this reader sees: another office only what was signed."""
    return papers(matter, signed_only=not own_side(matter, actor))


def own_side(matter: Matter, actor: Actor) -> bool:
    """Whether the reader is of the body that holds the case."""
    return bool(matter.relations_of(actor, today()) & set(OWN_SIDE))


def label(paper: str) -> str:
    """What a paper is called; its key where the rulebook has it no more."""
    known = rulebooks.current().case_papers.get(paper)
    return known.label if known else paper


__all__ = ["label", "offered", "own_side", "papers", "seen_by"]
