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

from ecoduty.casework.publications import lists
from ecoduty.casework.publications.models import PublishedItem, PublishedList, PublishedRow
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


def list_row(key: int, name: str, **facts: Any) -> PublishedRow:
    """A row to be shown: `key` is its number, the same in every version."""
    given = {
        "key": UUID(int=0x40008000_00000001_00000000 + key), "order": key, "number": f"XM-HB-SLJ-2026-{key:03d}",
        "name": name, "field": "water", "field_label": "水", "body_key": "water-bureau", "body_short_name": "市水利局",
        "role_label": "牵头", "lead_key": "water-bureau", "lead_short_name": "市水利局", "level_label": "市级",
        "unit": "河湖管理处", "bases": ["《中华人民共和国生态环境法典》第七百四十七条"],
    }  # fmt: skip
    return PublishedRow(**{**given, **facts})


@pytest.fixture
def show_list(planned) -> Callable[..., PublishedList]:
    """Puts a version of a list before the public: `show_list(1, rows, since=date(…))`."""

    def put(edition: int, rows: list[PublishedRow], since: date, **changes: Any) -> PublishedList:
        given = {
            "public_id": UUID(int=0x40008000_00000002_00000000 + next(_numbers)), "city": "xiamen", "kind": "specific",
            "kind_label": "具体事项清单", "level": "city", "region_name": "厦门市", "body_key": "water-bureau",
            "body_name": "厦门市水利局", "body_short_name": "市水利局", "body_order": 18, "edition": edition,
            "in_force": since, "published_on": since, "own_url": "https://water-bureau.example.gov.cn/list.html",
            "approval": "局务会审定", "registered_at": datetime(since.year, since.month, since.day, 9, tzinfo=SHANGHAI),
        }  # fmt: skip
        return lists.show(PublishedList(**{**given, **changes}), rows)

    return put


@pytest.fixture
def listed(show_list) -> tuple[PublishedList, PublishedList]:
    """Two versions of one list: a row reworded, one added, one gone."""
    first = show_list(
        1, [list_row(1, "监督河道采砂"), list_row(2, "水土保持方案审批", unit="水土保持处"), list_row(3, "编制节水规划")], date(2026, 3, 1)
    )  # fmt: skip
    second = show_list(
        2, [list_row(1, "监督河道采砂和清淤"), list_row(2, "水土保持方案审批", unit="水土保持处"),
            list_row(4, "保障河湖生态流量", supporters=["市生态环境局"], decision="经牵头部门研究明确（2026-0000007）")],
        date(2026, 9, 1),
    )  # fmt: skip
    first.refresh_from_db()
    return first, second
