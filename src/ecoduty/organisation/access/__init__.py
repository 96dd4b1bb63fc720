"""What a person may do follows from the posts he holds on the day, and from nothing else."""

from __future__ import annotations

from ecoduty.organisation.access.actors import Reader, actor_for, actors_of, actors_of_each, own_actor, title_of
from ecoduty.organisation.access.predicates import (
    OVERSIGHT,
    asked_once,
    one_reading,
    oversight_of,
    portfolio_of,
    pressed_by,
    presses_district,
    read_ahead,
)
from ecoduty.organisation.access.tokens import actor_of, token_of

__all__ = [
    "OVERSIGHT", "Reader", "actor_for", "actor_of", "actors_of", "actors_of_each", "asked_once", "one_reading", "oversight_of", "own_actor", "portfolio_of",
    "pressed_by", "presses_district", "read_ahead", "title_of", "token_of",
]  # fmt: skip
