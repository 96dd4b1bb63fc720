"""Questions about site visits: whose they can be, who took part, what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.leadership import bodies
from ecoduty.mechanisms.leadership.models import SiteVisit
from ecoduty.mechanisms.leadership.states import VISIT_WITHDRAWN
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Post
from ecoduty.organisation.directory.states import SECRETARY, Level

VISIT = "site_visit"
SETTLING = "leadership.visit-settling"
_SOURCES, _RESPONSIBLE, _LEADS = "leadership.visit-sources", "problem.responsible-kinds", "task.lead-kinds"


def sources(on: date) -> Mapping[str, str]:
    """By kind (problem, task) the code under which what a visit gives rise to is entered there."""
    return dict(rulebooks.current().pairs(_SOURCES, on=on))


def whose(actor: Actor, on: date) -> list[Body]:
    """Party committees and governments whose leaders' visits this actor records."""
    return [body for body in bodies.recorded_by(actor, on) if body.kind in bodies.ABOVE]


def leaders(some: Iterable[Body], on: date, serves: str = "") -> list[Post]:
    """The leaders' posts of these bodies; only the one served where a secretary records."""
    rows = Post.objects.filter(holding(on), body__in=list(some)).exclude(kind=SECRETARY)
    found = rows.filter(key=serves) if serves else rows
    return list(found.select_related("body").order_by("body__order", "order", "pk"))


def serves(actor: Actor) -> str:
    """The key of the post a secretary writes for; empty for everybody else."""
    found = Post.objects.filter(pk=actor.post or 0, kind=SECRETARY).values_list("serves", flat=True).first()
    return found or ""


def districts(level: str, region: int | None) -> Sequence[tuple[str, str]]:
    """Key and short name of the districts a visit at that level can be in."""
    found = directory.districts().order_by("order")
    if level == Level.DISTRICT:
        found = found.filter(pk=region or 0)
    return list(found.values_list("key", "short_name"))


def receivers(kind: str, level: str, region: int | None, on: date) -> list[Body]:
    """Who can be given a problem or a task at that level: in a district its own bodies, for the city everybody's."""
    kinds = rulebooks.current().words(_RESPONSIBLE if kind == "problem" else _LEADS, on=on)
    found = directory.bodies(on=on).filter(kind__in=kinds)
    if level == Level.DISTRICT:
        found = found.filter(level=Level.DISTRICT, region=region)
    return list(found)


def outcome(visits: Iterable[int], seen: Q) -> Mapping[int, list[Matter]]:
    """By visit what it gave rise to, as far as `seen` shows it. One query."""
    links = Link.objects.filter(
        source__in=list(visits), kind=LinkKind.ORIGIN, target__in=Matter.objects.filter(seen)
    ).select_related("target__holder")
    found: dict[int, list[Matter]] = {}
    for link in links.order_by("pk"):
        found.setdefault(link.source_id, []).append(link.target)
    return found


def gave_rise(visit: Matter) -> bool:
    """Whether a problem or a task came of it."""
    return Link.objects.filter(source=visit, kind=LinkKind.ORIGIN).exists()


def of_year(year: int, seen: Q) -> list[SiteVisit]:
    """The visits of a year that `seen` shows, by leader in official order, the newest first; withdrawn ones left out."""
    rows = SiteVisit.objects.filter(
        visited_on__year=year, matter__in=Matter.objects.filter(seen, kind=VISIT).exclude(state=VISIT_WITHDRAWN.code)
    ).select_related("matter", "leader", "of_body", "district")
    return list(rows.order_by("of_body__order", "of_body__key", "leader__order", "leader_title", "-visited_on", "-pk"))
