"""演练: only in a rehearsal. Where its clock stands, turning it forward, what came of it, what would have been sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.escalation.states import Place
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.rehearsal import outcome, turning
from ecoduty.interfaces.desk import shell, words
from ecoduty.interfaces.desk.refusals import Shown, shown
from ecoduty.interfaces.desk.rehearsing import turns_the_clock
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel import clock
from ecoduty.kernel.clock import ClockError
from ecoduty.kernel.clock.models import Rehearsal
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import refuse

AT_ONCE = 5.0  # seconds that one request turns the clock; the page asks for the rest
FARTHEST = 366 * 3  # days ahead that one turn may go
ROWS, SUNK = 500, 200
_MORNING = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list."""

    at: str
    title: str
    holder: str
    said: str
    matter: UUID


@dataclass(frozen=True, slots=True)
class Part:
    """One list of what happened: how many in all, and the first of them."""

    key: str
    label: str
    count: int
    lines: Sequence[Line]


@require_http_methods(["GET", "POST"])
@staff
def rehearsal(visit: Visit) -> HttpResponse:
    """A POST turns the clock for some seconds and leads back here; a long way is gone in several. Raises Refused `not_found`
    in any database that is no rehearsal, and `not_permitted`.
    """
    if not clock.is_rehearsal():
        raise refuse("not_found")
    if not turns_the_clock(visit.actor):
        raise Refused(
            "not_permitted",
            f"演练的时钟由市环委办主任、经办人或系统管理员拨动，您现在的岗位是“{visit.actor.title}”。",
            status=403,
        )
    if visit.request.method == "GET":
        return _page(visit)
    given = visit.request.POST
    since = _moment(given.get("from", "")) or visit.now
    try:
        until = _until(visit)
        turning.turn(until, visit.actor.title, AT_ONCE)
    except ClockError as error:
        return _page(visit, problem=shown(Refused(error.code, str(error), status=422)), status=422)
    except Refused as refused:
        return _page(visit, problem=shown(refused), status=refused.status)
    query = urlencode({"from": since.isoformat(), "to": until.isoformat()})
    answer = f"{reverse('desk:rehearsal')}?{query}"
    if visit.request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = answer
        return response
    return HttpResponseRedirect(answer)


def _until(visit: Visit) -> datetime:
    """Where the clock shall go: on to a moment begun before, a day on, the next due day, a day. Raises Refused `bad_day`."""
    given, at = visit.request.POST, clock.now()
    if moment := _moment(given.get("to", "")):
        found = moment
    elif given.get("how") == "day":
        found = at + timedelta(days=1)
    elif given.get("how") == "due":
        day = turning.next_due(at.date())
        if day is None:
            raise Refused("nothing_due", "往后没有正在计时的期限，请选一个日期。", status=422)
        found = clock.start_of_day(day) + _MORNING
    else:
        try:
            found = clock.start_of_day(date.fromisoformat(given.get("day", ""))) + _MORNING
        except ValueError as error:
            raise Refused("bad_day", "请选往后的一天，写成2027-01-31。", status=422) from error
    if found > at + timedelta(days=FARTHEST):
        raise Refused("bad_day", "一次最多往后拨三年，请选近一些的日期。", status=422)
    if found <= at:
        raise Refused("rehearsal_backwards", "演练的时钟只能往后拨。要回到从前，请重新复制演练库。", status=422)
    return found


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return clock.as_local(found) if found.tzinfo else None


def _page(visit: Visit, *, problem: Shown | None = None, status: int = 200) -> HttpResponse:
    at, query = clock.now(), visit.request.GET
    since, until = _moment(query.get("from", "")), _moment(query.get("to", ""))
    under_way = since is not None and until is not None and at < until
    way = (until - since).total_seconds() if since and until and until > since else 0
    content = {
        "problem": problem,
        "mark": Rehearsal.objects.get(),
        "at": at,
        "ahead": (at - clock.wall_now()).days,
        "next_due": turning.next_due(at.date()),
        "since": since,
        "until": until,
        "under_way": under_way,
        "percent": int(100 * (at - since).total_seconds() / way) if since and way else 100,
        "parts": _parts(visit, since, min(at, until or at)) if since else (),
        "most": ROWS,
        "sunk": [(one, inside, _told(one.payload)) for one, inside in outcome.sunk(SUNK)],
    }
    return shell.render(visit, "desk/rehearsal.html", content, status=status)


def _parts(visit: Visit, since: datetime, until: datetime) -> tuple[Part, ...]:
    today, actor = visit.today, visit.actor
    opened = outcome.opened(visible_to(actor), since, until)
    missed = outcome.missed(visible_to(actor, prefix="matter__"), since, until)
    by_rung = visible_to(actor, prefix="deadline__matter__")
    inside = outcome.rungs(by_rung, since, until, Place.INSIDE)
    outside = outcome.rungs(by_rung, since, until, Place.OUTSIDE)

    def moment(at: datetime) -> str:
        return words.moment(at, today)

    rungs = {
        key: [
            Line(moment(one.at), f"{one.deadline.matter.number} {one.deadline.matter.title}",
                 one.deadline.holder.short_name, f"{one.label}（{one.deadline.label}）", one.deadline.matter.public_id)
            for one in found[:ROWS]
        ]
        for key, found in (("reminded", inside), ("prepared", outside))
    }  # fmt: skip
    return (
        Part("opened", "新开办", opened.count(), [
            Line(moment(one.opened_at), f"{one.number} {one.title}", one.holder.short_name, "开办", one.public_id)
            for one in opened[:ROWS]
        ]),
        Part("missed", "转为逾期", missed.count(), [
            Line(moment(one.missed_at), f"{one.matter.number} {one.matter.title}", one.holder.short_name, one.label,
                 one.matter.public_id)
            for one in missed[:ROWS] if one.missed_at
        ]),
        Part("reminded", "本单位内提醒", inside.count(), rungs["reminded"]),
        Part("prepared", "拟好待放行", outside.count(), rungs["prepared"]),
    )  # fmt: skip


def _told(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False)[:300]
