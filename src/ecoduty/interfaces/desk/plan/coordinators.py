"""The clause of coordinators: every body that must have one has exactly one in office, or its light is red."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.lights import Code
from ecoduty.interfaces.desk.plan.standing import Answer, Ask, Standing
from ecoduty.kernel.flow import table
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Coordinator

IN_OFFICE, VACANT = "在任", "空缺"
_ACT = "designate_coordinator"


def standing_of_coordinators(ask: Ask) -> Mapping[str, Answer]:
    """The answer for the clauses that the act of designating serves; the directory is open to everybody in office."""
    bodies = list(queries.bodies(on=ask.today).filter(coordinator_required=True))
    serving = Coordinator.objects.filter(holding(ask.today), holding(ask.today, "appointment__"), body__in=bodies)
    by_body = {one.body_id: one for one in serving.select_related("appointment__person", "appointment__post__body")}
    standings = tuple(_standing(body, by_body.get(body.pk), ask) for body in bodies)
    answer = Answer(standings, bearers=len(bodies), about=f"{words.short_day(ask.today, ask.today)}在任情况")
    return dict.fromkeys(ask.book.correspondence.cited(table("body").by_code[_ACT].clauses), answer)


def _standing(body: Body, one: Coordinator | None, ask: Ask) -> Standing:
    url = reverse("desk:body", args=[body.key])
    if one is None:
        return Standing(body, Code.OVERDUE, VACANT, state="没有统筹负责同志", url=url)
    since = f"{words.short_day(one.since, ask.today)}起" if one.since else ""
    person = f"{one.appointment.person.name}（{one.appointment.post.own_title}）"
    return Standing(body, Code.MET, IN_OFFICE, state=person, due=since, url=url)


__all__ = ["standing_of_coordinators"]
