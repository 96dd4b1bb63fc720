"""A list on its way, as tests speak of it: who does what next, with what a department would write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.mechanisms.responsibilities import consulting
from ecoduty.mechanisms.responsibilities.flow import CONSOLIDATED_TABLE, SPECIFIC_TABLE
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList

CODE = "《中华人民共和国生态环境法典》"
SEWAGE = {
    "name": "河道管理范围内排污口的巡查", "unit": "河湖处", "bases": f"{CODE}第二百七十五条", "field": "water",
    "supporters": ["ecology-bureau"],
}  # fmt: skip
PLAIN = {"name": "水土保持方案的审批和监督检查", "unit": "水保处", "bases": f"{CODE}第八百九十七条", "field": "ecology"}
NOISE = {"name": "建筑施工噪声污染防治的监督管理", "unit": "安全处", "bases": f"{CODE}第五百七十二条"}
URL = "https://water.example.gov.cn/list.html"


def at(month: int, day: int, hour: int = 10) -> datetime:
    year = 2027 if month < 11 else 2026
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


class People(Protocol):
    """Whoever knows who is in a post: the city of a test."""

    def actor(self, username: str) -> Actor: ...


class Compiler:
    """One body's list. `do` acts in a post of the body, `others` in a post of another."""

    def __init__(self, city: People, body: str = "water-bureau", data: Mapping[str, Any] | None = None) -> None:
        self.city, self.body = city, body
        given = {"reason": "first", **(data or {})}
        self.pk = perform(SPECIFIC_TABLE, "open", actor=city.actor(f"{body}.liaison"), data=given).subject.pk

    @classmethod
    def of(cls, city: People, version: ResponsibilityList) -> Compiler:
        """The list of a body that something else began."""
        found = cls.__new__(cls)
        found.city, found.body, found.pk = city, version.body.key, version.pk
        return found

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.pk)

    @property
    def list(self) -> ResponsibilityList:
        return ResponsibilityList.objects.select_related("body", "matter").get(pk=self.pk)

    def row(self, name: str) -> Responsibility:
        return self.list.rows.get(name=name)

    def do(self, post: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Matter:
        return self.others(f"{self.body}.{post}", act, data, **more)

    def others(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Matter:
        return perform(SPECIFIC_TABLE, act, self.pk, actor=self.city.actor(who), data=data, **more).subject

    def draft(self, *rows: Mapping[str, Any]) -> Compiler:
        if self.matter.state == "collecting":
            self.do("liaison", "begin_drafting")
        for row in rows or (PLAIN,):
            self.do("liaison", "add_row", row)
        return self

    def to_consulting(self) -> Compiler:
        self.do("liaison", "submit_for_check")
        self.do("deputy", "start_consultation")
        return self

    def to_approved(self) -> Compiler:
        self.do("liaison", "submit_for_approval")
        day = today().isoformat()
        self.do("principal", "approve", {"meeting": "第12次局党组会", "number": "纪要12号", "approved_on": day})
        return self

    def publish(self, **data: Any) -> Compiler:
        day = today().isoformat()
        self.do("liaison", "register_publication", {"own_url": URL, "published_on": day, **data})
        return self


def published(city: People, body: str, *rows: Mapping[str, Any], **data: Any) -> Compiler:
    """A list in force by all its acts, whoever is asked agreeing; a row may be its name and words alone.

    `data` goes to the publication: `in_force`, `published_on`.
    """
    whole = [{"unit": "综合处", "bases": f"{CODE}第{place}条", **row} for place, row in enumerate(rows, 101)]
    found = Compiler(city, body).draft(*whole)
    return through(found, **data)


def through(found: Compiler, **data: Any) -> Compiler:
    """From drafting to its publication, whoever is asked agreeing."""
    found.to_consulting()
    for one in consulting.unanswered(found.list):
        found.others(f"{one.body.key}.liaison", "answer_consultation", {"answer": "agree"})
    return found.to_approved().publish(**data)


def refusal(work: Any, *args: Any, **more: Any) -> Refused:
    """The refusal that this work ends with."""
    try:
        work(*args, **more)
    except Refused as refused:
        return refused
    raise AssertionError("it was not refused")


__all__ = [
    "CODE",
    "CONSOLIDATED_TABLE",
    "PLAIN",
    "SEWAGE",
    "URL",
    "Compiler",
    "at",
    "published",
    "refusal",
    "through",
]
