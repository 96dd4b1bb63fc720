"""Steps that tests of progress calls take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.situation.calls.models import CallAnswer, ProgressCall
from tests.city import City

OFFICE, WATER, BUILDING = "committee-office.clerk", "water-bureau.liaison", "construction-bureau.liaison"
COLUMNS = "排查排放口 | 数字 | 个\n存在困难 | 文字\n在办任务 | 数字 | 件 | task.open"


def call(**more: Any) -> dict[str, Any]:
    return {
        "subject": "汛前入河排放口排查", "grounds": "主任办公会要求汛前摸清底数。", "columns": COLUMNS, "limit_on": "2026-11-27",
        "bodies": ["water-bureau", "construction-bureau"], **more,
    }  # fmt: skip


class Call:
    """Does acts on one call and its answers, by account."""

    def __init__(self, city: City, who: str = OFFICE, **more: Any) -> None:
        self.city, self.who = city, who
        self.pk = perform(
            flow.table("progress_call"), "prepare_call", actor=city.actor(who), data=call(**more)
        ).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.pk)

    @property
    def own(self) -> ProgressCall:
        return ProgressCall.objects.get(pk=self.pk)

    def answer_of(self, body: str) -> CallAnswer:
        return CallAnswer.objects.select_related("matter__holder").get(call=self.pk, matter__holder__key=body)

    def do(self, act: str, data: Mapping[str, Any] | None = None, who: str = "") -> Done:
        return perform(flow.table("progress_call"), act, self.pk, actor=self.city.actor(who or self.who), data=data)

    def answer(self, who: str, values: Mapping[str, str], body: str = "", act: str = "answer_call") -> Done:
        own = self.answer_of(body or who.partition(".")[0])
        given = {"values": dict(values)} if act == "answer_call" else dict(values)
        return perform(flow.table("call_answer"), act, own.pk, actor=self.city.actor(who), data=given)

    def refused(self, who: str, values: Mapping[str, str], body: str = "") -> Refused:
        """The refusal of an answer that must be refused."""
        try:
            self.answer(who, values, body)
        except Refused as refused:
            return refused
        raise AssertionError("the answer was not refused")
