"""What both begin with: who asks, which officers, which police, what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.obstruction import queries
from ecoduty.mechanisms.enforcement.relations import OFFICER
from ecoduty.organisation.directory.models import Body


def enforcing(attempt: Attempt, clause: str) -> Body:
    """The body that acts, if it has officers of its own. Raises Refused `no_team` or `no_person`."""
    circle.acting(attempt)
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    if not circle.in_posts(body, OFFICER, local_date(attempt.recorded_at)):
        raise Refused(
            "no_team",
            f"{body.short_name}没有执法人员在任，不能提出；请先在机构目录登记执法人员。",
            status=403,
            clause=clause,
        )
    return body


def police(attempt: Attempt, key: str, body: Body) -> Body:
    """The police that are asked: those named, else the nearest. Raises Refused `unknown_choice` or `no_police`."""
    found = queries.police_for(body, local_date(attempt.recorded_at))
    if not found:
        raise Refused("no_police", "机构目录里没有本级公安机关，请先登记。", status=422)
    chosen = next((one for one in found if one.key == key), None) if key else found[0]
    if chosen is None:
        raise wrong("police", "unknown_choice", "请从所列的公安机关中选。")
    return chosen


def posts_of(body: Body, persons: Iterable[int], on: date) -> list[str]:
    """The posts of these officers, in official order; names are left out."""
    wanted = set(persons)
    return [row.post.own_title for row in circle.in_posts(body, OFFICER, on) if row.person_id in wanted]


def about(attempt: Attempt, number: str) -> str:
    """The number of the case, if the actor may know of it. Raises Refused `about_unknown`."""
    wanted = number.strip()
    if wanted and not Matter.objects.filter(visible_to(attempt.actor), number=wanted).exists():
        raise wrong("about", "about_unknown", f"没有您看得到的、编号为“{wanted}”的案件，请核对编号，或留空。")
    return wanted


def not_ahead(attempt: Attempt, field: str, moment: datetime) -> None:
    """Raises Refused `moment_ahead` for what has not happened yet."""
    if moment > attempt.recorded_at:
        raise wrong(field, "moment_ahead", "这个时间还没有到，不能登记将来的事。")
