"""The list of the city or of a district: compiled from the lists in force of its departments (clauses 6.1–6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q

from ecoduty.casework.legal_basis.queries import library
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.responsibilities import consulting, editing, opening, rows, states
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList
from ecoduty.mechanisms.responsibilities.opening import list_of
from ecoduty.mechanisms.responsibilities.overlap import Touch
from ecoduty.mechanisms.responsibilities.words import ListKind, Openness, OpenReason, Role
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE


def open_consolidated(attempt: Attempt) -> None:
    """Begin the list or its revision (clauses 6.1, 6.3). Raises Refused `not_the_compiler`, `list_open_already`."""
    body = Body.objects.select_related("region").filter(pk=attempt.actor.body_id or 0).first()
    if body is None or not compiles(body):
        raise Refused(
            "not_the_compiler",
            "责任清单由环委办所在的生态环境部门汇编，贵单位不汇编责任清单。",
            status=403,
            clause="6.1",
        )
    opening.begin(attempt, body, ListKind.CONSOLIDATED, OpenReason.OTHER, states.COMPILING.code)


def compiles(body: Body) -> bool:
    """Whether a body compiles a consolidated list: the one in which the committee office sits, of city or district."""
    return body.guests.filter(kind=COMMITTEE_OFFICE).exists()


def compilers() -> list[Body]:
    """Who compiles: the city's first, then each district's in official order."""
    hosts = Body.objects.filter(guests__kind=COMMITTEE_OFFICE).select_related("region").distinct()
    return sorted(hosts, key=lambda body: (body.level != "city", body.region.order if body.region else 0, body.order))


def sources(compiler: Body, on: date) -> list[ResponsibilityList]:
    """The lists in force that make up the compiler's: of its own level, and for a district of its own area."""
    where = Q(body__level=compiler.level)
    if compiler.level != "city":
        where &= Q(body__region=compiler.region)
    found = ResponsibilityList.objects.filter(where, list_kind=ListKind.SPECIFIC, sample=False, in_force__lte=on)
    found = found.exclude(until__lte=on).select_related("body")
    return list(found.order_by("body__order", "body__key"))


def compile_rows(attempt: Attempt) -> None:
    """Gather the open rows for which the departments themselves answer. Raises Refused `nothing_to_compile`."""
    version = list_of(attempt)
    on = local_date(attempt.recorded_at)
    gathered = gather(version.body, on)
    if not gathered:
        raise Refused("nothing_to_compile", "还没有部门的具体事项清单在施行，没有可以汇编的内容。", clause="6.1")
    before = version.based_on
    known = {row.key for row in rows.read(before)} if before else set()
    editing.replace_all(attempt, version, gathered)
    new = {row.key for row in gathered}
    attempt.record(new=len(new - known), gone=len(known - new), bodies=len({row.body for row in gathered}))


def gather(compiler: Body, on: date) -> list[rows.Written]:
    """The rows, department by department in official order; keys and numbers are those of the department's own list."""
    known = library()
    lists = sources(compiler, on)
    every = (
        Responsibility.objects.filter(in_list__in=lists, openness=Openness.OPEN)
        .exclude(role=Role.SUPPORT)
        .prefetch_related("supports", "bases__instrument")
        .order_by("in_list__body__order", "in_list__body__key", "order", "pk")
    )
    gone = Body.objects.filter(valid_to__lte=on).exclude(heir=None)
    heirs = {body: heir for body, heir in gone.values_list("pk", "heir") if heir is not None}
    return [_of_today(rows.plain(row, known), row.body_id, heirs) for row in every]


def _of_today(row: rows.Written, body: int, heirs: Mapping[int, int]) -> rows.Written:
    """Of a body that is no more the row is listed under whoever answers for it."""
    supports = {heirs.get(one, one): part for one, part in row.supports}
    own, lead = heirs.get(body, body), heirs.get(row.lead or 0, row.lead)
    return replace(row, body=own, lead=lead, supports=tuple(pair for pair in supports.items() if pair[0] != own))


def start(attempt: Attempt) -> None:
    """Put the revision to every department that stands in it or is named in it."""
    version = list_of(attempt)
    written = rows.read(version)
    if not written:
        raise Refused("nothing_to_compile", "修订稿还是空的，请先汇编。", clause="6.1")
    consulting.ask(attempt, version, _departments(version, written), written)


def _departments(version: ResponsibilityList, written: Sequence[rows.Written]) -> dict[int, Touch]:
    found: dict[int, Touch] = {}
    for row in written:
        for body in {row.body, row.lead, *(body for body, _ in row.supports)} - {None, version.body_id}:
            touch = found.setdefault(int(body or 0), Touch())
            touch.add("责任清单修订稿列有贵单位的职责", row.key)
    on = local_date_of(version)
    return {
        queries.answering(body, on).pk: found[body.pk]
        for body in Body.objects.filter(pk__in=found).select_related("heir")
    }


def local_date_of(version: ResponsibilityList) -> date:
    """The day of the last act on it."""
    moment = version.matter.last_occurred_at
    assert moment is not None, "a matter has an opening act"
    return local_date(moment)


__all__ = ["compile_rows", "compilers", "compiles", "gather", "open_consolidated", "sources", "start"]
