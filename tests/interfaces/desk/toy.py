"""A mechanism that lives only in these tests: a paper that is drafted, reviewed, signed and sent, or shelved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from ecoduty.casework.matters.models import Matter, PartyRole, Secrecy
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.clock import end_of_day
from ecoduty.kernel.flow import Act, ActData, Actor, ActTable, Attempt, Guard, State, Who, perform
from ecoduty.organisation.directory.models import Body

KIND = "toy_paper"
PLATFORM = Actor.system("定期义务")


class Open(ActData):
    body: str = Field(title="主办单位")
    title: str = Field(title="标题")
    due: date | None = Field(default=None, title="期限")
    copy_to: str = Field(default="", title="抄送")
    secrecy: str = Field(default=Secrecy.INTERNAL, title="密级")


class Draft(ActData):
    text: str = Field(title="正文", min_length=5, max_length=2000, json_schema_extra={"widget": "long_text"})
    kind: str = Field(title="文种", json_schema_extra={"choices": [["letter", "函"], ["report", "报告"]]})
    held_on: date | None = Field(default=None, title="会议日期", description="开过会的填")
    site: str = Field(default="", title="网址", json_schema_extra={"widget": "url"})
    urgent: bool = Field(default=False, title="急件")


class Return(ActData):
    note: str = Field(title="退回意见", min_length=2, max_length=500, json_schema_extra={"widget": "long_text"})


def _open(attempt: Attempt) -> None:
    data = attempt.data
    body = Body.objects.get(key=data.body)
    matter = open_matter(
        attempt, title=data.title, holder=body, state="drafting", clauses=["1.1"], period="2026", secrecy=data.secrecy,
        origin_note="定期义务，2026年度",
    )  # fmt: skip
    if data.copy_to:
        add_party(matter, Body.objects.get(key=data.copy_to), PartyRole.COPY, attempt.occurred_at)
    if data.due:
        matter.next_due_on, matter.next_due_at = data.due, end_of_day(data.due)
        matter.next_due_label = "报送"


def _draft(attempt: Attempt) -> None:
    attempt.record(drafted=True)


def _urgent_needs_date(attempt: Attempt) -> bool:
    return not attempt.data.urgent or attempt.data.held_on is not None


LIAISON = Who("holder_body", ("liaison",), "联络员")
PRINCIPAL = Who("holder_body", ("principal",), "主要负责人")

TABLE = ActTable(
    kind=KIND,
    label="专题报告",
    clauses=("1.1",),
    states=(
        State("drafting", "拟稿", waits_for="联络员"),
        State("signing", "待签发", waits_for="主要负责人"),
        State("sending", "待报送", waits_for="联络员"),
        State("sent", "已报送", open=False),
        State("asked", "待批示", waits_for="分管领导", main=False),
        State("shelved", "已搁置", open=False, main=False),
    ),
    acts=(
        Act("open", "立项", ("",), "drafting", (Who("system", (), "平台"),), data=Open, effect=_open, main=True),
        Act("submit", "送签", ("drafting",), "signing", (LIAISON,), data=Draft, effect=_draft, main=True,
            guards=(Guard("urgent_needs_date", "急件须填会议日期。", _urgent_needs_date, asks_data=True),)),
        Act("sign", "签发", ("signing",), "sending", (PRINCIPAL,), main=True),
        Act("return", "退回修改", ("signing",), "drafting", (PRINCIPAL,), data=Return),
        Act("send", "报送", ("sending",), "sent", (LIAISON,), main=True),
        Act("ask", "请示", ("drafting",), "asked", (LIAISON,)),
        Act("answer", "批示", ("asked",), "drafting", (Who("leader_in_charge", (), "分管领导"),), main=True),
        Act("shelve", "搁置", ("drafting", "signing"), "shelved", (PRINCIPAL,)),
        Act("remind", "催办", ("drafting", "signing", "sending"), None, (Who("copy", ("liaison",), "收文单位联络员"),)),
    ),
    store=MatterStore(),
)  # fmt: skip


def open_paper(title: str, body: str = "water-bureau", at: datetime | None = None, **data: Any) -> Matter:
    done = perform(
        TABLE, "open", actor=PLATFORM, data={"body": body, "title": title, **data}, occurred_at=at, reason="测试"
    )
    return Matter.objects.get(pk=done.subject.pk)


def do(matter: Matter, act: str, actor: Actor, at: datetime | None = None, **data: Any) -> Matter:
    perform(TABLE, act, matter.pk, actor=actor, data=data, occurred_at=at)
    matter.refresh_from_db()
    return matter
