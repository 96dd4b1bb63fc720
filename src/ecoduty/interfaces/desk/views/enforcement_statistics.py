"""分段统计: how long each leg between the offices takes, where cases are late, where they stick; and the list behind each number."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.interfaces.desk import leg_statistics, rows, shell, words
from ecoduty.interfaces.desk.leg_statistics import SPANS, Question
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.enforcement.statistics import legs, queries
from ecoduty.mechanisms.enforcement.statistics.models import WHOLE, LegRow
from ecoduty.organisation.directory.models import Body

KIND = "criminal_transfer"
PAGE = 50
_STANDS = {
    "all": "走完的和在办的",
    "over": "走完的",
    "late": "逾期的（走完的和在办的）",
    "open": "在办的",
    "open-late": "在办逾期的",
}


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The numbers of the cases the visitor is named in; those he is not named in are counted apart, as one number."""
    person = leg_statistics.person_of(visit)
    question = Question.read(visit.request.GET.dict())
    since = question.since(visit.today)
    everything = queries.standing(person, since)
    standing = queries.standing(person, since, question.body.pk) if question.body else everything
    shown = leg_statistics.lines(standing, question, visit.today)
    content = {
        "question": question, "spans": SPANS, "since": words.day(since, visit.today), "lines": shown, "cases": standing.cases,
        "stuck": next((line for line in shown if line.sticks), None),
        "unknown": queries.unknown(visit.actor, since, everything),
        "body_name": visit.actor.title.partition("·")[0],
        "bodies": list(Body.objects.filter(pk__in=everything.by_body).order_by("order", "key")),
        "whole_url": question.address("desk:leg-list", leg="whole"),
    }  # fmt: skip
    return shell.render(visit, "desk/enforcement/statistics.html", content, kind=KIND)


@require_GET
@staff
def listed(visit: Visit) -> HttpResponse:
    """The legs behind one number. Raises Refused `not_found` for a leg or a number there is not."""
    person = leg_statistics.person_of(visit)
    asked = visit.request.GET
    question = Question.read(asked.dict())
    leg, stands = asked.get("leg", ""), asked.get("stands", "all")
    known = legs.current().legs
    if (leg != "whole" and leg not in known) or stands not in queries.STANDS:
        raise refuse("not_found")
    asked_for = (WHOLE if leg == "whole" else leg, stands, question.body.pk if question.body else None)
    since = question.since(visit.today)
    total = queries.number(person, since, *asked_for)  # the number that leads here is not counted anew
    pages = max(1, -(-total // PAGE))
    said = asked.get("page", "1")
    number = min(max(int(said), 1), pages) if said.isdecimal() and len(said) < 9 else 1
    first = (number - 1) * PAGE
    found = queries.rows(person, since, *asked_for).select_related("matter", "body")[first : first + PAGE]
    content = {
        "question": question, "leg": "全程" if leg == "whole" else known[leg].label, "stands": _STANDS[stands],
        "back": question.address("desk:leg-statistics"), "total": total, "number": number, "pages": pages,
        "lines": [_line(row, visit) for row in found],
        "previous": question.address("desk:leg-list", leg=leg, stands=stands, page=str(number - 1)) if number > 1 else "",
        "next": question.address("desk:leg-list", leg=leg, stands=stands, page=str(number + 1)) if number < pages else "",
    }  # fmt: skip
    return shell.render(visit, "desk/enforcement/leg_list.html", content, kind=KIND)


def _line(row: LegRow, visit: Visit) -> dict[str, object]:
    return {
        "title": row.matter.title,
        "number": row.matter.number,
        "url": reverse("desk:matter", args=[row.matter.public_id]),
        "body": row.body.short_name,
        "began": words.moment(row.began, visit.today),
        "ended": words.moment(row.ended, visit.today) if row.ended else "",
        "used": leg_statistics.span_words(queries.hours(row, visit.now)).removeprefix("约"),
        "due": rows.due_words(row.due_at, visit.now) if row.due_at else "",
        "late": row.late,
    }
