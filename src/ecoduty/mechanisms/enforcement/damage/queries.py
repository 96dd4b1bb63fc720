"""Questions about cases of eco-damage compensation: what the rulebook says of them, how long things take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ecoduty.casework.duties.reckoning import Reckoned, reckon_limit
from ecoduty.kernel.clock import local_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.damage.keys import (
    CHECK,
    CLAIM,
    CONFIRMATION,
    EVALUATION,
    LIMITATION,
    NEGOTIATION,
    NOTICE,
    RESTORATION,
    SUING,
)
from ecoduty.mechanisms.enforcement.damage.models import EcoDamage
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

KIND = "eco_damage"
LITIGATION = "litigation"
WATCHED = (CHECK, CLAIM, SUING)
"""Limits after which the procuratorate may see that nobody negotiates and nobody sues."""
_COURT = "court"


def words(name: str, on: date) -> Mapping[str, str]:
    """Code and word of one of the lists `eco-damage.<name>`, in the rulebook's order; empty for one it does not have."""
    book = rulebooks.current()
    key = f"eco-damage.{name}"
    return dict(book.pairs(key, on=on)) if key in book.values else {}


def number(name: str, on: date) -> int:
    """One of the whole numbers `eco-damage.<name>`."""
    return rulebooks.current().whole(f"eco-damage.{name}", on=on)


def notice_ends(own: EcoDamage) -> date | None:
    """The last day of the court's public notice of the agreement; None while there was none."""
    if own.announced_on is None:
        return None
    found = reckoned(NOTICE, start_of_day(own.announced_on))
    return found.due_on or local_date(found.due.moment)


def reckoned(rule: str, start: datetime) -> Reckoned:
    """A limit as it would run from a moment. Raises NotInForceError for a start before the rule."""
    return reckon_limit(rulebooks.current(), rule, start, current_calendar())


def courts(on: date) -> Sequence[Body]:
    """The courts of the city to which an agreement or a suit goes."""
    return [body for body in directory.bodies(on=on).filter(kind=_COURT) if body.level != "province"]


def procuratorate_of(body: Body, on: date) -> Body | None:
    """The procuratorate that looks after a body: of its own level, else of the city."""
    found = [one for one in directory.bodies(on=on).filter(kind="procuratorate") if one.level != "province"]
    own = [one for one in found if one.level == body.level and one.region_id == body.region_id]
    return next(iter([*own, *found]), None)


__all__ = [
    "CHECK", "CLAIM", "CONFIRMATION", "EVALUATION", "KIND", "LIMITATION", "LITIGATION", "NEGOTIATION", "NOTICE", "RESTORATION",
    "SUING", "WATCHED", "courts", "notice_ends", "number", "procuratorate_of", "reckoned", "words",
]  # fmt: skip
