"""What the acts of the directory ask for. Posts are named by their key in the body, leaders' posts by `body/post`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.organisation.directory.contact import Mail, Mobile
from ecoduty.organisation.directory.states import Enforcement, Level, Side

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$", max_length=80)]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
ShortName = Annotated[str, StringConstraints(min_length=1, max_length=60)]
LevelCode = Literal["city", "district", "province", "outside"]
EnforcementCode = Literal["", "own", "centralised", "entrusted", "refer", "vertical"]


def _labels(choices: type[Level | Enforcement | Side]) -> dict[str, Any]:
    return {"widget": "choice", "choices": [[value, str(label)] for value, label in choices.choices]}


class PostGiven(BaseModel):
    """A post that a body is established with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    kind: Kind
    title: ShortName
    order: int = 0
    side: Literal["", "government", "party"] = ""
    serves: str = ""
    single: bool = True


class Establish(ActData):
    """设立机构。Without `valid_from` the body is older than these records."""

    key: Key = Field(title="机构代码", description="小写英文，一经确定不再更改")
    name: Name = Field(title="全称")
    short_name: ShortName = Field(title="简称")
    aliases: tuple[Name, ...] = Field(default=(), title="其他称谓")
    kind: Kind = Field(title="机构类型")
    level: LevelCode = Field(title="层级", json_schema_extra=_labels(Level))
    region_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,6}$")] = Field(title="行政区划代码")
    order: int = Field(default=0, title="排列次序", ge=0)
    official_code: str = Field(default="", title="统一社会信用代码或机构编码", max_length=40)
    tags: tuple[Kind, ...] = Field(default=(), title="分组")
    enforcement: EnforcementCode = Field(default="", title="执法方式", json_schema_extra=_labels(Enforcement))
    coordinator_required: bool = Field(default=False, title="须确定统筹负责同志")
    valid_from: date | None = Field(default=None, title="设立日期", json_schema_extra={"widget": "date"})
    posts: tuple[PostGiven, ...] = Field(default=(), title="岗位")


class Rename(ActData):
    """更名。"""

    name: Name = Field(title="新全称")
    short_name: ShortName = Field(title="新简称")
    since: date = Field(title="更名日期", json_schema_extra={"widget": "date"})


class Revise(ActData):
    """更正登记信息：只填要改的。"""

    order: int | None = Field(default=None, title="排列次序", ge=0)
    official_code: str | None = Field(default=None, title="统一社会信用代码或机构编码", max_length=40)
    aliases: tuple[Name, ...] | None = Field(default=None, title="其他称谓")
    tags: tuple[Kind, ...] | None = Field(default=None, title="分组")
    enforcement: EnforcementCode | None = Field(default=None, title="执法方式", json_schema_extra=_labels(Enforcement))
    enforcement_to: Key | None = Field(default=None, title="由谁执法", json_schema_extra={"widget": "choice"})
    coordinator_required: bool | None = Field(default=None, title="须确定统筹负责同志")


class Arrange(ActData):
    """调整归属。Superiors and counterparts are given whole; those no longer named end on `since`."""

    parent: Key | None = Field(default=None, title="隶属", json_schema_extra={"widget": "choice"})
    host: Key | None = Field(default=None, title="合署或挂靠", json_schema_extra={"widget": "choice"})
    superiors: tuple[Key, ...] = Field(default=(), title="上级主管部门")
    counterparts: tuple[Key, ...] = Field(default=(), title="对口部门")
    since: date | None = Field(default=None, title="起始日期", json_schema_extra={"widget": "date"})


class Dissolve(ActData):
    """撤销机构。"""

    until: date = Field(title="撤销日期", json_schema_extra={"widget": "date"})
    successor: Key | None = Field(
        default=None, title="职责承接单位", description="没有在办事项、也没有下级机构的，可以不填",
        json_schema_extra={"widget": "choice"},
    )  # fmt: skip


class NameSuccessor(ActData):
    """登记承接单位: who took over from a body that was dissolved without anybody being named."""

    successor: Key = Field(title="职责承接单位", json_schema_extra={"widget": "choice"})


class FollowSuccessor(ActData):
    """A body that was part of, hosted by or below a dissolved one goes on under its successor."""

    former: Key = Field(title="原机构")
    successor: Key = Field(title="承接单位")
    since: date = Field(title="起始日期")


class AddUnit(ActData):
    """增设内设机构。"""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)] = Field(title="名称")
    order: int = Field(default=0, title="排列次序", ge=0)
    since: date | None = Field(default=None, title="设立日期", json_schema_extra={"widget": "date"})


class CloseUnit(ActData):
    """撤销内设机构。"""

    name: str = Field(title="名称", json_schema_extra={"widget": "choice"})
    until: date = Field(title="撤销日期", json_schema_extra={"widget": "date"})


class AddPost(ActData):
    """增设岗位。"""

    key: Key = Field(title="岗位代码", description="小写英文，本单位内不重复")
    kind: Kind = Field(title="岗位类别")
    title: ShortName = Field(title="岗位名称")
    unit: str = Field(default="", title="内设机构", json_schema_extra={"widget": "choice"})
    order: int = Field(default=0, title="排列次序", ge=0)
    side: Literal["", "government", "party"] = Field(default="", title="领导所在", json_schema_extra=_labels(Side))
    serves: str = Field(default="", title="为哪个岗位代录", max_length=60)
    single: bool = Field(default=True, title="一岗一人")
    since: date | None = Field(default=None, title="设立日期", json_schema_extra={"widget": "date"})


