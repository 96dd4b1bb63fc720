"""Bodies, who is in office, and the duties of the rulebook."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from ecoduty.interfaces.api.answers.matters import BodyName
from ecoduty.kernel.rulebook.schema import Duty
from ecoduty.organisation.directory.models import Appointment, Body
from ecoduty.organisation.directory.queries import Entry


class BodyAnswer(BaseModel):
    """一个机构。"""

    key: str = Field(description="机构代码，永久不变")
    name: str
    short_name: str
    kind: str
    level: str = Field(description="city 市级，district 区级，province 省级，outside 市外垂直管理")
    region_code: str = Field(description="行政区划代码")
    official_code: str
    parent: str | None = Field(description="上级机构代码")
    tags: list[str]
    valid_from: date | None
    valid_to: date | None = Field(description="撤销日，当日起不再存在")
    href: str

    @classmethod
    def of(cls, body: Body) -> BodyAnswer:
        """From a body whose parent was selected with it."""
        return cls(**_facts(body))


class BodyPage(BaseModel):
    """一页机构，按法定次序。"""

    items: list[BodyAnswer]
    next: str | None = Field(description="下一页的游标；没有下一页则为空")


class PostAnswer(BaseModel):
    """一个岗位和在任的人。"""

    key: str
    kind: str
    title: str
    holders: list[str]


class LeaderAnswer(BaseModel):
    """分管本机构的领导。"""

    title: str
    side: str = Field(description="government 政府，party 党委")
    name: str | None = Field(description="空为空缺")


class BodyDetail(BodyAnswer):
    """一个机构在某日的岗位、在任者、统筹负责同志和分管领导。"""

    on: date
    posts: list[PostAnswer]
    coordinator: str | None = Field(description="统筹负责同志")
    coordinator_missing: bool = Field(description="须有统筹负责同志而空缺")
    leaders: list[LeaderAnswer]

    @classmethod
    def at(cls, entry: Entry, on: date) -> BodyDetail:
        """From the roster of that day."""
        return cls(
            **_facts(entry.body),
            on=on,
            posts=[
                PostAnswer(key=post.key, kind=post.kind, title=post.title, holders=[person.name for person in people])
                for post, people in entry.posts
            ],
            coordinator=entry.coordinator.appointment.person.name if entry.coordinator else None,
            coordinator_missing=entry.coordinator_missing,
            leaders=[
                LeaderAnswer(title=one.post.title, side=one.side, name=one.person.name if one.person else None)
                for one in entry.leaders
            ],
        )


class PersonAnswer(BaseModel):
    """一次任职：谁在哪个机构任什么岗位。"""

    name: str
    body: BodyName
    post: str = Field(description="岗位代码")
    post_kind: str
    title: str
    since: date | None
    until: date | None = Field(description="终止日，当日起不再任职")

    @classmethod
    def of(cls, row: Appointment) -> PersonAnswer:
        """From an appointment with person, post and body."""
        post = row.post
        return cls(
            name=row.person.name, body=BodyName(key=post.body.key, name=post.body.short_name), post=post.key,
            post_kind=post.kind, title=post.title, since=row.since, until=row.until,
        )  # fmt: skip


class PersonPage(BaseModel):
    """一页在任人员。"""

    items: list[PersonAnswer]
    next: str | None = Field(description="下一页的游标；没有下一页则为空")


class DutyAnswer(BaseModel):
    """规则书里的一项定期义务。"""

    key: str
    label: str
    clauses: list[str]
    kind: str = Field(description="由它立项的办件种类")
    rhythm: str = Field(description="周期")
    opens: dict[str, Any] = Field(description="何时立项")
    due: dict[str, Any] = Field(description="何时到期")
    basis: dict[str, Any] = Field(description="依据：plan 方案，statute 法规，local 本平台默认")
    bearers: list[str] = Field(description="义务主体的机构代码")

    @classmethod
    def of(cls, duty: Duty, bearers: list[str]) -> DutyAnswer:
        """From the rulebook."""
        return cls(
            key=duty.key, label=duty.label, clauses=list(duty.clauses), kind=duty.kind, rhythm=duty.rhythm,
            opens=duty.opens.model_dump(mode="json", exclude_none=True),
            due=duty.due.model_dump(mode="json", exclude_none=True),
            basis=duty.basis.model_dump(mode="json", exclude_none=True), bearers=bearers,
        )  # fmt: skip


class Duties(BaseModel):
    """在用规则书的定期义务。"""

    edition: str
    digest: str = Field(description="规则书版本的摘要")
    duties: list[DutyAnswer]


def _facts(body: Body) -> dict[str, Any]:
    return {
        "key": body.key,
        "name": body.name,
        "short_name": body.short_name,
        "kind": body.kind,
        "level": body.level,
        "region_code": body.region_code,
        "official_code": body.official_code,
        "parent": body.parent.key if body.parent else None,
        "tags": body.tags,
        "valid_from": body.valid_from,
        "valid_to": body.valid_to,
        "href": f"/api/v1/bodies/{body.key}",
    }
