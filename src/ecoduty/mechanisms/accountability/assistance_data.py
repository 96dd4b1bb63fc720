"""What the acts of a request for assistance ask for (clause 15.4)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.accountability.data import AskAssistance
from ecoduty.mechanisms.accountability.states import Given


class OpenAssistance(AskAssistance):
    """The same with the referral it is for, which is named in no entry of the request's own."""

    referral: int = Field(title="移交件", json_schema_extra={"widget": "hidden"})

    secrets = frozenset({"referral"})


class AnswerAssistance(ActData):
    """How far what was asked for could be given, and by which list it was handed over."""

    given: Given = Field(title="提供情况", json_schema_extra={"labels": dict(Given.choices), "widget": "radio"})
    answered_on: date = Field(title="交接日期")
    list_number: str = Field(
        default="", title="交接清单编号", max_length=80, description="材料走保密渠道交接，这里只记编号和件数"
    )
    pieces: int | None = Field(default=None, title="件数", ge=1, le=100000)


class AssistanceReason(ActData):
    """Why it goes back or is not needed any more, in a line."""

    note: str = Field(title="原因", min_length=2, max_length=200, description="不写案由，不写涉及何人")
