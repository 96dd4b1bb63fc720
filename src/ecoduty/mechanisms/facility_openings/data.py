"""What the acts of a facility ask for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, JsonValue, StringConstraints, model_validator

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.effect import start_on
from ecoduty.casework.publications.openings import VISITORS
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import ActData, Attempt
from ecoduty.mechanisms.facility_openings.models import Session

INTERVAL = "facility-opening.interval"
LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
_PLAIN = str.maketrans("０１２３４５６７８９＋", "0123456789+", " -－　")
Reference = Annotated[str, StringConstraints(pattern=r"^\d{6}-\d{4}-\d{4}$")]
Phone = Annotated[
    str, BeforeValidator(lambda typed: str(typed).translate(_PLAIN)), StringConstraints(pattern=r"^\+?[0-9]{7,20}$")
]
_SESSION = Field(title="场次", max_length=40, json_schema_extra=CHOICE)


class FacilityFacts(ActData):
    """What the public is told of a facility."""

    name: str = Field(title="设施名称", min_length=2, max_length=120)
    operator: str = Field(title="运营单位", min_length=2, max_length=120)
    district: str = Field(default="", title="所在区", max_length=80, json_schema_extra=CHOICE)
    address: str = Field(title="地址和集合地点", min_length=2, max_length=200)
    route: str = Field(title="参观路线", min_length=2, max_length=1000, json_schema_extra=LONG)
    requirements: str = Field(
        title="参观要求", min_length=2, max_length=1000, description="着装、年龄、证件、安全要求；可要求不泄露商业秘密",
        json_schema_extra=LONG,
    )  # fmt: skip
    languages: str = Field(default="", title="讲解语言", max_length=100)
    about: str = Field(default="", title="设施简介", max_length=2000, json_schema_extra=LONG)
    phone: str = Field(default="", title="咨询电话", max_length=60, description="向公众公布的单位电话")


class RegisterFacility(FacilityFacts, DeadlineData):
    """A facility that opens from now on; the interval runs from its last opening, else from now."""

    kind: str = Field(title="设施种类", min_length=1, max_length=40, json_schema_extra=CHOICE)
    last_opened_on: date | None = Field(default=None, title="上次开放日期", description="从未开放过的不填")

    def change(self, board: Board, attempt: Attempt) -> None:
        """The next opening is owed two months after the last one."""
        start_on(board, attempt, INTERVAL, self.last_opened_on or local_date(attempt.occurred_at))


class SampleSession(ActData):
    """A session of a sample, so many days after it is loaded."""

    in_days: int = Field(title="几天后", ge=1, le=366)
    hour: int = Field(title="几点开始", ge=0, le=20)
    hours: int = Field(title="几小时", ge=1, le=3)
    capacity: int = Field(title="接待人数", ge=1, le=2000)
    waiting_limit: int = Field(default=0, title="候补人数", ge=0, le=200)


class SampleFacility(RegisterFacility):
    """A facility that shows what the platform can do; its body by key."""

    body: str = Field(title="主管单位", max_length=80)
    sessions: tuple[SampleSession, ...] = Field(default=(), title="场次")


class OpeningPlan(ActData):
    """The plan of one half year."""

    period: str = Field(title="计划期", max_length=20, json_schema_extra=CHOICE)
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(
        title="安排在哪几个月", min_length=1, max_length=6, description="每两个月至少一次"
    )  # fmt: skip
    text: str = Field(title="开放安排", min_length=4, max_length=2000, description="人员、培训、安全防护、宣传动员", json_schema_extra=LONG)  # fmt: skip


class SessionFacts(ActData):
    """When, where and for how many. What is left empty is as the facility has it."""

    starts_at: datetime = Field(title="开始时间")
    ends_at: datetime = Field(title="结束时间")
    capacity: int = Field(title="接待人数", ge=1, le=2000)
    waiting_limit: int = Field(
        default=0, title="候补人数", ge=0, le=200, description="名额满后还可候补几人；0为不设候补"
    )
    place: str = Field(default="", title="集合地点", max_length=200)
    route: str = Field(default="", title="参观路线", max_length=1000, json_schema_extra=LONG)
    requirements: str = Field(default="", title="参观要求", max_length=1000, json_schema_extra=LONG)
    languages: str = Field(default="", title="讲解语言", max_length=100)

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("时间须带时区")
        if self.ends_at <= self.starts_at or local_date(self.starts_at) != local_date(self.ends_at):
            raise ValueError("结束时间须在开始时间之后、同一天之内")
        return self


class ChangeSession(SessionFacts):
    """The same, of a session that is announced already."""

    session: str = _SESSION


class CancelSession(ActData):
    """Why it does not take place; who booked reads it."""

    session: str = _SESSION
    reason: str = Field(
        title="取消原因", min_length=2, max_length=300, description="向公众公布", json_schema_extra=LONG
    )


class RecordVisit(DeadlineData):
    """Who came, as numbers. Holding a session meets the interval and starts the next one from that day (clause 24.4)."""

    session: str = _SESSION
    deputies: int = Field(default=0, title="人大代表、政协委员", ge=0, le=10000)
    students: int = Field(default=0, title="学生", ge=0, le=10000)
    residents: int = Field(default=0, title="社区居民", ge=0, le=10000)
    organisations: int = Field(default=0, title="社会组织", ge=0, le=10000)
    employees: int = Field(default=0, title="企业员工", ge=0, le=10000)
    others: int = Field(default=0, title="其他", ge=0, le=10000)
    record: str = Field(
        default="", title="开放情况", max_length=2000, description="不写参观者姓名", json_schema_extra=LONG
    )
    checked: bool = Field(default=False, title="文中没有参观者的个人信息，已核对", description="只在平台提示时勾选")

    @property
    def groups(self) -> dict[str, int]:
        """Kind of visitor → how many, none left out but those nobody came of."""
        return {name: number for name in VISITORS if (number := getattr(self, name))}

    def change(self, board: Board, attempt: Attempt) -> None:
        """Met when the session ended. One from before the running interval changes nothing about it."""
        row = board.find(attempt.subject.pk, INTERVAL)
        session = Session.objects.get(public_id=self.session)
        held_on = local_date(session.starts_at)
        if row is None or held_on < local_date(row.started_at):
            return
        board.meet(row, attempt, session.ends_at)
        start_on(board, attempt, INTERVAL, held_on)


class Suspension(ActData):
    """Why the doors are closed for a while."""

    reason: str = Field(
        title="暂停原因", min_length=2, max_length=250, description="向公众公布", json_schema_extra=LONG
    )
    until: date | None = Field(default=None, title="预计恢复日期")


class Resumption(DeadlineData):
    """The doors are open again: the interval runs anew from today."""

    note: str = Field(default="", title="说明", max_length=300, json_schema_extra=LONG)

    def change(self, board: Board, attempt: Attempt) -> None:
        """Start anew."""
        start_on(board, attempt, INTERVAL, local_date(attempt.occurred_at))


class Withdrawal(ActData):
    """Why it opens no more."""

    reason: str = Field(
        title="撤销原因", min_length=2, max_length=300, description="向公众公布", json_schema_extra=LONG
    )


class Seats(ActData):
    """Seats asked for. Who asks leaves no trace in the ledger."""

    secrets: ClassVar[frozenset[str]] = frozenset({"name", "phone"})

    session: str = _SESSION
    name: str = Field(title="联系人姓名", min_length=1, max_length=40)
    phone: Phone = Field(title="电话", description="只写数字")
    seats: int = Field(title="人数", ge=1, le=2000)
    organisation: str = Field(default="", title="单位或团体", max_length=80, description="团体预约填写，个人不填")
    group: str = Field(default="", title="团体是哪一类", max_length=20, json_schema_extra=CHOICE)
    wants_sms: bool = Field(default=False, title="候补成功、改期或取消时用短信告知")

    @model_validator(mode="after")
    def _known_group(self) -> Self:
        if self.group and self.group not in VISITORS:
            raise ValueError("没有这一类团体")
        return self


class Book(Seats):
    """On the portal: under the number that it gave."""

    reference: Reference = Field(title="编号")


class BookByPhone(Seats):
    """For somebody on the telephone, who is told number and code."""


class CancelBooking(ActData):
    """Seats given back on the portal."""

    reference: Reference = Field(title="编号")


class CancelForCaller(ActData):
    """Seats given back for somebody on the telephone, or because the group does not come."""

    reference: Reference = Field(title="编号", json_schema_extra=CHOICE)
    reason: str = Field(title="取消原因", min_length=2, max_length=200, description="预约人凭编号和查询码看得到")


class Feedback(ActData):
    """What somebody who was there says about it; his words stay out of the ledger, as they may name somebody."""

    secrets: ClassVar[frozenset[str]] = frozenset({"text"})

    reference: Reference = Field(title="编号")
    score: int = Field(title="满意度", ge=1, le=5)
    text: str = Field(default="", title="意见", max_length=1000)


class OpenContacts(ActData):
    """Why the names of who booked are looked at."""

    session: str = _SESSION
    reason: str = Field(title="查看理由", min_length=4, max_length=200, description="如核对入场名单、通知改期；会留痕")


class EraseContacts(ActData):
    """Sessions whose visitors' contacts are erased."""

    sessions: tuple[str, ...] = Field(title="场次")
