"""A city whose rulebook is to be another one: what it changes, what it would move."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.rehearsal import flow
from ecoduty.kernel import clock
from ecoduty.kernel.clock import rehearsing
from ecoduty.kernel.flow import Actor
from ecoduty.organisation.directory.adoption import adopt
from tests.casework.rulebooks.changing import EARLIER, edition, packed
from tests.city import City

HEAD, CLERK = "committee-office.director", "committee-office.clerk"


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    sweep()
    city.clock.advance(timedelta(days=28))
    sweep()
    ladder = ("ladders/duties.yaml", "when: {rule: date, month: 1, day: 10}", "when: {rule: date, month: 1, day: 5}")
    case = ("cases/duties.yaml", "    reminder-1: 2027-01-10\n", "    reminder-1: 2027-01-05\n")
    address = (
        city.client(CLERK).post("/rulebook/proposals/", {"file": packed(*EARLIER, ladder, case)}).headers["Location"]
    )
    city.clock.advance(timedelta(seconds=1))
    adopt(edition(lambda data: data["city"].update(edition="2026年第3版")), Actor.system("初始化"))
    return {
        "rulebook": (HEAD, "/rulebook/"),
        "rulebook-local": (HEAD, "/rulebook/?only=pending&q=日"),
        "rulebook-versions": (HEAD, "/rulebook/versions/"),
        "rulebook-proposals": (HEAD, "/rulebook/proposals/"),
        "rulebook-proposal": (HEAD, address),
        "rulebook-moves": (HEAD, f"{address}moves/?what=earlier"),
    }


def rehearsed(city: City) -> dict[str, tuple[str, str]]:
    """A rehearsal whose clock was turned by a quarter; `city` is a clone that its owner marks."""
    began = clock.now()
    with city.database.connect("ecoduty_owner") as owner:
        owner.execute(
            "INSERT INTO clock_rehearsal (id, source, copied_at, clock_offset) VALUES (1, '正式库', now(), interval '0')"
        )
    rehearsing.heed()
    for days in (5, 60, 90):
        city.clock.move_to(began + timedelta(days=days))
        sweep()
    return {"rehearsal": (HEAD, f"/rehearsal/?{urlencode({'from': began.isoformat()})}")}


def turning(city: City) -> dict[str, tuple[str, str]]:
    """The same rehearsal while its clock is turned farther; no worker is there to do it."""
    flow.turn(clock.now() + timedelta(days=40), city.actor(HEAD))
    city.clock.advance(timedelta(days=13))
    return {"rehearsal-under-way": (HEAD, "/rehearsal/")}
