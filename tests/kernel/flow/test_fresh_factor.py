"""An act that asks for a fresh second factor: the gate judges by what the door says of the actor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Actor, Refused, perform, registry
from ecoduty.kernel.ledger.models import Entry
from tests.toy.models import Paper
from tests.toy.papers import PAPERS, officer

TABLE = replace(
    PAPERS, acts=tuple(replace(act, fresh_factor=True) if act.code == "write" else act for act in PAPERS.acts)
)
LIAISON = officer("liaison", "water")


def write(actor: Actor) -> str:
    try:
        perform(TABLE, "write", actor=actor, data={"title": "题目"})
    except Refused as refused:
        return f"{refused.code} {refused.status}"
    return ""


@pytest.mark.usefixtures("db", "noon")
def test_whoever_has_a_factor_must_have_proved_it_a_short_while_ago():
    lasts = registry.longest_proof(wall_now())
    has = replace(LIAISON, has_factor=True)
    cases = {
        "no factor": (LIAISON, ""),
        "no proof": (has, "fresh_factor 428"),
        "old proof": (replace(has, proved_at=wall_now() - lasts - timedelta(seconds=1)), "fresh_factor 428"),
        "fresh proof": (replace(has, proved_at=wall_now() - lasts / 2), ""),
    }

    assert {name: write(actor) for name, (actor, _) in cases.items()} == {
        name: code for name, (_, code) in cases.items()
    }
    assert Paper.objects.count() == Entry.objects.count() == 2
