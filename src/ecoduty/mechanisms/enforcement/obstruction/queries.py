"""Questions about support and obstruction: words of the rulebook, which police, for other rooms and for pages."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.obstruction.models import Obstruction, PoliceSupport
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

SUPPORT, OBSTRUCTION = "police_support", "obstruction"
ANSWER, FEEDBACK = "police-support.answer", "police-support.feedback"
RECEIPT, DECISION, TELLING = "obstruction.receipt", "obstruction.decision", "obstruction.feedback"
REPORT_LEG = "obstruction-report"
_POLICE = "police"


def support_of(matter: Matter) -> PoliceSupport:
    """The request of a matter with its police."""
    return PoliceSupport.objects.select_related("police", "matter__holder").get(pk=matter.pk)


def obstruction_of(matter: Matter) -> Obstruction:
    """The report of a matter with its police."""
    return Obstruction.objects.select_related("police", "matter__holder").get(pk=matter.pk)


def purposes(on: date) -> dict[str, str]:
    """What support can be asked for, by code."""
    return dict(rulebooks.current().pairs("police-support.purposes", on=on))


def measures(on: date) -> dict[str, str]:
    """What the police may have done on the spot, by code."""
    return dict(rulebooks.current().pairs("police-support.measures", on=on))


def manners(on: date) -> dict[str, str]:
    """Ways of hindering officers, by code."""
    return dict(rulebooks.current().pairs("obstruction.manners", on=on))


def police_for(body: Body, on: date) -> list[Body]:
    """The police a body can turn to: of its own district first, then of the city."""
    found = list(directory.bodies(on=on).filter(kind=_POLICE, level__in=[Level.CITY, Level.DISTRICT]))
    near = [one for one in found if one.level == Level.DISTRICT and one.region_id == body.region_id]
    return [*near, *(one for one in found if one.level == Level.CITY)]
