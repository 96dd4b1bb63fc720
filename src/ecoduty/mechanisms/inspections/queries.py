"""Questions about problems: sources, who can be made responsible, what closing needs, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q

from ecoduty.casework.duties.models import Deadline
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections.hearing.states import Said
from ecoduty.mechanisms.inspections.models import Problem, Rectification
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

KIND = "problem"
ASSIGNMENT, START, LIMIT = "problem.assignment", "problem.measures", "problem.limit"
VERIFICATION, CORRECTION = "problem.verification", "problem.correction"
STATEMENT, DETERMINATION = "problem.statement", "problem.determination"
_SOURCES, _KINDS, _TASK_SOURCE = "problem.sources", "problem.responsible-kinds", "problem.task-source"


def sources(on: date) -> Mapping[str, str]:
    """Code and name of the occasions at which problems are found, in the rulebook's order."""
    return dict(rulebooks.current().pairs(_SOURCES, on=on))


def task_source(on: date) -> str:
    """The code under which a task that follows from a problem is entered."""
    return str(rulebooks.current().value(_TASK_SOURCE, on=on))


def responsible_bodies(assigner: Body, on: date) -> list[Body]:
    """Who can be made responsible: in a district its own bodies, for the city everybody's; always the assigner itself."""
    kinds = rulebooks.current().words(_KINDS, on=on)
    found = directory.bodies(on=on).filter(Q(kind__in=kinds) | Q(pk=assigner.pk))
    if assigner.level == Level.DISTRICT:
        found = found.filter(level=Level.DISTRICT, region=assigner.region)
    return list(found)


def district(key: str) -> Body | None:
    """The district of a key; None for an empty one. Raises Refused `unknown_district`."""
    if not key:
        return None
    found: Body | None = directory.districts().filter(key=key).first()
    if found is None:
        raise Refused("unknown_district", "没有所选的区，请从所列的区中选。", status=422)
    return found


def districts(of: Body | None) -> Sequence[tuple[str, str]]:
    """Key and short name of the districts a body can name: all, or its own."""
    found = directory.districts().order_by("order")
    if of is not None and of.level == Level.DISTRICT and of.region is not None:
        found = found.filter(pk=of.region.pk)
    return list(found.values_list("key", "short_name"))


def office_of(region: Body, on: date) -> Body | None:
    """The committee office of a district."""
    found: Body | None = directory.bodies(on=on).filter(kind=COMMITTEE_OFFICE, region=region).first()
    return found


def last_day(own: Problem) -> date | None:
    """The last day that was fixed: as extended, else as assigned."""
    held = Deadline.objects.filter(matter=own.pk, key=LIMIT).order_by("-pk").values_list("due_on", flat=True).first()
    return held or own.limit_on


def rectifications(own: Problem) -> Sequence[Rectification]:
    """Everything done and said about it, in order."""
    return list(own.rectifications.select_related("file").order_by("id"))


def spoke(own: Problem) -> bool:
    """Whether the inspected body said something."""
    return own.statements.filter(body=own.inspected_id).exists()


def objected(own: Problem) -> bool:
    """Whether the inspected body objected to anything."""
    return own.statements.filter(said=Said.OBJECTS).exists()


def relapsed() -> Q:
    """Answers the port RELAPSED: problems that came back after they had been struck off."""
    return Q(kind=KIND, problem__relapses__gt=0)


def statement_day(own: Problem) -> date:
    """The last day for a statement; the day the problem was found where none was asked for."""
    held = (
        Deadline.objects.filter(matter=own.pk, key=STATEMENT).order_by("-pk").values_list("due_on", flat=True).first()
    )
    return held or own.found_on


def conferring(own: Problem, on: date) -> list[Body]:
    """Who may be conferred with about a problem: finder, inspected body, and the bodies of the level."""
    found = directory.bodies(on=on).filter(level=own.found_by.level)
    if own.found_by.level == Level.DISTRICT:
        found = found.filter(region=own.found_by.region_id)
    return list({own.found_by, *([own.inspected] if own.inspected else []), *found})