class ClosePost(ActData):
    """撤销岗位。"""

    post: Key = Field(title="岗位", json_schema_extra={"widget": "choice"})
    until: date = Field(title="撤销日期", json_schema_extra={"widget": "date"})


class Appoint(ActData):
    """登记任职: a person already known by number, or a new one by name."""

    post: Key = Field(title="岗位", json_schema_extra={"widget": "choice"})
    person: int | None = Field(default=None, title="人员", json_schema_extra={"widget": "choice"})
    name: Annotated[str, StringConstraints(max_length=60)] = Field(default="", title="姓名（名录中没有此人时填）")
    since: date = Field(title="任职日期", json_schema_extra={"widget": "date"})
    until: date | None = Field(default=None, title="任期截止（不含当日）", json_schema_extra={"widget": "date"})
    replaces: bool = Field(default=False, title="同时免去现任")


class EndAppointment(ActData):
    """登记免职。"""

    post: Key = Field(title="岗位", json_schema_extra={"widget": "choice"})
    person: int | None = Field(default=None, title="人员", json_schema_extra={"widget": "choice"})
    until: date = Field(title="免职日期（当日起不再任职）", json_schema_extra={"widget": "date"})


class CorrectName(ActData):
    """更正姓名: the same person under another name."""

    person: int = Field(title="人员", json_schema_extra={"widget": "choice"})
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(title="更正后的姓名")
    cause: Annotated[str, StringConstraints(min_length=2, max_length=200)] = Field(title="更正原因")


class MergePerson(ActData):
    """合并重复人员: the same human was entered twice; `person` goes, `into` stays."""

    person: int = Field(title="重复的记录（并入后不再使用）", json_schema_extra={"widget": "choice"})
    into: int = Field(title="保留的记录", json_schema_extra={"widget": "choice"})
    cause: Annotated[str, StringConstraints(min_length=2, max_length=200)] = Field(
        title="依据", description="怎样核实是同一个人，如“任免文件同一人，导入时重复登记”"
    )


class PersonJoined(ActData):
    """What another body's entry says of two rows of one person that were joined."""

    person: int = Field(title="重复的记录")
    into: int = Field(title="保留的记录")


class RecordContact(ActData):
    """登记联系方式. The ledger keeps neither number nor address, only their sealed digests."""

    secrets: ClassVar[frozenset[str]] = frozenset({"mobile", "mail"})

    person: int = Field(title="人员", json_schema_extra={"widget": "choice"})
    mobile: Mobile = Field(default="", title="手机号码", description="留空即保留原来登记的")
    mail: Mail = Field(default="", title="电子邮箱", description="留空即保留原来登记的")
    remove: bool = Field(default=False, title="删去原来登记的手机号码和邮箱")


class DesignateCoordinator(ActData):
    """确定统筹负责同志 (clause 10.2)."""

    post: Key = Field(title="现任岗位", json_schema_extra={"widget": "choice"})
    person: int | None = Field(default=None, title="人员", json_schema_extra={"widget": "choice"})
    since: date = Field(title="起始日期", json_schema_extra={"widget": "date"})
    replaces: bool = Field(default=False, title="同时结束现任统筹负责同志")


class EndCoordinator(ActData):
    """结束统筹负责同志 (clause 10.2)."""

    until: date = Field(title="结束日期（当日起不再负责）", json_schema_extra={"widget": "date"})


class AssignLeader(ActData):
    """登记分管领导。"""

    leader: str = Field(title="分管领导岗位", max_length=161, json_schema_extra={"widget": "choice"})
    since: date | None = Field(default=None, title="起始日期", json_schema_extra={"widget": "date"})
    replaces: bool = Field(default=False, title="同时结束同一方面的现任分管领导")


class EndLeader(ActData):
    """结束分管。"""

    leader: str = Field(title="分管领导岗位", max_length=161, json_schema_extra={"widget": "choice"})
    until: date = Field(title="结束日期（当日起不再分管）", json_schema_extra={"widget": "date"})


class Delegate(ActData):
    """委托代行。"""

    post: Key = Field(title="岗位", json_schema_extra={"widget": "choice"})
    holder: int | None = Field(default=None, title="委托人", json_schema_extra={"widget": "choice"})
    delegate: int = Field(title="代行人", json_schema_extra={"widget": "choice"})
    since: date = Field(title="起始日期", json_schema_extra={"widget": "date"})
    until: date = Field(title="截止日期（当日起恢复本人办理）", json_schema_extra={"widget": "date"})
    cause: Annotated[str, StringConstraints(min_length=2, max_length=200)] = Field(title="委托原因")


class EndDelegation(ActData):
    """提前结束代行。"""

    post: Key = Field(title="岗位", json_schema_extra={"widget": "choice"})
    holder: int | None = Field(default=None, title="委托人", json_schema_extra={"widget": "choice"})
    until: date = Field(title="结束日期（当日起恢复本人办理）", json_schema_extra={"widget": "date"})
