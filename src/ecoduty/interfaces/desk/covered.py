"""The variables of 研究和汇报情况: the committee office sees its level, a leader his portfolio, a body itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.mechanisms.leadership import coverage
from ecoduty.mechanisms.leadership.coverage import Portfolio, Scope, Span, Standing, Studied
from ecoduty.mechanisms.leadership.models import Meeting
from ecoduty.organisation.access import portfolio_of
from ecoduty.organisation.directory.models import Body, Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

_NOT_ASKED = (Standing.SHORT, Standing.BEFORE)
_YEARS = range(2000, 2101)
_STUDIED = {
    Standing.DONE: "已研究", Standing.DUE: "本期待研究", Standing.MISSED: "没有研究", Standing.AHEAD: "未到", Standing.SHORT: "",
    Standing.BEFORE: "启用前",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Covered:
    """The whole page."""

    scope: Scope
    place: str
    districts: list[tuple[str, str, bool]]
    leaders: list[dict[str, Any]]
    studies: list[dict[str, Any]]
    forums: list[dict[str, Any]]
    pairs: int
    reported: int
    open: int
    missed: int


def covered(visit: Visit) -> Covered:
    """Read the year and the district from the address. Raises Refused `unknown_year` (404)."""
    actor, on = visit.actor, visit.today
    office = COMMITTEE_OFFICE in actor.capacities
    districts = (
        list(Body.objects.filter(kind="district").order_by("order", "key"))
        if office and actor.level == Level.CITY
        else []
    )
    scope, place = _scope(visit, districts)
    mine = None if office else actor.bodies | portfolio_of(actor, on)
    leader = None if office else _leader(actor)
    pairs = [
        row for row in coverage.portfolios(scope, on)
        if mine is None or row.leader == leader or (leader is None and row.body.pk in mine)
    ]  # fmt: skip
    studied = [row for row in coverage.studies(scope, on) if mine is None or row.body.pk in mine]
    forums = coverage.forums(scope, on) if mine is None or leader is not None else []
    linked = _seen(actor, pairs, [*studied, *forums])
    return Covered(
        scope,
        place,
        [(one.key, one.short_name, scope.region == one.pk) for one in districts],
        _by_leader(visit, pairs, linked),
        [_row(visit, row, linked) for row in studied],
        [_row(visit, row, linked) for row in forums],
        sum(row.standing not in _NOT_ASKED for row in pairs),
        sum(row.standing == Standing.DONE for row in pairs),
        sum(row.standing in (Standing.DUE, Standing.MISSED) for row in pairs),
        sum(span.standing == Standing.MISSED for row in studied for span in row.spans),
    )


def _scope(visit: Visit, districts: list[Body]) -> tuple[Scope, str]:
    """The visitor's own level; the city's committee office also looks into a district."""
    given = visit.request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == len("2026") else 0 if given else visit.today.year
    if year not in _YEARS:
        raise Refused("unknown_year", f"没有“{given}”这一年度，请填四位数的年份。", status=404)
    chosen = next((one for one in districts if one.key == visit.request.GET.get("district")), None)
    if chosen is not None:
        return Scope(Level.DISTRICT, chosen.pk, year), chosen.short_name
    if visit.actor.level == Level.DISTRICT:
        own = Body.objects.filter(pk=visit.actor.region_id).first()
        return Scope(Level.DISTRICT, visit.actor.region_id, year), own.short_name if own else ""
    return Scope(Level.CITY, None, year), "市级"


def _leader(actor: Actor) -> int | None:
    """The leader's post that the visitor holds, or that he writes for as a secretary."""
    post = Post.objects.filter(pk=actor.post).first() if actor.post else None
    if post is None or not post.side:
        return None
    if not post.serves:
        return post.pk
    served = Post.objects.filter(body=post.body_id, key=post.serves).first()
    return served.pk if served else None


def _seen(actor: Actor, pairs: list[Portfolio], rows: list[Studied]) -> set[int]:
    """Meetings whose page the visitor may open: one query."""
    wanted = {one.meeting_id for row in pairs for one in row.heard}
    wanted |= {one.pk for row in rows for span in row.spans for one in span.meetings}
    return set(Matter.objects.filter(visible_to(actor), Q(pk__in=wanted)).values_list("pk", flat=True))


def _by_leader(visit: Visit, pairs: list[Portfolio], linked: set[int]) -> list[dict[str, Any]]:
    result: dict[int, dict[str, Any]] = {}
    for row in pairs:
        group = result.setdefault(
            row.leader, {"title": row.title, "person": row.person, "side": row.side, "rows": [], "done": 0, "asked": 0}
        )
        group["asked"] += row.standing not in _NOT_ASKED
        group["done"] += row.standing == Standing.DONE
        group["rows"].append(
            {
                "body": row.body.short_name, "word": row.word, "standing": row.standing.value, "span": _span(visit, row),
                "meetings": [_link(visit, one.meeting, linked) for one in row.heard],
            }
        )  # fmt: skip
    return list(result.values())


def _span(visit: Visit, row: Portfolio) -> str:
    """Said only where a leader was in charge for a part of the year."""
    whole = (row.since.month, row.since.day, row.until.month, row.until.day) == (1, 1, 12, 31)
    return "" if whole else f"{words.day(row.since, visit.today)}至{words.day(row.until, visit.today)}分管"


def _row(visit: Visit, row: Studied, linked: set[int]) -> dict[str, Any]:
    return {
        "body": row.body.short_name, "kind": row.kind,
        "spans": [
            {
                "label": span.label, "word": _STUDIED[span.standing], "standing": span.standing.value,
                "meetings": _links(visit, span, linked),
            }
            for span in row.spans
        ],
    }  # fmt: skip


def _links(visit: Visit, span: Span, linked: set[int]) -> list[dict[str, Any]]:
    return [_link(visit, one, linked) for one in span.meetings]


def _link(visit: Visit, meeting: Meeting, linked: set[int]) -> dict[str, Any]:
    seen = meeting.pk in linked
    return {
        "title": meeting.matter.title if seen else "",
        "matter": meeting.matter if seen else None,
        "day": words.short_day(meeting.held_on, visit.today) if meeting.held_on else "",
    }


__all__ = ["Covered", "covered"]
