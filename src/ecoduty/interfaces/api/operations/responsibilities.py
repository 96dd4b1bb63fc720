"""Who is responsible, and the rows of the lists that are before the public."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.responsible import WHO_IS_RESPONSIBLE, Responsible
from ecoduty.casework.ports.undetermined import Open
from ecoduty.interfaces.api.entry import Bearer, caller_of
from ecoduty.interfaces.api.words import Code, Day, only_known
from ecoduty.interfaces.undetermined import known_to
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["responsibilities"])
READ = Bearer(Scope.DIRECTORY_READ)
LONGEST, MOST = 2000, 20


class Question(BaseModel):
    """What is asked."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(description="用平实的话写出遇到的问题", min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*$")
    region: Code | None = Field(None, description="区的行政区划代码；不写为全市")
    on: Day | None = Field(None, description="按哪一日在用的清单回答，默认今天")
    limit: int = Field(5, ge=1, le=MOST, description="最多几个答案")


class ResponsibleAnswer(BaseModel):
    """一个可能负责的事项。"""

    body: str = Field(description="单位简称")
    body_key: str
    responsibility: str = Field(description="事项名称")
    key: UUID = Field(description="事项标识，各版不变")
    unit: str = Field(description="责任处室")
    listed_in: str = Field(description="所在清单和版次")
    bases: list[str] = Field(description="依据")
    score: float = Field(description="把握，0 到 1")
    why: str = Field(description="为什么是它")
    sample: bool = Field(description="示例，以部门公开清单为准")

    @classmethod
    def of(cls, one: Responsible) -> ResponsibleAnswer:
        """From the answer of whoever knows."""
        return cls(
            body=one.body_short_name,
            body_key=one.body_key,
            responsibility=one.name,
            key=one.responsibility_key,
            unit=one.unit,
            listed_in=one.list_title,
            bases=[*one.bases],
            score=round(one.score, 4),
            why=one.why,
            sample=one.sample,
        )


class UndeterminedItem(BaseModel):
    """一个牵头未明确的相近事项。"""

    item: str = Field(description="事项")
    field: str = Field(description="领域，未写明的为空")
    region: str = Field(description="由哪个区明确：行政区划代码，全市的为空")
    since: date = Field(description="哪一日起研究明确")
    score: float = Field(description="与所问的相近程度，0 到 1")

    @classmethod
    def of(cls, one: Open) -> UndeterminedItem:
        """What everybody may know of it."""
        score = round(one.score, 4)
        return cls(item=one.item, field=one.field, region=one.region, since=one.since, score=score)


class ResponsibleAnswers(BaseModel):
    """可能负责的事项，最可能的在前；没有对得上的为空。牵头未明确的相近事项另列，不当作无人负责。"""

    on: date
    answers: list[ResponsibleAnswer]
    undetermined: list[UndeterminedItem]


@router.get("/responsible", response=ResponsibleAnswers, auth=READ, operation_id="who_is_responsible", summary="谁负责")
def responsible(request: HttpRequest, query: Annotated[Question, Query()]) -> ResponsibleAnswers:
    """按在用的清单回答谁负责：单位、事项、处室、依据、把握和理由。"""
    only_known(request, Question)
    on = query.on or caller_of(request).today
    found = (
        ask(WHO_IS_RESPONSIBLE)(query.q, region=query.region or "", on=on, most=query.limit)
        if asked(WHO_IS_RESPONSIBLE)
        else ()
    )
    return ResponsibleAnswers(
        on=on,
        answers=[ResponsibleAnswer.of(one) for one in found],
        undetermined=[
            UndeterminedItem.of(known.open)
            for known in known_to(caller_of(request).actor, query.q, query.region or "", on)
        ],
    )
