"""Reading an achievement record, printing it, and one's own (clause 16.2)."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.pages.achievements import shown
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.encouragement.achievement import queries
from ecoduty.mechanisms.encouragement.achievement.queries import READING
from ecoduty.mechanisms.encouragement.achievement.record import record_of


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """Read somebody's record: the entry says why."""
    return acts.begin(visit, READING, "read_record")


@require_GET
@staff
def sheet(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """The record on one A4, for the one who read it on that day. Raises Refused `not_found` or `read_again`."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    if matter.kind != READING:
        raise refuse("not_found")
    own = queries.reading_of(matter)
    if not queries.open_to(own, visit.actor, visit.today):
        raise Refused("read_again", "档案只在查阅当天由查阅的人查看、打印。再看请重新查阅，写明事由。", status=403)
    content = {
        "record": shown(own.content, own.read_on), "name": own.person.name, "on": own.read_on, "matter": matter, "own": own,
    }  # fmt: skip
    return shell.render(visit, "desk/achievements/sheet.html", content, kind=READING)


@require_GET
@staff
def own(visit: Visit) -> HttpResponse:
    """One's own record as it is now: nobody else's business, so it leaves no entry. Raises Refused `not_found` for who is no
    person of the directory.
    """
    if visit.actor.person is None:
        raise refuse("not_found")
    content = {
        "record": shown(record_of(visit.actor.person, visit.today), visit.today), "name": visit.actor.name, "on": visit.today,
    }  # fmt: skip
    return shell.render(visit, "desk/achievements/sheet.html", content)
