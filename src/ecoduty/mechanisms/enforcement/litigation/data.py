"""What the acts of a suit ask for. Money in yuan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.casework.duties.deciding import ExtendDeadline, ResumeDeadline, SuspendDeadline
from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.enforcement.dated import Dated
from ecoduty.mechanisms.enforcement.litigation.states import AgencyRole
from ecoduty.mechanisms.enforcement.on_paper import OnPaper

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
_ROLES: dict[str, JsonValue] = {"widget": "choice", "choices": [[role.value, role.label] for role in AgencyRole]}
Yuan = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Number = Annotated[str, StringConstraints(min_length=2, max_length=80)]
_ROLE = "^(|defendant|plaintiff|third)$"


class RegisterLitigation(ActData):
    """A suit: which kind, before which court, about what. One that the court has taken in brings its docket number at once."""

    title: str = Field(
        title="案件名称", min_length=4, max_length=120, description="不写个人姓名和证件号码，当事人另行登记"
    )
    sort: Code = Field(title="诉讼种类", json_schema_extra=CHOICE)
    court: Code = Field(title="人民法院", json_schema_extra=CHOICE)
    cause: str = Field(title="案由", min_length=2, max_length=120)
    claimed: Yuan | None = Field(default=None, title="诉讼请求数额（元）")
    submitted_on: date = Field(title="起诉日期")
    docket_number: str = Field(
        default="", title="案号", max_length=80, description="法院已经立案的填；还没有立案的不填"
    )
    accepted_on: date | None = Field(default=None, title="立案日期", description="有案号的必填，一审期限从这一天起算")
    agency: str = Field(
        default="", title="涉诉行政机关", max_length=80, json_schema_extra=CHOICE, description="没有行政机关的不选"
    )
    agency_role: str = Field(default="", title="该机关的诉讼地位", pattern=_ROLE, json_schema_extra=_ROLES)
    officers: tuple[int, ...] = Field(
        default=(),
        title="承办人员",
        max_length=8,
        json_schema_extra=CHOICE,
        description="涉诉机关的执法人员；登记人自己不用选",
    )
    about: str = Field(
        default="", title="有关案件编号", max_length=40, description="您看得到的案件；填了就和它互相链接"
    )


class AcceptSuit(OnPaper):
    """That the court takes it in."""

    docket_number: Number = Field(title="案号")
    accepted_on: date = Field(title="立案日期", description="一审期限从这一天起算")


class DeclineSuit(OnPaper):
    """That the court does not take it in."""

    number: str = Field(default="", title="裁定书文号", max_length=80)
    declined_on: date = Field(title="裁定日期")
    reason: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class RecordService(OnPaper):
    """The copy of the complaint was served."""

    on: date = Field(title="送达日期", description="行政机关做被告的，举证期限从这一天起算")
    note: str = Field(default="", title="说明", max_length=500)


class RecordMilestone(OnPaper):
    """A station of the suit."""

    milestone: Code = Field(title="节点", json_schema_extra=CHOICE)
    on: date = Field(title="日期")
    number: str = Field(default="", title="文号", max_length=80)
    note: str = Field(default="", title="说明", max_length=1000, json_schema_extra=LONG)


class AnswerSuit(Dated):
    """The defendant's answer and evidence."""

    met_by: ClassVar = {"litigation.evidence": "on"}

    on: date = Field(title="提交日期")
    number: str = Field(default="", title="答辩状文号", max_length=80)
    evidence: str = Field(title="证据和依据清单", min_length=2, max_length=2000, json_schema_extra=LONG)


class PlanAppearance(ActData):
    """Which head appears in court for the defendant."""

    post: str = Field(default="", title="出庭负责人岗位", max_length=40, json_schema_extra=CHOICE)
    reason: str = Field(
        default="", title="不能出庭的理由", max_length=300, description="负责人都不能出庭的，不选岗位，写明理由"
    )


class RecordAppearance(ActData):
    """Whether the head appeared."""

    appeared: bool = Field(default=False, title="负责人已出庭")
    on: date = Field(title="开庭日期")
    reason: str = Field(default="", title="没有出庭的理由", max_length=300)


class RecordCourtJudgment(OnPaper, Dated):
    """What the court of first instance decided."""

    met_by: ClassVar = {"litigation.first-instance": "judged_on"}

    outcome: Code = Field(title="裁判结果", json_schema_extra=CHOICE)
    number: Number = Field(title="裁判文书文号")
    judged_on: date = Field(title="裁判日期")
    awarded: Yuan | None = Field(default=None, title="裁判数额（元）", description="罚金、赔偿金合计")


class RecordAppeal(OnPaper):
    """That somebody appealed."""

    appealed_on: date = Field(title="上诉或者抗诉日期")
    docket_number: str = Field(default="", title="二审案号", max_length=80)


class RecordSecondJudgment(OnPaper):
    """What the court above decided."""

    result: Code = Field(title="二审结果", json_schema_extra=CHOICE)
    outcome: str = Field(
        default="", title="改判后的结果", max_length=40, json_schema_extra=CHOICE, description="改判、调解的必选"
    )
    number: Number = Field(title="裁判文书文号")
    judged_on: date = Field(title="裁判日期")
    awarded: Yuan | None = Field(default=None, title="裁判数额（元）")


class TakeEffect(OnPaper):
    """From when the judgment holds."""

    effective_on: date = Field(title="生效日期")


class RecordEnforcement(OnPaper):
    """That it is enforced."""

    on: date = Field(title="执行立案日期")
    number: Number = Field(title="执行案号")


class ConcludeLitigation(OnPaper):
    """How it ended."""

    on: date = Field(title="办结日期")
    note: str = Field(title="履行和执行情况", min_length=2, max_length=1000, json_schema_extra=LONG)


class ExtendTrial(OnPaper, ExtendDeadline):
    """A later last day of the first instance, or of the evidence, that the court allowed."""


class SuspendTrial(OnPaper, SuspendDeadline):
    """That the suit stands still: another one has to be decided first, something is being appraised."""


class ResumeTrial(OnPaper, ResumeDeadline):
    """That it goes on."""


class WithdrawSuit(OnPaper):
    """That whoever sued gave it up, with the court's leave."""

    on: date = Field(title="裁定日期")
    number: str = Field(default="", title="裁定书文号", max_length=80)
    reason: str = Field(title="理由", min_length=2, max_length=500)
