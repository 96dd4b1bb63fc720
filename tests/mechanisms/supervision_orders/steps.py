"""Steps that tests of supervision orders take: take up, issue, sign for, report, check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.documents.models import Document
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.supervision_orders.flow import ORDERS, WORKS
from tests.city import City

OFFICE, WATER, BUILD = "committee-office", "water-bureau", "construction-bureau"
SUBJECT, NUMBER = "杏林湾排口整治", "厦环委办督〔2026〕3号"


def order(*receivers: str, **more: Any) -> dict[str, Any]:
    return {
        "subject": SUBJECT, "grounds": "市环委会第三次全体会议纪要", "approved_by": "市环委办主任，2026年11月20日",
        "requirements": "逐口溯源，年底前全部达标。", "limit_on": "2026-12-31", "rhythm": "week-5",
        "receivers": list(receivers) or ["市水利局", "市建设局"], **more,
    }  # fmt: skip


class Order:
    """Does acts on one order and on what it asks of each body, by account."""

    def __init__(self, city: City, by: str = f"{OFFICE}.director", *receivers: str, **more: Any) -> None:
        self.city, self.by = city, by
        self.pk = perform(ORDERS, "prepare_order", actor=city.actor(by), data=order(*receivers, **more)).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "supervision_order").get(pk=self.pk)

    @property
    def document(self) -> Document:
        return Document.objects.get(matter=self.pk)

    def do(self, act: str, data: Mapping[str, Any] | None = None, who: str = "") -> Done:
        return perform(ORDERS, act, self.pk, actor=self.city.actor(who or self.by), data=data)

    def refused(self, act: str, data: Mapping[str, Any] | None = None, who: str = "") -> Refused:
        return _refused(lambda: self.do(act, data, who), act)

    def issued(self, number: str = NUMBER) -> Order:
        self.do("issue_order", {"number": number})
        return self

    def work(self, body: str) -> Work:
        return Work(self, Matter.objects.get(supervised_work__order=self.pk, holder__key=body).pk, body)


class Work:
    """What an order asks of one body; `own` acts in its name, `watch` in the issuer's."""

    def __init__(self, order: Order, pk: int, body: str) -> None:
        self.order, self.pk, self.body = order, pk, body

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "supervised_work").get(pk=self.pk)

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Done:
        return perform(WORKS, act, self.pk, actor=self.order.city.actor(who), data=data)

    def own(self, act: str, data: Mapping[str, Any] | None = None) -> Done:
        return self.do(f"{self.body}.liaison", act, data)

    def watch(self, act: str, data: Mapping[str, Any] | None = None) -> Done:
        return self.do(self.order.by, act, data)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Refused:
        return _refused(lambda: self.do(who, act, data), act)

    def signed(self) -> Work:
        self.own("sign_for_work", {"unit": "河湖处", "person": "李明"})
        return self

    def done(self) -> Work:
        self.signed()
        self.own("report_result", {"text": "十七个排口全部溯源整治，水质达标。"})
        self.watch("accept_result", {"way": "site", "finding": "现场核查三处，均达标。"})
        return self

    def clock(self, key: str) -> str:
        """The last day of an open deadline, empty where there is none."""
        rows = Deadline.objects.filter(matter=self.pk, key=f"supervision.{key}", state__in=("running", "missed"))
        return "".join(str(row.due_on) for row in rows)


def _refused(attempt: Any, act: str) -> Refused:
    try:
        attempt()
    except Refused as refused:
        return refused
    raise AssertionError(f"{act} was not refused")
