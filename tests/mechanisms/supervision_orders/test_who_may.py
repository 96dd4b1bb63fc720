"""Every act, in every state, by every role."""

from __future__ import annotations

from ecoduty.mechanisms.supervision_orders.flow import ORDERS, WORKS
from tests.mechanisms.supervision_orders.steps import WATER, Order
from tests.mechanisms.who_may import checked

ROLES = ("water-bureau.liaison", "construction-bureau.liaison", "ocean-bureau.liaison", "committee-office.clerk", "siming-committee-office.clerk")  # fmt: skip


def test_every_act_is_refused_to_whoever_may_not(city):
    given = Order(city, "committee-office.director", "市水利局").issued()
    assert checked(city, ORDERS, given.matter, ROLES) > 60
    assert checked(city, WORKS, given.work(WATER).matter, ROLES) > 100
