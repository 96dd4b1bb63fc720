"""The act table of papers: liaison writes, deputy passes on, principal signs — and every feature of a table once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from pydantic import Field

from ecoduty.kernel.flow import Act, ActData, Actor, ActTable, Attempt, Guard, State, Subject, Who
from tests.toy.models import Paper


class PaperStore:
    """Papers, in as many statements as the protocol of the gate allows."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        known = Paper.objects.filter(pk__in=refs).values_list("pk", flat=True)
        return {pk: f"paper:{pk}" for pk in known}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        return dict(Paper.objects.in_bulk(refs))

    def write(self, subjects: Sequence[Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE toy_paper SET state = rows.state, note = rows.note, version = rows.version, "
                "last_occurred_at = rows.last_occurred_at "
                "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::integer[], %s::timestamptz[]) "
                "AS rows(id, state, note, version, last_occurred_at) WHERE toy_paper.id = rows.id",
                [
                    [paper.pk for paper in subjects],
                    [paper.state for paper in subjects],
                    [paper.note for paper in subjects],
                    [paper.version for paper in subjects],
                    [paper.last_occurred_at for paper in subjects],
                ],
            )


class WriteData(ActData):
    title: str = Field(title="题目", min_length=1, max_length=100)
    holder: str = Field(title="承办", default="water")


class SubmitData(ActData):
    note: str = Field(title="说明", min_length=2, max_length=2000)
    copies: int = Field(title="份数", ge=1, le=9, default=1)
    wanted_on: date | None = Field(title="希望办结日", default=None)
    weights: list[float] = Field(title="权重", default_factory=list)


class ReturnData(ActData):
    why: str = Field(title="退回理由", min_length=1)


LIAISON = Who("holder", ("liaison",), "承办单位联络员")
DEPUTY = Who("holder", ("deputy", "coordinator"), "承办单位分管负责人")
PRINCIPAL = Who("holder", ("principal",), "承办单位主要负责人")
HELPER = Who("supporter", (), "协办单位")
PLATFORM = Who("system", (), "平台")


def _write(attempt: Attempt) -> None:
    attempt.subject = Paper.objects.create(title=attempt.data.title, holder=attempt.data.holder, state="draft")
    attempt.record(title=attempt.data.title)


def _submit(attempt: Attempt) -> None:
    attempt.subject.note = attempt.data.note
    attempt.send("toy", attempt.subject.stream, text=f"submitted {attempt.subject.pk}")


def _spoil(attempt: Attempt) -> None:
    attempt.send("toy", attempt.subject.stream, text="never")
    raise ArithmeticError("this effect breaks")


has_title = Guard("no_title", "还没有题目，请先写上题目。", lambda attempt: bool(attempt.subject.title), clause="11.2")
note_is_kind = Guard("rude_note", "说明里不能骂人。", lambda attempt: "混蛋" not in attempt.data.note, asks_data=True)

PAPERS = ActTable(
    kind="paper",
    label="纸",
    states=(
        State("draft", "起草", waits_for="联络员"),
        State("review", "审核", waits_for="分管负责人"),
        State("done", "办结", open=False),
    ),
    acts=(
        Act("write", "起草", ("",), "draft", (Who("anyone", ("liaison",), "联络员"),), data=WriteData, effect=_write),
        Act(
            "submit",
            "送审",
            ("draft",),
            "review",
            (LIAISON,),
            clauses=("11.1",),
            guards=(has_title, note_is_kind),
            data=SubmitData,
            effect=_submit,
            main=True,
        ),
        Act("return", "退回", ("review",), "draft", (DEPUTY, PRINCIPAL), data=ReturnData),
        Act("sign", "签发", ("review",), "done", (PRINCIPAL,), levels=("city",), main=True),
        Act("remark", "备注", ("draft", "review", "done"), None, (LIAISON, HELPER)),
        Act("remind", "催办", ("draft", "review"), None, (PLATFORM, HELPER), aside=True),
        Act("expire", "逾期归档", ("draft", "review"), "done", (PLATFORM,)),
        Act("spoil", "弄坏", ("draft",), "review", (LIAISON,), effect=_spoil),
    ),
    store=PaperStore(),
)


def officer(post: str = "liaison", body: str = "water", **more: Any) -> Actor:
    """Somebody in a post of a body."""
    titles = {"liaison": "联络员", "deputy": "分管负责人", "principal": "主要负责人", "coordinator": "统筹负责人"}
    account = sum(map(ord, post + body))
    return Actor(
        name=f"{body}-{post}",
        title=titles.get(post, post),
        post_kind=post,
        body=body,
        account=account,
        post=account,
        **more,
    )


def paper(state: str = "draft", **more: Any) -> Paper:
    """A paper as it stands in the database, its way there left out."""
    return Paper.objects.create(**{"title": "水质月报", "holder": "water", "state": state, **more})
