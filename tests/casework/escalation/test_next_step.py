"""A reminder says what is to be done now: the act that meets the deadline from here, else the step forward."""

from __future__ import annotations

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.turns import next_step
from tests.city import City
from tests.mechanisms.coordination.steps import SUPPORTER, Road, at


@pytest.mark.parametrize(
    ("kind", "state", "deadline", "said"),
    [
        ("cooperation", "asked", "coordination.reply", "配合单位“签收”"),
        ("cooperation", "working", "coordination.reply", "配合单位“答复配合情况”"),
        ("cooperation", "answered", "", "牵头单位“内容核查通过”"),
        ("task", "issued", "", "牵头单位“签收”"),
        ("task", "doing", "", "牵头单位“申请办结”"),
        ("cooperation", "done", "", ""),
        ("nothing_known", "asked", "", ""),
    ],
)
def test_the_next_step_is_read_from_the_act_table(kind: str, state: str, deadline: str, said: str) -> None:
    assert next_step(kind, state, deadline) == said


def test_a_reminder_says_it_as_things_stand(city: City) -> None:
    road = Road(city)
    city.clock.move_to(at(12, 4))
    sweep()
    found = Notice.objects.filter(matter=road.pk, kind="reminder", person=city.actor(f"{SUPPORTER}.liaison").person)
    assert "下一步：配合单位“签收”。" in found.latest("pk").text


def test_urging_says_what_is_wanted(city: City) -> None:
    road = Road(city)
    road.do("supporter.liaison", "receive")
    road.do("lead.principal", "urge", {"note": "汛期之前要见结果。"})
    said = Notice.objects.filter(matter=road.pk, kind="urging").latest("pk").text
    assert "下一步：配合单位“答复配合情况”。要求：汛期之前要见结果。" in said
