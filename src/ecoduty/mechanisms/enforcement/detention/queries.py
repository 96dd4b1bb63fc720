"""Questions about transfers for detention."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ecoduty.casework.duties.reckoning import Reckoned, reckon_limit
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.counterparts import counterparts
from ecoduty.mechanisms.enforcement.detention.models import Detention
from ecoduty.organisation.directory.models import Body

KIND = "detention_transfer"
LEG = "detention-transfer"
CASES = ("administrative_case",)
SENDING, COPY, RETURN = "detention-transfer.sending", "detention-transfer.decision-copy", "detention-transfer.return"
SUPPLEMENT = "detention-transfer.supplement"
"""Until when the police may ask for supplements: the last day of a right, owed by nobody, so no deadline runs for it."""


def grounds(on: date) -> list[tuple[str, str]]:
    """Codes and names of the situations in which a case goes, in the rulebook's order."""
    return list(rulebooks.current().pairs("enforcement.detention-grounds", on=on))


def polices(level: str, on: date) -> list[Body]:
    """To whom it can go, the police of the same level first."""
    return counterparts(("police",), level, on)


def supplement_window(own: Detention) -> Reckoned | None:
    """The last day for asking for supplements, with its working; None before the police have the file."""
    if own.taken_in_at is None:
        return None
    return reckon_limit(rulebooks.current(), SUPPLEMENT, own.taken_in_at, current_calendar())


def asked_late(own: Detention, on: date) -> bool:
    """Whether asking for supplements on a day is too late."""
    window = supplement_window(own)
    return window is not None and on > local_date(window.due.moment if window.due_on is None else window.due_on)


def known(matter: Matter) -> Mapping[str, str]:
    """What the papers of a transfer may say beside what every case knows."""
    own = Detention.objects.get(pk=matter.pk)
    return {"ground": dict(grounds(local_date(matter.opened_at))).get(own.ground, "")}
