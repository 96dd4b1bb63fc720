"""Matters as the gate keeps them: found under their own kind, loaded and written many at once, closed and reopened."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Item, Refused, perform, perform_many
from tests.toy.blocks import BLOCK, RESTRICTED, block, restricted_block

pytestmark = pytest.mark.usefixtures("blocks")

BODY = "water-bureau"


def walk(city, matter, *acts):
    for act in acts:
        post = "liaison" if act == "submit" else "principal"
        perform(BLOCK, act, matter.pk, actor=city.actor(f"{BODY}.{post}"))
    matter.refresh_from_db()


def test_a_matter_of_another_kind_is_not_found(city):
    """The acts of one table never touch the matters of another, whatever number a form carries."""
    named = city.actor(f"{BODY}.liaison")
    other = restricted_block(named.person, BODY)
    for table, pk in ((BLOCK, other.pk), (RESTRICTED, block(BODY).pk)):
        with pytest.raises(Refused) as refused:
            perform(table, "submit", pk, actor=named)
        assert refused.value.code == "not_found"
    assert perform(RESTRICTED, "submit", other.pk, actor=named).subject.state == "review"


def test_a_store_of_no_registered_table_finds_nothing(city):
    assert MatterStore().streams([block(BODY).pk]) == {}


def test_a_matter_closes_with_the_act_that_owes_nothing_more_and_opens_again(city):
    matter = block(BODY)
    walk(city, matter, "submit", "finish")
    assert (matter.open, matter.closed_at) == (False, city.clock.moment)
    walk(city, matter, "reopen")
    assert (matter.open, matter.closed_at, matter.state) == (True, None, "draft")


def test_many_matters_cost_as_many_statements_as_one(city):
    actor = city.actor(f"{BODY}.liaison")

    def statements(count):
        items = [Item(block(BODY).pk) for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            perform_many(BLOCK, "submit", items, actor=actor)
        return len(captured)

    assert statements(1) == statements(25)
