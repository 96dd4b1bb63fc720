"""A mechanism that lives only in the tests: letters, which use everything documents and publications offer."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from ecoduty.casework.documents import numbers, receipts, recipients, texts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import open_matter
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.publications import data as public
from ecoduty.casework.publications import effects, guards
from ecoduty.casework.publications.kinds import PublicKind
from ecoduty.casework.publications.queries import publication_of
from ecoduty.kernel.flow import Act, ActData, Actor, ActTable, Attempt, State, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.organisation.directory.models import Body

KIND = PublicKind("letter", "公开信", clause="4.1", duty="annual-report")
SECTIONS = ("履职情况", "存在问题")


class Opening(ActData):
    title: str = Field(title="标题")
    body: str = Field(title="主办单位")


class Text(ActData):
    sections: dict[str, str] = Field(title="正文", json_schema_extra={"widget": "sections"})


def _open(attempt: Attempt) -> None:
    matter = open_matter(
        attempt, title=attempt.data.title, holder=Body.objects.get(key=attempt.data.body), state="open", clauses=["3.1"]
    )
    texts.start(matter, "letter", attempt.data.title)


def document(attempt: Attempt) -> Any:
    return attempt.subject.documents.get()


def _save(attempt: Attempt) -> None:
    sections = [(title, attempt.data.sections.get(title, "")) for title in SECTIONS]
    texts.save(document(attempt), sections, attempt.actor, attempt.recorded_at)


def _send(attempt: Attempt) -> None:
    recipients.address(document(attempt), "annual-report", attempt.occurred_at.date())
    recipients.send(attempt, document(attempt))


def _prepare(attempt: Attempt) -> None:
    draft = texts.current(document(attempt))
    assert draft is not None
    effects.prepare(attempt, draft.sections, year=2026, period="2026")


def _publication(attempt: Attempt) -> Any:
    return publication_of(attempt.subject)


ANYONE = (Who("holder_body", (), "主办单位"),)
READERS = (Who("holder_body", (), "主办单位"), Who("copy", (), "收文单位"))
LETTERS = ActTable(
    kind="letter",
    label="公开信",
    states=(State("open", "在办"),),
    acts=(
        Act("open", "立项", (START,), "open", (Who("system", (), "平台"),), data=Opening, effect=_open),
        Act("save", "拟稿", ("open",), None, ANYONE, data=Text, effect=_save),
        Act(
            "sign", "签发", ("open",), None, ANYONE, data=numbers.SignData, guards=(numbers.NUMBER_IN_FORM,),
            effect=lambda attempt: numbers.sign(attempt, document(attempt)),
        ),
        Act("send", "报送", ("open",), None, ANYONE, effect=_send),
        Act(
            "record_receipt", "登记签收", ("open",), None, ANYONE, data=receipts.ReceiptData,
            effect=lambda attempt: receipts.record(attempt, document(attempt)),
        ),
        Act(
            "acknowledge", "签收", ("open",), None, READERS, guards=(receipts.OWES_RECEIPT,),
            effect=lambda attempt: receipts.acknowledge(attempt, document(attempt)),
        ),
        Act("prepare", "备公开版", ("open",), None, ANYONE, effect=_prepare),
        Act("edit", "改公开版", ("open",), None, ANYONE, data=public.PublicVersion, effect=_prepare),
        Act(
            "publish", "登记公开", ("open",), None, ANYONE, data=public.Registration, guards=(guards.PREPARED,),
            effect=lambda attempt: effects.register(
                attempt, _publication(attempt), sent_at=document(attempt).sent_at
            ),
        ),
        Act(
            "ask", "提请不公开", ("open",), None, ANYONE, data=public.Decline,
            effect=lambda attempt: effects.ask_to_decline(attempt, _publication(attempt)),
        ),
        Act(
            "approve", "批准不公开", ("open",), None, ANYONE, guards=(guards.ANOTHER_POST,),
            effect=lambda attempt: effects.approve_decline(attempt, _publication(attempt)),
        ),
        Act(
            "refuse", "不同意", ("open",), None, ANYONE,
            effect=lambda attempt: effects.refuse_decline(attempt, _publication(attempt)),
        ),
        Act(
            "withdraw", "撤下", ("open",), None, ANYONE, data=public.Withdraw, guards=(guards.REGISTERED,),
            effect=lambda attempt: effects.withdraw(attempt, _publication(attempt)),
        ),
    ),
    store=MatterStore(),
)  # fmt: skip


def actor(body: str, post_kind: str = "liaison", number: int = 1) -> Actor:
    """Somebody of a body; `number` tells accounts and posts apart."""
    found = Body.objects.get(key=body)
    return Actor(
        name=f"{found.short_name}{post_kind}{number}",
        title=f"{found.short_name}·{post_kind}",
        post_kind=post_kind,
        account=number,
        post=number,
        body=body,
        body_id=found.pk,
        level=found.level,
    )


class Office:
    """Doing acts on letters without ceremony."""

    def __init__(self, table: ActTable) -> None:
        self.table = table

    def open(self, body: str = "agriculture-water-bureau", title: str = "关于河道的公开信", **more: Any) -> Matter:
        data = {"title": title, "body": body}
        matter: Matter = perform(self.table, "open", actor=Actor.system("平台"), data=data, **more).subject
        return matter

    def do(self, act: str, matter: Matter, who: Actor | None = None, *, at: Any = None, **data: Any) -> Matter:
        given: Matter = perform(
            self.table, act, matter.pk, actor=who or actor(matter.holder.key), data=data, occurred_at=at, reason="测试"
        ).subject
        return given
