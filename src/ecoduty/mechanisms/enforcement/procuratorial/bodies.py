"""Which bodies are procuratorates and courts, to whom a recommendation may go, and who of a body comes to know."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import name_person
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.relations import LINKAGE
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

PROCURATORATE_KIND, COURT_KIND = "procuratorate", "court"
REGISTERING = (
    "linkage_officer",
    "enforcement_officer",
    "legal_reviewer",
    "liaison",
    "coordinator",
    "deputy",
    "principal",
)
"""Roles of posts that register a recommendation."""
FILING = ("linkage_officer", "deputy", "principal")
"""Roles of posts that register a case of the procuratorate's."""
_ADDRESSEES = "procuratorial.addressee-kinds"
_STAND_INS = ("coordinator", "liaison")


def procuratorates(on: date) -> list[Body]:
    """Every procuratorate of the directory, in official order."""
    return list(directory.bodies(on=on).filter(kind=PROCURATORATE_KIND).select_related("region"))


def courts(on: date) -> list[Body]:
    """Every court of the directory, in official order."""
    return list(directory.bodies(on=on).filter(kind=COURT_KIND).select_related("region"))


def addressees(on: date) -> list[Body]:
    """To whom a recommendation may be addressed: departments and districts, by the rulebook's kinds."""
    kinds = rulebooks.current().words(_ADDRESSEES, on=on)
    return list(directory.bodies(on=on).filter(kind__in=kinds).select_related("region"))


def addressee_kinds() -> list[str]:
    """Kinds of bodies to which a recommendation may be addressed."""
    return list(rulebooks.current().words(_ADDRESSEES, on=today()))


def own(attempt: Attempt) -> Body:
    """The body of who acts. Raises Refused `no_person` where nobody in person does."""
    circle.acting(attempt)
    return Body.objects.select_related("region").get(key=attempt.actor.body)


def open_at(attempt: Attempt, title: str, holder: Body, state: str) -> Matter:
    """Open a restricted matter of the procuratorate's, known to its heads, its linkage officers and who registers it there."""
    matter = circle.open_restricted(attempt, title=title, holder=holder, state=state, officers=(), fewest=0)
    complete(attempt, matter)
    return matter


def complete(attempt: Attempt, matter: Matter) -> None:
    """A holder without a linkage officer handles it by its coordinator, or its liaison; who registers it here is named, too.

    Raises Refused `nobody_there` where nobody of the holder would know.
    """
    on = local_date(attempt.recorded_at)
    if not circle.in_posts(matter.holder, LINKAGE, on):
        for role in _STAND_INS:
            found = directory.holders([matter.holder], [role], on)
            for row in found:
                name_person(matter, row.person_id, LINKAGE, attempt.occurred_at)
            if found:
                break
    if attempt.actor.body_id == matter.holder_id:
        name_me(attempt, matter, LINKAGE)
    known = circle.named(matter, on)
    if not known:
        raise Refused(
            "nobody_there",
            f"{matter.holder.short_name}没有联络员也没有负责人在任，请先在机构目录补齐岗位。",
            status=422,
        )


def name_me(attempt: Attempt, matter: Matter, relation: str) -> None:
    """Who registers it goes on knowing of it, whatever his post."""
    mine = circle.acting(attempt)
    if mine not in {row.person_id for row in circle.named(matter, local_date(attempt.recorded_at))}:
        name_person(matter, mine, relation, attempt.occurred_at)
