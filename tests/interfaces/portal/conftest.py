"""Xiamen's plan with some of its departments' reports published, as committed rows: the portal reads on its own connection."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from ecoduty.casework.publications.models import PublishedItem
from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen
from ecoduty.kernel.rulebook import load_rulebook, store
from ecoduty.organisation.directory.models import Body
from tests.city import City
from tests.database import ROOT

NOON = datetime(2027, 2, 10, 12, 0, tzinfo=SHANGHAI)  # reports for 2026 were due on 31 January
TEXT = [
    {"title": "绿色低碳发展", "text": "全年新增节水型单位三十六家。\n万元地区生产总值用水量下降百分之三点二。"},
    {"title": "督察整改", "text": "承担的两项任务均已完成。"},
    {"title": "污染防治攻坚", "text": "巡查河道四十次，整治排口十二个。"},
    {"title": "生态系统质量", "text": "修复河岸五公里。"},
]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def xiamen():
    return load_rulebook(Path(ROOT) / "rulebooks" / "xiamen")


@pytest.fixture
def empty(fresh_db) -> Iterator[None]:
    """No rulebook yet."""
    with frozen(NOON, every_thread=True):
        store.forget()
        yield
        store.forget()


@pytest.fixture
def planned(fresh_city) -> City:
    """The plan, nothing published yet."""
    fresh_city.clock.move_to(NOON)
    return fresh_city


@pytest.fixture
def clock(planned) -> FrozenClock:
    """Legal time in every thread; move it by hand."""
    return planned.clock


@pytest.fixture
def publish(planned) -> Callable[..., PublishedItem]:
    """Puts an item before the public: `publish("water-bureau", 20)` on 20 January, `content=None` for a declined one."""

    def put(body: str, day: int = 20, year: int = 2026, **changes: Any) -> PublishedItem:
        row = Body.objects.get(key=body)
        number = next(_numbers)
        given = {
            "public_id": UUID(int=0x40008000_00000000_00000000 + number),
            "city": "xiamen",
            "body_key": row.key,
            "body_name": row.name,
            "body_short_name": row.short_name,
            "body_order": row.order,
            "kind": "annual_report",
            "kind_label": "年度专题报告",
            "title": f"{row.short_name}{year}年度生态环境保护履职专题报告",
            "year": year,
            "period": str(year),
            "content": TEXT,
            "own_url": f"https://{row.key}.example.gov.cn/{year}/report.html",
            "published_on": date(year + 1, 1, day),
            "snapshot": f"{number:064x}",
            "registered_at": datetime(year + 1, 1, day, 16, 0, tzinfo=SHANGHAI),
        }
        return PublishedItem.objects.create(**{**given, **changes})

    return put


@pytest.fixture
def published(publish) -> dict[str, PublishedItem]:
    """Eight published, one declined, one withdrawn, five silent."""
    bodies = Body.objects.filter(tags__contains=["named_departments"]).values_list("key", flat=True)
    found = {key: publish(key, day) for key, day in zip(bodies[:8], (22, 21, 20, 16, 14, 12, 29, 30), strict=True)}
    declined = publish(
        bodies[8], 28, content=None, own_url="", snapshot="", declined_reason="内容涉及正在办理的案件，办结后再行公开。"
    )
    gone = publish(bodies[9], 18)
    PublishedItem.objects.filter(pk=gone.pk).update(
        content=None, withdrawn_on=date(2027, 2, 3), withdrawn_reason="附表数据有误，更正后重新公开。"
    )
    return {**found, "declined": declined, "withdrawn": gone}


@pytest.fixture
def only_the_portal_role() -> Iterator[None]:
    """No page may ask anything over another connection than the portal's."""

    def refuse(execute, sql, params, many, context):
        raise AssertionError(f"a public page asked the application's database: {sql[:120]}")

    with connections["default"].execute_wrapper(refuse):
        yield
