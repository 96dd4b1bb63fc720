"""Which body plays which part: by kind, level and district in the directory, never by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

STAFFING_OFFICE = "staffing_office"
PARTY_COMMITTEE = "party_committee"
GOVERNMENT = "government"
_CONCERNED = "lead-department.concerned-kinds"


def committee_office(level: str, region: Body | None, on: date) -> Body:
    """The committee office of the city or of a district. Raises Refused `no_committee_office`."""
    found = _of_kind(COMMITTEE_OFFICE, level, region, on)
    if found is None:
        raise Refused("no_committee_office", "机构目录里没有这一级的生态环境保护委员会办公室，请先在机构目录中登记。")
    return found


def ecology_body(level: str, region: Body | None, on: date) -> Body:
    """The ecology bureau of a level: the committee office sits with it (clause 5.3). Raises Refused `no_ecology_body`."""
    host = committee_office(level, region, on).host
    if host is None or not queries.answering(host, on).exists_on(on):
        raise Refused(
            "no_ecology_body",
            "机构目录里没有写明这一级环委办设在哪个单位，不知道由谁组织协商。请先补登记合署或挂靠单位。",
        )
    return queries.answering(host, on)


def staffing_office(matter: Matter, on: date) -> Body:
    """The staffing office of the matter's level (clause 5.4). Raises Refused `no_staffing_office`."""
    found = _of_kind(STAFFING_OFFICE, matter.body_level, matter.region, on)
    if found is None:
        raise Refused("no_staffing_office", "机构目录里没有这一级的机构编制部门，不能提请。请先在机构目录中登记。")
    return found


def authority(matter: Matter, on: date) -> str:
    """Party committee and government of the matter's level, as they are named in a decision (clauses 5.5, 5.7)."""
    found = [_of_kind(kind, matter.body_level, matter.region, on) for kind in (PARTY_COMMITTEE, GOVERNMENT)]
    return "、".join(body.short_name for body in found if body is not None)


def candidates(level: str, region_id: int | None, on: date) -> list[Body]:
    """Bodies of the level that may be concerned or lead, in official order; kinds are the rulebook's."""
    kinds = rulebooks.current().words(_CONCERNED, on=on)
    found = queries.bodies(on=on).filter(kind__in=kinds, level=level)
    if level == Level.DISTRICT:
        found = found.filter(region=region_id)
    return list(found)


def named(keys: Iterable[str], matter: Matter, on: date) -> list[Body]:
    """The bodies of these keys, each once, in the order given.

    Raises Refused `unknown_body` for one that does not exist, is dissolved, or belongs to another level or district.
    """
    known = {body.key: body for body in candidates(matter.body_level, matter.region_id, on)}
    wanted = list(dict.fromkeys(keys))
    missing = [key for key in wanted if key not in known]
    if missing:
        raise Refused(
            "unknown_body",
            f"“{'、'.join(_word(key) for key in missing)}”不是这一级现有的部门，请从所列的部门中选。",
            status=422,
        )
    return [known[key] for key in wanted]


def answering(lead: Body, supporters: Iterable[Body], on: date) -> tuple[Body, list[Body]]:
    """Who leads and who supports on a day what was decided before: after a merger whoever goes on, and nobody beside himself."""
    who = queries.answering(lead, on)
    others = {one.pk: one for one in (queries.answering(body, on) for body in supporters)}
    others.pop(who.pk, None)
    return who, list(others.values())


def _of_kind(kind: str, level: str, region: Body | None, on: date) -> Body | None:
    found = queries.bodies(on=on).select_related("host__heir").filter(kind=kind, level=level)
    return found.filter(region=region).first() if level == Level.DISTRICT else found.first()


def _word(key: str) -> str:
    known = Body.objects.filter(key=key).first()
    return known.short_name if known else key
