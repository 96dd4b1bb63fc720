"""What readings of achievement records add to the generic pages: the record, before the one who read it on that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.http import urlencode

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.encouragement.achievement import queries
from ecoduty.mechanisms.encouragement.achievement.flow import READINGS
from ecoduty.mechanisms.encouragement.achievement.queries import READING
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.states import Level


def shown(record: Mapping[str, Any], on: date) -> dict[str, Any]:
    """A record with its days in words."""

    def day(text: str) -> str:
        return words.day(date.fromisoformat(text), on) if text else ""

    return {
        "spells": [{**one, "since": day(one["since"]), "until": day(one["until"])} for one in record["spells"]],
        "commended": [{**one, "on": day(one["on"])} for one in record["commended"]],
        "trained": [{**one, "on": day(one["on"])} for one in record["trained"]],
    }


def _record(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = queries.reading_of(matter), today()
    if not queries.open_to(own, actor, on):
        return {"own": own, "day": words.day(own.read_on, on), "again": urlencode({"person": own.person.name})}
    return {"own": own, "day": words.day(own.read_on, on), "record": shown(own.content, own.read_on), "matter": matter}


def _facts(matter: Matter) -> list[Fact]:
    own = queries.reading_of(matter)
    return [Fact("事由", own.reason), Fact("查阅", words.day(own.read_on, today()))]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the form is the same for everybody
    found = directory.bodies(on=today()).exclude(level__in=(Level.PROVINCE, Level.OUTSIDE))
    if actor.level == Level.DISTRICT:
        found = found.filter(region=actor.region_id)
    return Prefill(choices={"body": [(one.key, one.short_name) for one in found]})


def may_read(actor: Actor) -> bool:
    """Whether this post reads achievement records."""
    return bool(actor.body) and may_create(READINGS.by_code["read_record"], actor)


register(
    READING,
    Parts(
        tabs=(Tab("record", "档案", "desk/achievements/reading.html", _record),),
        facts=_facts,
        prefill=_prefill,
        about=lambda act, subject, said: {"person": said["person"]} if said.get("person") else {},  # noqa: ARG005
        pages=(PageLink("查阅实绩档案", "desk:read-achievement", may_read, begins=True),),
    ),
)
