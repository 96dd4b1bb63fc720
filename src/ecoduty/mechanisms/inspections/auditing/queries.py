"""Who audits whom, by the rulebook."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

AUDIT_PROJECT = "audit_project"
OPINION = "audit.opinion"
_BODIES, _AUDITABLE, _SOURCE = "audit.leading-bodies", "audit.audited-kinds", "audit.problem-source"


def audits(body: Body, on: date) -> bool:
    """Whether this body audits leading officials."""
    return body.key in rulebooks.current().words(_BODIES, on=on)


def auditable(by: Body, on: date) -> list[Body]:
    """Where audited officials hold their posts: in a district its own bodies, for the city everybody's."""
    found = directory.bodies(on=on).filter(kind__in=rulebooks.current().words(_AUDITABLE, on=on))
    if by.level == Level.DISTRICT:
        found = found.filter(level=Level.DISTRICT, region=by.region)
    return list(found)


def problem_source(on: date) -> str:
    """As what source a problem that an audit found is registered."""
    return str(rulebooks.current().value(_SOURCE, on=on))


__all__ = ["AUDIT_PROJECT", "OPINION", "auditable", "audits", "problem_source"]
