"""What the acts of an application for enforcement ask for. Amounts are in yuan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.court_enforcement.states import Execution, Remedy
from ecoduty.mechanisms.enforcement.on_paper import OnPaper

CHOICE: dict[str, JsonValue] = {"widget": "choice"}
LONG: dict[str, JsonValue] = {"widget": "long_text"}
_REMEDIES: dict[str, JsonValue] = {"labels": dict(Remedy.choices), "widget": "radio"}
_EXECUTIONS: dict[str, JsonValue] = {"labels": dict(Execution.choices), "widget": "radio"}
_FROM_CASE = "选了行政案件、案件里已有的不用填"
Reason = Annotated[str, StringConstraints(min_length=4, max_length=500)]
Number = Annotated[str, StringConstraints(min_length=2, max_length=80)]
Yuan = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


RemedyChosen = Annotated[
    Remedy, Field(title="当事人复议、起诉的情况", json_schema_extra=_REMEDIES, description="由此推算什么时候可以申请")
]
Reconsidered = Annotated[date | None, Field(title="复议决定送达之日", description="申请过复议的填写")]
NamedEnd = Annotated[date | None, Field(title="期限届满之日", description="另有规定或者由判决确定的填写")]
NamedBasis = Annotated[str, Field(title="届满之日的依据", max_length=200, description="条款或者判决文号")]


Deferred = Annotated[
    date | None,
    Field(title="准予延期、分期到", description="本单位准予延期或者分期履行的，填末次期限；案件里已登记的不用填"),
]


class RegisterEnforcement(ActData):
    """A decision that is not performed, and what the party did against it."""

    case: str = Field(
        default="", title="行政案件", max_length=40, json_schema_extra=CHOICE, description="由哪个案件而来"
    )
    title: str = Field(
        default="", title="案件名称", max_length=200, description="不写当事人姓名和身份证号码；选了上面的案件可以不填"
    )
    officers: tuple[int, ...] = Field(
        title="办案人员", min_length=1, max_length=20, json_schema_extra={"widget": "radio"}, description="不少于两名"
    )
    decision_number: str = Field(default="", title="行政决定文号", max_length=80, description=_FROM_CASE)
    served_on: date | None = Field(
        default=None, title="决定送达之日", description=f"申请期限由这一天推算；{_FROM_CASE}"
    )
    obligation: str = Field(
        default="", title="应履行而没有履行的内容", max_length=500, json_schema_extra=LONG, description=_FROM_CASE
    )
    amount: Yuan | None = Field(
        default=None, title="金额（元）", description="不是金钱给付的不填；不填按案件里没有缴的罚款"
    )
    court: str = Field(title="向哪个法院申请", min_length=1, max_length=80, json_schema_extra=CHOICE)
    remedy: RemedyChosen
    reconsidered_on: Reconsidered = None
    named_end: NamedEnd = None
    named_basis: NamedBasis = ""
    deferred_until: Deferred = None


class RecordEnforcementRemedy(ActData):
    """What has come of the party's remedy meanwhile."""

    remedy: RemedyChosen
    reconsidered_on: Reconsidered = None
    named_end: NamedEnd = None
    named_basis: NamedBasis = ""
    deferred_until: Deferred = None


class TakeOverDeferral(ActData):
    """That paying was deferred in the case, and until when."""

    until: date = Field(title="准予延期、分期到")


class ServeDemand(ActData):
    """The demand notice that was served: the ten working days count from that day, whenever it is entered."""

    served_on: date = Field(title="催告书送达之日", description="催告期满的次日起可以申请")
    demand_number: Number = Field(title="催告书文号")


class ApplyForEnforcement(ActData):
    """The application."""

    application_number: Number = Field(title="强制执行申请书文号")
    late_because: str = Field(
        default="",
        title="逾期申请的正当理由",
        max_length=500,
        description="超过申请期限的必须写明，没有正当理由法院不予受理",
    )


class AcceptEnforcement(OnPaper):
    """That the court takes it."""

    court_number: Number = Field(title="法院案号")
    hearing: bool = Field(default=False, title="须听取意见（裁定期限长些）")


class HearEnforcementOpinions(OnPaper):
    """That opinions are to be heard before ruling."""


class RefuseEnforcement(OnPaper):
    """That the court does not take it."""

    ruling_number: Number = Field(title="不予受理裁定文号")
    served_on: date | None = Field(
        default=None, title="裁定送达之日", description="与作出裁定同日的不填；复议期限从送达起算"
    )
    reason: Reason = Field(title="理由", json_schema_extra=LONG)


class RuleOnEnforcement(OnPaper):
    """The ruling."""

    ruling_number: Number = Field(title="裁定文号")
    grant: bool = Field(default=False, title="准予强制执行")
    served_on: date | None = Field(
        default=None, title="裁定送达之日", description="不予执行的，复议期限从送达起算；同日的不填"
    )
    reason: str = Field(default="", title="不予执行的理由", max_length=500, json_schema_extra=LONG)


class AskCourtAbove(ActData):
    """That the court above is asked."""

    request_number: Number = Field(title="复议申请文号")


class RecordCourtAbove(ActData):
    """What the court above said: it does not log in here."""

    ruling_number: Number = Field(title="上一级法院裁定文号")
    granted: bool = Field(default=False, title="支持本单位的申请")
    scan: str = Field(title="裁定书扫描件", min_length=1, json_schema_extra={"widget": "file"})


class RecordCourtExecution(OnPaper):
    """How far it was executed."""

    outcome: Execution = Field(title="执行情况", json_schema_extra=_EXECUTIONS)
    amount: Yuan | None = Field(default=None, title="本次执行到位金额（元）")
    note: str = Field(default="", title="说明", max_length=500, json_schema_extra=LONG)


class RecordEnforcementPerformance(ActData):
    """That the party performed after all."""

    amount: Yuan | None = Field(default=None, title="履行金额（元）")
    note: Reason = Field(title="履行情况", json_schema_extra=LONG, description="已经申请的，写明是否撤回申请")


class GiveUpEnforcement(ActData):
    """Why no application is made, or no more."""

    reason: Reason = Field(title="理由", json_schema_extra=LONG)
