"""演练: only in a rehearsal. Where its clock stands, turning it forward, what came of it, what would have been sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.escalation.states import Place
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.rehearsal import flow, living, outcome
from ecoduty.casework.rehearsal.models import Turning
from ecoduty.casework.rehearsal.states import MOST_DAYS, turns_the_clock
from ecoduty.interfaces.desk import shell, words
from ecoduty.interfaces.desk.refusals import Shown, shown
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel import clock
from ecoduty.kernel.clock.models import Rehearsal
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import refuse

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
    """A POST has the clock turned, which the worker does, or stops it; who looks on meanwhile is told how far it has come.
    Raises Refused `not_found` in any database that is no rehearsal, and `not_permitted`.
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
        return _told_meanwhile(visit) if visit.request.headers.get("HX-Request") else _page(visit)
    try:
        if visit.request.POST.get("how") == "stop":
            flow.stop(visit.actor)
        else:
            flow.turn(_until(visit), visit.actor)
    except Refused as refused:
        return _page(visit, problem=shown(refused), status=refused.status)
    return HttpResponseRedirect(reverse("desk:rehearsal"))


def _until(visit: Visit) -> datetime:
    """Where the clock shall go: a day on, to the next due day, to a day. Raises Refused `nothing_due`, `bad_day`."""
    given, at = visit.request.POST, clock.now()
    if given.get("how") == "day":
        return at + timedelta(days=1)
    if given.get("how") == "due":
        day = living.next_due(at.date())
        if day is None:
            raise Refused("nothing_due", "往后没有正在计时的期限，请选一个日期。", status=422)
    else:
        try:
            day = date.fromisoformat(given.get("day", ""))
        except ValueError as error:
            raise Refused("bad_day", "请选往后的一天，写成2027-01-31。", status=422) from error
    return clock.start_of_day(day) + _MORNING


def _told_meanwhile(visit: Visit) -> HttpResponse:
    """How far it has come, for the part of the page that asks again; the whole page anew once the clock stands."""
    turning = Turning.objects.get()
    if not turning.under_way:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    response = shell.render(visit, "desk/rehearsal.html#way", {"turning": turning, **_way(turning)})
    response["Vary"] = "HX-Request"
    return response


def _way(turning: Turning) -> dict[str, object]:
    at = clock.now()
    return {"at": at, "percent": int(100 * turning.way(at))}


def _page(visit: Visit, *, problem: Shown | None = None, status: int = 200) -> HttpResponse:
    at, turning = clock.now(), Turning.objects.get()
    since = _moment(visit.request.GET.get("from", "")) or turning.began_at
    content = {
        "problem": problem,
        "turning": turning,
        **_way(turning),
        "most_days": MOST_DAYS,
        "mark": Rehearsal.objects.get(),
        "ahead": (at - clock.wall_now()).days,
        "farthest": (at + timedelta(days=MOST_DAYS)).date(),
        "next_due": living.next_due(at.date()),
        "since": since,
        "parts": _parts(visit, since, at) if since and not turning.under_way else (),
        "most": ROWS,
        "sunk": [(one, inside, _told(one.payload)) for one, inside in outcome.sunk(SUNK)],
    }
    return shell.render(visit, "desk/rehearsal.html", content, status=status)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return clock.as_local(found) if found.tzinfo else None


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
