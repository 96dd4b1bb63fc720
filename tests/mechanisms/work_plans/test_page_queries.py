"""What pages of tasks ask of the database does not grow with the tasks, whatever the filter, nor with what happened to one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Item, perform_many
from ecoduty.mechanisms.work_plans.flow import TASKS
from tests.city import City
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, SUPPORTER, Work, content

FILTERS = (
    "", "&state=doing", "&state=closed", "&source=annual", "&livelihood=no", "&due=overdue", "&light=soon", "&holder=water-bureau",
    "&whose=held", "&state=issued&source=annual&livelihood=no", "&q=排口", "&sort=-due",
)  # fmt: skip
TABS = ("content", "parts", "progress", "ledger")


def asked(client: Client, addresses: Sequence[str]) -> dict[str, int]:
    """How many statements each page sends, asked for the second time."""
    found = {}
    for address in addresses:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as sent:
            client.get(address)
        found[address] = len(sent)
    return found


def issued(city: City, count: int) -> None:
    items = [Item(number, content(name=f"第{number}件")) for number in range(count)]
    drafted = perform_many(TASKS, "draft_task", items, actor=city.actor(ISSUER)).done.values()
    perform_many(TASKS, "issue", [Item(done.subject.pk) for done in drafted], actor=city.actor(ISSUER))


@pytest.mark.parametrize("who", [ISSUER, LEAD])
def test_lists_and_worklist_ask_the_same_for_few_and_many(city: City, who: str) -> None:
    addresses = ["/", *(f"/matters/?kind=task{more}" for more in FILTERS)]
    issued(city, 2)
    few = asked(city.client(who), addresses)
    issued(city, 20)
    many = asked(city.client(who), addresses)
    assert {address: count for address, count in many.items() if count > few[address]} == {}


def test_a_task_asks_the_same_whatever_happened_to_it(city: City) -> None:
    work = Work(city).under_way()
    matter = Matter.objects.get(pk=work.pk)
    addresses = [f"/matters/{matter.public_id}/", *(f"/matters/{matter.public_id}/?tab={tab}" for tab in TABS)]
    work.do(LEAD, "report_progress", {"changed": "开始排查", "evidence": "台账"})
    before = asked(city.client(LEAD), addresses)
    assert before[addresses[0]] <= 20
    for number in range(12):
        who = LEAD if number % 2 else SUPPORTER
        work.do(who, "report_progress", {"changed": f"第{number}次进展", "evidence": "台账"})
    after = asked(city.client(LEAD), addresses)
    assert {address: count for address, count in after.items() if count > before[address]} == {}
