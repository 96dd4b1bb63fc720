"""Which police, procuratorate or court a case of a body goes to, and which case of its own a new one is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.relations import COURT, PARTNER, POLICE, PROCURATORATE
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

PROVINCE = "province"
_RELATIONS = {"police": POLICE, "procuratorate": PROCURATORATE, "court": COURT}


def relation_of(body: Body) -> str:
    """How the persons of a body stand to a case that it takes part in."""
    return _RELATIONS.get(body.kind, PARTNER)


def counterparts(kinds: Collection[str], level: str, on: date) -> list[Body]:
    """Bodies of these kinds below the province, those of the same level first, in official order."""
    found = directory.bodies(on=on).filter(kind__in=list(kinds)).exclude(level=PROVINCE)
    return sorted(found, key=lambda body: body.level != level)


def chosen(field: str, key: str, offered: Collection[Body]) -> Body:
    """One of the bodies that were offered. Raises Refused `unknown_choice`."""
    found = next((body for body in offered if body.key == key), None)
    if found is None:
        raise wrong(field, "unknown_choice", "没有所选的单位，请从所列的单位中选。")
    return found


def cases_of(actor: Actor, kinds: Collection[str]) -> list[Matter]:
    """Open cases of these kinds that the actor is named in and his body holds, newest first."""
    found = Matter.objects.filter(visible_to(actor), kind__in=list(kinds), open=True, holder__in=sorted(actor.bodies))
    return list(found.order_by("-pk")[:200])


def case_of(actor: Actor, number: str, kinds: Collection[str], field: str = "case") -> Matter | None:
    """The case of that number, none for an empty one. Raises Refused `unknown_case` for one that the actor is not named in."""
    if not number:
        return None
    found = Matter.objects.filter(visible_to(actor), number=number, kind__in=list(kinds)).first()
    if found is None:
        raise wrong(field, "unknown_case", "没有这个编号的案件，或者您不是此案的知情人，请从所列的案件中选。")
    return found


def seen_by_number(actor: Actor, number: str, field: str = "about") -> Matter | None:
    """Whatever matter of that number the actor may see, none for an empty one. Raises Refused `unknown_matter`."""
    if not number:
        return None
    found = Matter.objects.filter(visible_to(actor), number=number).first()
    if found is None:
        raise wrong(field, "unknown_matter", "没有这个编号的办件，或您无权查看，请核对编号；也可以只在说明里写明。")
    return found


def title_from(given: str, case: Matter | None) -> str:
    """The title that was entered, else that of the case. Raises Refused `needed_without_case` where there is neither."""
    return needed("title", "案件名称", given, case.title if case is not None else "")


def needed(field: str, label: str, given: str, known: str) -> str:
    """What was entered, else what the case knows. Raises Refused `needed_without_case` where there is neither."""
    if not (given or known):
        raise wrong(field, "needed_without_case", f"请填“{label}”；选了所由来的案件、案件里已有的，可以不填。")
    return given or known


__all__ = ["case_of", "cases_of", "chosen", "counterparts", "relation_of", "seen_by_number"]
