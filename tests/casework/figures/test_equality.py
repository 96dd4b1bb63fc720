"""Whatever happened, in whatever order it was folded: every figure is the length of the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoduty.casework.figures.audit import audit
from ecoduty.casework.figures.folding import fold
from ecoduty.casework.figures.reading import breakdown, listing, values
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Refused, perform
from tests.toy.blocks import BLOCK, RESTRICTED, block, restricted_block

BODIES = ("ecology-bureau", "siming-commerce-bureau", "siming-ecology-office", "huli-ecology-office")
READERS = {
    Scope.OWN_BODY: ("ecology-bureau.liaison", "siming-commerce-bureau.principal"),
    Scope.OWN_DISTRICT: ("siming-commerce-bureau.liaison", "huli-ecology-office.deputy"),
    Scope.OVERSIGHT: ("committee-office.clerk",),
    Scope.PUBLIC: ("ecology-bureau.liaison", "committee-office.clerk"),
}


@dataclass(frozen=True)
class Open:
    body: str
    secrecy: Secrecy
    period: str


@dataclass(frozen=True)
class Step:
    which: int
    act: str


@dataclass(frozen=True)
class Due:
    """What deadlines do to a matter: due so many days from now, or already missed."""

    which: int
    days: int | None
    missed: bool


class Fold:
    def __repr__(self) -> str:
        return "Fold()"


steps = st.lists(
    st.builds(Open, st.sampled_from(BODIES), st.sampled_from(Secrecy), st.sampled_from(["", "2025", "2026"]))
    | st.builds(
        Step, st.integers(0, 30), st.sampled_from(["submit", "give_back", "finish", "reopen", "nudge", "paint"])
    )
    | st.builds(Due, st.integers(0, 30), st.none() | st.integers(-3, 3), st.booleans())
    | st.builds(Fold),
    min_size=8,
    max_size=40,
)
ACTORS = {
    "submit": "liaison",
    "paint": "liaison",
    "give_back": "principal",
    "finish": "principal",
    "reopen": "principal",
}


def play(city, opened: list[Matter], step) -> None:
    if isinstance(step, Open):
        if step.secrecy == Secrecy.RESTRICTED:
            opened.append(restricted_block(city.actor("ecology-bureau.liaison").person, step.body, period=step.period))
        else:
            opened.append(block(step.body, secrecy=step.secrecy, period=step.period))
    elif isinstance(step, Fold):
        fold()
    elif opened:
        matter = opened[step.which % len(opened)]
        if isinstance(step, Due):
            due = None if step.days is None else now() + timedelta(days=step.days)
            Matter.objects.filter(pk=matter.pk).update(next_due_at=due, first_missed_at=now() if step.missed else None)
            return
        actor = Actor.system("测试")
        if matter.kind == "block" and step.act in ACTORS:
            actor = city.actor(f"{matter.holder.key}.{ACTORS[step.act]}")
        try:
            with transaction.atomic():
                perform(
                    {"block": BLOCK}.get(matter.kind, RESTRICTED), step.act, matter.pk, actor=actor, data=data(step.act)
                )
        except Refused:
            return  # random acts are often out of turn


def data(act: str) -> dict[str, str]:
    return {"colour": "blue"} if act == "paint" else {}


def check(city, keys: list[str]) -> None:
    assert audit() == []
    for scope, readers in READERS.items():
        for reader in readers:
            actor = city.actor(reader)
            asked = [key for key in keys if key != "block.overseen" or scope is Scope.OVERSIGHT]
            for key, reading in values(asked, actor, scope=scope).items():
                assert reading.value == reading.matters.count(), (key, scope, reader)
                assert reading.value == listing(reading.url_params, actor).count(), (key, scope, reader)
                assert not reading.matters.filter(secrecy=Secrecy.RESTRICTED).exists()
            for by in ("state", "body", "period"):
                parts = breakdown("block.all", by, actor, scope=scope)
                assert sum(part.value for part in parts) == values(["block.all"], actor, scope=scope)["block.all"].value
                for part in parts:
                    if part.key:
                        assert part.value == listing(part.url_params, actor).count() > 0


@pytest.mark.usefixtures("block_figures")
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps)
def test_every_figure_is_the_length_of_its_list(city, block_figures, sequence):
    with transaction.atomic():
        opened: list[Matter] = []
        for step in sequence:
            play(city, opened, step)
        check(city, block_figures)
        fold()
        check(city, block_figures)
        transaction.set_rollback(True)
