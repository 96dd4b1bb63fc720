"""The few referrals of a year: restricted, known to two named people, nothing in them but codes and digests (article 15)."""

from __future__ import annotations

from random import Random

from ecoduty.interfaces.console.simulation import pace, papers, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.accountability.flow import REFERRALS
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

_TAG = "inspecting_bodies"


@story("accountability", a_year=4)
def referral(town: Town, rng: Random, number: int) -> Steps:
    """A duty that was failed: compared, weighed, reviewed, referred; one of them is decided not to be."""
    inspecting = _inspecting(number)
    if inspecting is None:
        return
    handler, reviewer = people.somebody(inspecting, ("deputy",)), people.somebody(inspecting, ("principal",))
    given = {
        "established_on": today().isoformat(), "source": rng.choice(("audit", "inspection", "rectification")),
        "reviewer": town.actor(reviewer).person,
    }  # fmt: skip
    pk = town.do(REFERRALS, "register_referral", by=handler, data=given).subject.pk
    yield pace.in_days(rng, 0, 2)
    concerned = rng.choice(people.departments())
    town.do(
        REFERRALS,
        "add_row",
        pk,
        by=handler,
        data={"situation": "inaction", "duty": "责任清单所列监管事项", "consequence": "mass-complaint"},
    )
    person = {"post": "处室负责人", "body": concerned.key, "rank": "division-deputy"}
    town.do(REFERRALS, "add_concerned", pk, by=handler, data=person)
    item = {"name": "现场检查记录", "pages": rng.randint(3, 20), "sm3": f"{rng.getrandbits(256):064x}"}
    town.do(REFERRALS, "add_item", pk, by=handler, data=item)
    destination = directory.bodies(on=today()).filter(kind="discipline_commission", level=inspecting.level).first()
    if destination is None:
        return
    town.do(REFERRALS, "set_destination", pk, by=handler, data={"destination": destination.key})
    town.do(REFERRALS, "compare", pk, by=handler)
    yield pace.in_days(rng, 1, 3)
    town.do(REFERRALS, "weigh_exemption", pk, by=handler, data={"finding": "none", "basis": ""})
    yield pace.in_days(rng, 0, 1)
    if number % 4 == 3:
        given = {"reason": "not-met", "basis": papers.number(rng, "研")}
        town.do(REFERRALS, "decide_not_to_refer", pk, by=reviewer, data=given)
        return
    seen = {"corresponds": True, "weighed": True, "destination_right": True}
    town.do(REFERRALS, "review", pk, by=reviewer, data=seen)
    yield pace.in_days(rng, 0, 1)
    town.do(REFERRALS, "refer", pk, by=handler, data={"letter_number": papers.number(rng, "移"), "checked": True})
    yield pace.in_days(rng, 1, 5)
    given = {
        "received_on": today().isoformat(),
        "received_by": f"{destination.short_name}收文岗",
        "receipt_number": papers.number(rng, "收"),
    }
    town.do(REFERRALS, "record_referral_receipt", pk, by=handler, data=given)
    yield pace.in_days(rng, 20, 60)
    given = {
        "outcome": rng.choice(("handled", "not-upheld")),
        "outcome_on": today().isoformat(),
        "outcome_number": papers.number(rng, "告"),
    }
    town.do(REFERRALS, "record_outcome", pk, by=handler, data=given)


def _inspecting(number: int) -> Body | None:
    found = list(directory.bodies(on=today()).filter(tags__contains=[_TAG]).order_by("order", "key"))
    return found[number % len(found)] if found else None


__all__ = ["referral"]
