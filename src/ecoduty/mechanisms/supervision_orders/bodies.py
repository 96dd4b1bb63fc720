"""Whom a body may order (clauses 3.2, 12.1): by level, or by what stands below it in the directory. Never by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Q

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Line
from ecoduty.organisation.directory.states import Level

LEVEL, SYSTEM = "level", "system"
_LEADING = ("party_committee", "government")
_ORDERED = (Level.CITY, Level.DISTRICT)
_DEPTH = 5  # bodies below one another that are looked at

_wrong = partial(wrong, "receivers", clause="12.1")


def reach(issuer: Body, on: date) -> str:
    """How far the orders of a body of this kind go: `level`, `system`, or nowhere (empty)."""
    return dict(rulebooks.current().pairs("supervision.issuers", on=on)).get(issuer.kind, "")


def receivable(issuer: Body, on: date) -> list[Body]:
    """Everybody that the body may order on that day, in official order."""
    far = reach(issuer, on)
    if not far:
        return []
    kinds = rulebooks.current().words("supervision.receiver-kinds", on=on)
    found = queries.bodies(on=on).filter(kind__in=kinds, level__in=_ORDERED).exclude(pk=issuer.pk)
    if far == SYSTEM:
        return list(found.filter(pk__in=_below(issuer, on)))
    if issuer.level == Level.DISTRICT:
        found = found.filter(level=Level.DISTRICT, region=issuer.region_id)
    return list(found.exclude(kind__in=_LEADING, level=issuer.level))


def named(names: Iterable[str], issuer: Body, on: date) -> list[Body]:
    """The bodies of these names, short names or keys, each once.

    Raises Refused `may_not_order` for a body that orders nobody, `receiver_unknown`, `receiver_beyond_reach` for one that is
    not the issuer's to order.
    """
    far = reach(issuer, on)
    if not far:
        raise Refused(
            "may_not_order",
            f"{issuer.short_name}不在可以发督办单的单位之列（规则书 supervision.issuers）。",
            status=403,
            clause="12.1",
        )
    within = {word: body for body in receivable(issuer, on) for word in (body.key, body.name, body.short_name)}
    found: dict[int, Body] = {}
    for name in names:
        body = within.get(name)
        if body is None:
            raise _outside(name, issuer, far, on)
        found[body.pk] = body
    return list(found.values())


def _outside(name: str, issuer: Body, far: str, on: date) -> Refused:
    known = queries.bodies(on=on).filter(Q(key=name) | Q(name=name) | Q(short_name=name)).first()
    if known is None:
        return _wrong("receiver_unknown", f"机构目录里没有“{name}”，请写单位名称或简称，一行一个。")
    whose = "本系统（机构目录里的下级和对口单位）" if far == SYSTEM else "本级和下级的部门"
    return _wrong(
        "receiver_beyond_reach", f"{issuer.short_name}只能督办{whose}，{known.short_name}不在其中，请从承办单位里去掉。"
    )


def _below(issuer: Body, on: date) -> set[int]:
    """What stands below a body: by parent, or by a line of work (superior, counterpart). A few queries, however many bodies."""
    found: set[int] = set()
    edge = {issuer.pk}
    for _ in range(_DEPTH):
        lines = Line.objects.filter(holding(on), above__in=edge).values_list("body", flat=True)
        children = Body.objects.filter(parent__in=edge).values_list("pk", flat=True)
        edge = {*lines, *children} - found - {issuer.pk}
        if not edge:
            break
        found |= edge
    return found
