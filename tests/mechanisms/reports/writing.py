"""Steps that report tests take: open what is due, write, review, sign, send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.kernel.flow import Done, perform, table
from ecoduty.mechanisms.reports import sections
from tests.city import City

DECEMBER = datetime(2026, 12, 1, 8, 0, tzinfo=SHANGHAI)
ANNUAL, HALF_YEAR = "annual_report", "half_year_report"


def at(month: int, day: int, hour: int = 10, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def opened(city: City, kind: str = ANNUAL, body: str = "water-bureau") -> Matter:
    """The body's report, opened by the platform on the day it opens."""
    if now() < DECEMBER:
        city.clock.move_to(DECEMBER)
    open_due()
    return Matter.objects.get(kind=kind, holder__key=body)


class Writer:
    """Does acts on one report, by post of its holder."""

    def __init__(self, city: City, matter: Matter) -> None:
        self.city = city
        self.pk = matter.pk
        self.kind = matter.kind
        self.body = matter.holder.key

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder").get(pk=self.pk)

    def do(self, post: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        username = post if "." in post else f"{self.body}.{post}"
        return perform(table(self.kind), act, self.pk, actor=self.city.actor(username), data=data, **more)

    def write(self, **texts: str) -> None:
        titles = sections.required(self.kind, self.matter.rulebook)
        written = {title: texts.get(title, f"{title}：全年工作有序推进，完成年度任务。") for title in titles}
        self.do("liaison", "save_draft", {"sections": written})

    def to_signed(self, number: str = "厦水〔2027〕3号") -> None:
        self.write()
        self.do("liaison", "submit_for_review")
        self.do("deputy", "pass_review")
        self.do("principal", "sign", {"number": number})

    def to_sent(self) -> None:
        self.to_signed()
        self.do("liaison", "send")

    def clear_public_version(self) -> None:
        self.do("liaison", "submit_public_version")
        self.do("deputy", "clear_public_version")
