"""The page of one act: what stands on it first, what after a refusal, and where it leads when done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from ecoduty.casework.duties.foretelling import foretold
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.store import MatterStore
from ecoduty.interfaces.desk import shell, trail, words
from ecoduty.interfaces.desk.acting import Attempted, attempt, empty_form
from ecoduty.interfaces.desk.edition import clauses_words
from ecoduty.interfaces.desk.refusals import shown
from ecoduty.interfaces.desk.visit import Visit, safe_next
from ecoduty.kernel.flow import Act, ActTable, Done, Option, Refused, options, tables
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.rulebook.store import cited

_RECENT = 3  # entries beside a form


@dataclass(frozen=True, slots=True)
class Place:
    """What is acted on, as its page is titled and where it stands.

    `subject` is None where an act creates it, `ref` is what the gate knows it by; `whole` when the visitor may read its
    ledger; `late_entry` where something may be entered that happened before.
    """

    title: str
    url: str
    subject: Any = None
    ref: Any = None
    whole: bool = False
    late_entry: bool = True


def row_of(kind: str, code: str) -> tuple[ActTable, Act]:
    """The act table of a kind and the act of a code. Raises Refused `unknown_act`."""
    table = tables().get(kind)
    row = table.by_code.get(code) if table else None
    if table is None or row is None:
        raise refuse("unknown_act", act=code)
    return table, row


def option_of(visit: Visit, table: ActTable, row: Act, subject: Any) -> Option:
    """Whether the act is open now, and if not, why. Raises Refused for a post that never may."""
    option = next((item for item in options(table, subject, visit.actor, visit.now) if item.act is row), None)
    if option is None:
        who = "或".join(dict.fromkeys(who.label for who in row.who))
        raise refuse("not_permitted", act=row.label, who=who, title=visit.actor.title)
    return option


def first(visit: Visit, table: ActTable, row: Act, subject: Any) -> Attempted:
    """The form, and above it at once why it would be refused now. Raises Refused for a post that never may."""
    option = option_of(visit, table, row, subject)
    form = empty_form(visit, row, subject, table.kind)
    if not option.open:
        form.refused = Refused("not_now", option.why_not)
    return form


def page(
    visit: Visit,
    table: ActTable,
    place: Place,
    form: Attempted,
    template: str = "desk/act.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The form, with what was refused above it; `more` is what a template of its own needs besides."""
    seen = int(form.version) if form.version.isdecimal() else None
    subject = place.subject
    under = subject.rulebook if isinstance(subject, Matter) else ""
    content = {
        "form": form,
        "table": table,
        "place": place,
        "refused": shown(form.refused, table, subject.stream if subject else "", seen, under=under),
        "fresh_version": subject.version if subject else "",
        "recent": trail.lines(trail.last(subject.stream, _RECENT), visit.today) if place.whole else [],
        "action": visit.request.path,
        "after": _after(table, form.act),
        "clauses": clauses_words(cited(form.act.clauses, under=under)),
        "starting": _starting(form.act, visit),
        "next": visit.request.POST.get("next", visit.request.GET.get("next", "")),
        **(more or {}),
    }
    refused = form.refused
    status = refused.status if refused and visit.request.method == "POST" else 200
    part = "#panel" if visit.request.headers.get("HX-Target") == "panel" else ""
    response = shell.render(visit, f"{template}{part}", content, status=status, kind=table.kind)
    response["Vary"] = "HX-Request"
    return response


def _after(table: ActTable, row: Act) -> str:
    """What comes of it, for who hesitates: 转为“拟稿”，由联络员接着办."""
    state = table.by_state.get(row.to or "")
    if state is None:
        return "状态不变。"
    if row.or_to:
        return f"视所填内容转为“{'”或“'.join(table.state(code).label for code in row.targets)}”。"
    ends = "" if state.open or not isinstance(table.store, MatterStore) else "，此件办结"
    turn = f"，由{state.waits_for}接着办" if state.open and state.waits_for else ends
    return f"转为“{state.label}”{turn}。"


def _starting(row: Act, visit: Visit) -> str:
    """Which limits begin with it: 问题核查10个工作日，到12月4日（周五）；案件办理."""
    said = []
    for one in foretold(row, visit.now):
        end = words.moment(one.end, visit.today) if isinstance(one.end, datetime) else ""
        end = words.day(one.end, visit.today) if one.end and not end else end
        said.append(f"{one.label}{one.length}{f'，到{end}' if end else ''}")
    return "；".join(said)


def act_on(visit: Visit, kind: str, code: str, place: Place) -> Done | Attempted:
    """The form of an act as it is first shown, or what came of sending it. Raises Refused for who may not at all."""
    table, row = row_of(kind, code)
    if visit.request.method == "GET":
        return empty_form(visit, row, None, kind) if row.creates else first(visit, table, row, place.subject)
    return attempt(visit, table, row, place.subject, place.ref)


def done(visit: Visit, table: ActTable, row: Act, subject: Any, place: Place) -> HttpResponse:
    """Back to where the visitor came from, with a word on what was done and whose turn it is."""
    state = table.by_state.get(subject.state)
    now = f"现在是“{state.label}”" if state and row.to is not None else ""
    turn = f"，等{state.waits_for}办理" if now and state and state.waits_for and state.open else ""
    messages.success(visit.request, f"“{place.title}”：{row.label}，已办。{now}{turn}{'。' if now else ''}")
    given = visit.request.POST.get("next", "")
    return HttpResponseRedirect(safe_next(visit.request, given) if given else place.url)
