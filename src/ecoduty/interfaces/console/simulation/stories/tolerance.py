"""Applications for exemption: somebody asks, somebody else looks into it, hears the person and finds; one asks for a review (clause 17.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.encouragement.tolerance import flow
from ecoduty.mechanisms.encouragement.tolerance.flow import EXEMPTIONS_TABLE


@story("exemptions", a_year=5)
def exemption(town: Town, rng: Random, number: int) -> Steps:
    """One application, decided by the applicant's own body; every fifth is not taken on."""
    every = words("auditing")["exemptions"]
    content = every[number % len(every)]
    body = people.one_of(rng, content["bodies"])
    asks, head = people.somebody(body, ("liaison",)), people.somebody(body, ("deputy", "principal"))
    begun = today() - timedelta(days=rng.randint(15, 40))
    pk = int(
        town.do(EXEMPTIONS_TABLE, "apply_exemption", by=asks, data={
            "event": content["event"], "post_title": f"{body.short_name}{content['post']}", "happened_from": begun.isoformat(),
            "happened_until": (begun + timedelta(days=1)).isoformat(), "text": content["text"], "conditions": content["conditions"],
            "decider": body.key, "confidential": "no",
        }).subject.pk
    )  # fmt: skip
    yield pace.before_due(rng, pk, flow.ACCEPTANCE, late=pace.LATE)
    if number % 5 == 4:
        town.do(
            EXEMPTIONS_TABLE, "refuse_exemption", pk, by=head, data={"note": words("auditing")["exemption-refusal"]}
        )
        return
    town.do(EXEMPTIONS_TABLE, "accept_exemption", pk, by=head)
    yield pace.in_days(rng, 3, 12)
    town.do(EXEMPTIONS_TABLE, "record_inquiry", pk, by=head, data={"text": content["inquiry"], "heard": "yes"})
    yield pace.before_due(rng, pk, flow.FINDING, late=pace.LATE)
    town.do(EXEMPTIONS_TABLE, "decide_exemption", pk, by=head, data=_found(content, content["reason"]))
    if content["outcome"] != "granted":
        yield pace.in_days(rng, 2, 5)
        town.do(
            EXEMPTIONS_TABLE,
            "ask_exemption_review",
            pk,
            by=asks,
            data={"note": "对认定有异议，请复核当时的工作量和经过。"},
        )
        yield pace.before_due(rng, pk, flow.REVIEW, late=pace.LATE)
        again = _found(content, f"复核后维持原认定：{content['reason']}")
        town.do(EXEMPTIONS_TABLE, "decide_review", pk, by=head, data=again)


def _found(content: Mapping[str, Any], reason: str) -> dict[str, Any]:
    outcome = content["outcome"]
    met = content["conditions"] if outcome == "granted" else content["conditions"][:1] if outcome == "partly" else []
    return {"outcome": outcome, "met": met, "reason": reason, "basis": words("auditing")["exemption-basis"]}


__all__ = ["exemption"]
