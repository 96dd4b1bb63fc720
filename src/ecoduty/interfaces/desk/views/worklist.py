"""工作台."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ecoduty.interfaces.desk import coming, notices, shell, words
from ecoduty.interfaces.desk.views.entrance import front
from ecoduty.interfaces.desk.visit import Visit, for_strangers, staff
from ecoduty.interfaces.desk.worklist import Worklist


@require_safe
@staff
@for_strangers(front)
def worklist(visit: Visit) -> HttpResponse:
    """What waits for me, and what comes by itself."""
    query = visit.request.GET
    work = Worklist(visit, query.get("show", ""), query.get("month", ""))
    counters = work.counters()
    groups = work.groups()
    content = {
        "work": work,
        "counters": counters,
        "groups": groups,
        "decisions": work.decisions(work.chosen),
        "theirs": work.theirs(),
        "month": work.month(),
        "today": words.day(visit.today, visit.today),
        "body": visit.actor.title.partition("·")[0],
        "total": work.total,
        "listed": work.listed,
        "in_list": work.listed - len(work.decisions(work.chosen)),
        "list_url": work.list_address,
        "more": work.shown < work.listed - len(work.decisions(work.chosen)),
        "notices": notices.latest(visit, 5),
        "coming": coming.soon(visit),
    }
    part = "#work" if visit.request.headers.get("HX-Target") == "work" else ""
    response = shell.render(visit, f"desk/worklist.html{part}", content)
    response["Vary"] = "HX-Request"
    return response
