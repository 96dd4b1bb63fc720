"""What is looked at before somebody is referred: findings about due diligence, who manages the cadre, words that may not stand here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.exempted import EXEMPTIONS, Exempted
from ecoduty.kernel.flow import Actor, Attempt
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.accountability import destinations, interception, queries
from ecoduty.mechanisms.accountability.destinations import Proposal
from ecoduty.mechanisms.accountability.models import Referral

GRANTED = "granted"
_FORMAL = frozenset({"measured", "sm3", "file"})  # digests and references are no text


def exemptions(own: Referral, actor: Actor) -> Sequence[Exempted]:
    """Findings about due diligence in the bodies concerned, as far as the actor may read them (clause 17.2)."""
    if not asked(EXEMPTIONS):
        return []
    bodies = dict.fromkeys(row.body.key for row in queries.concerned(own))
    return [one for body in bodies for one in ask(EXEMPTIONS)(actor, body)]


def proposals(own: Referral, on: date) -> Sequence[Proposal]:
    """To whom it would go by who manages the cadre, for each person concerned."""
    book = rulebooks.current()
    return [destinations.propose(row.rank, row.body, own.made_by, book, on) for row in queries.concerned(own)]


def clean(effect: Callable[[Attempt], None] | None = None) -> Callable[[Attempt], None]:
    """An effect before which everything written is held against the words that may not stand here.

    Raises Refused `intercepted`, then what the effect raises. What is refused is kept nowhere.
    """

    def effected(attempt: Attempt) -> None:
        written = {
            name: text
            for name, value in attempt.data.model_dump(mode="json").items()
            if name not in _FORMAL and (text := _text(value))
        }
        interception.refuse_fields(written, rulebooks.current())
        if effect is not None:
            effect(attempt)

    return effected


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
