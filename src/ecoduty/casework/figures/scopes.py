"""For whom a figure is asked, as a condition: never more than the visibility table lets the same person see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from ecoduty.casework.figures.registry import Figure, Scope
from ecoduty.casework.matters.models import Secrecy
from ecoduty.casework.matters.rules import Sight, sight
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.access import oversight_of, portfolio_of, pressed_by

# The relation of the visibility table by which somebody in that scope sees the matters that are counted.
_RELATIONS = {
    Scope.OWN_BODY: "holder_body",
    Scope.OWN_DISTRICT: "district",
    Scope.OVERSIGHT: "oversight",
    Scope.PORTFOLIO: "leader_in_charge",
    Scope.PUBLIC: "public",
}
_NOTHING = Q(kind__in=[])


def choose(figure: Figure, actor: Actor | None, wanted: Scope | None) -> Scope:
    """The scope wanted, or the first of the figure's that is open to the actor (None: the public).

    Raises Refused `figure_not_open` (403).
    """
    for scope in figure.scopes if wanted is None else (wanted,):
        if scope in figure.scopes and _open_to(scope, actor):
            return scope
    raise Refused("figure_not_open", f"“{figure.label}”这一统计不对您的岗位开放。", status=403)


def _open_to(scope: Scope, actor: Actor | None) -> bool:
    if scope is Scope.PUBLIC:
        return True
    if actor is None:
        return False
    if scope is Scope.OVERSIGHT:
        return actor.is_system or "oversight" in oversight_of(actor)
    if scope is Scope.PORTFOLIO:
        return bool(portfolio_of(actor, today()))
    return (actor.body_id if scope is Scope.OWN_BODY else actor.region_id) is not None


def condition(scope: Scope, actor: Actor | None, of: Q | None = None) -> Q:
    """What is counted in a scope: where the matters lie, and only of kinds that may be seen from there. Where `of`, the
    condition of what is counted, demands one kind, no other is spoken of.
    """
    only = kind_of(of) if of else ""
    seen = _seen_by(_RELATIONS[scope], only)
    if scope is Scope.OWN_BODY and actor is not None:
        return Q(holder=actor.body_id) & seen
    if scope is Scope.PORTFOLIO and actor is not None:
        return Q(holder__in=portfolio_of(actor, today())) & seen
    if scope is Scope.OWN_DISTRICT and actor is not None:
        pressed = pressed_by(actor)
        inside = Q(holder__in=sorted(pressed)) & _seen_by("district_office", only) if pressed else _NOTHING
        return Q(region=actor.region_id) & seen | inside
    if scope is Scope.PUBLIC:
        return Q(secrecy=Secrecy.PUBLIC) & seen
    return seen


def kind_of(condition: Q) -> str:
    """The one kind that a condition demands, empty where it does not say."""
    if condition.connector != Q.AND or condition.negated:
        return ""
    return next((str(child[1]) for child in condition.children if isinstance(child, tuple) and child[0] == "kind"), "")


def _seen_by(relation: str, only: str) -> Q:
    """Kinds and secrecies of which this relation shows at least a summary."""
    book = store.current()
    kinds = [only] if only else list(flow.tables())
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for secrecy in (Secrecy.PUBLIC, Secrecy.INTERNAL):
        standing = frozenset({relation, "public"} if secrecy is Secrecy.PUBLIC else {relation})
        some = tuple(kind for kind in kinds if sight(kind, secrecy.value, standing, book) >= Sight.SUMMARY)
        if some:
            together[some].append(secrecy.value)
    if only and together:
        return Q(secrecy__in=together[only,], kind=only)
    return _any([Q(secrecy__in=levels, kind__in=some) for some, levels in together.items()])


def _any(conditions: Sequence[Q]) -> Q:
    result = _NOTHING
    for one in conditions:
        result |= one
    return result
