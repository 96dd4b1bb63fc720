"""What the acts on instruments ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from ecoduty.casework.legal_basis.states import InstrumentKind
from ecoduty.kernel.flow import ActData

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$", max_length=80)]
Title = Annotated[str, StringConstraints(min_length=2, max_length=300)]
Alias = Annotated[str, StringConstraints(min_length=1, max_length=120)]
_DATE: dict[str, Any] = {"widget": "date"}
_KINDS: dict[str, Any] = {"widget": "choice", "choices": [[value, label] for value, label in InstrumentKind.choices]}


class Register(ActData):
    """登记文件。Only what the library says of it: no text of the instrument."""

    key: Key = Field(title="文件代码", description="小写英文，一经确定不再更改")
    title: Title = Field(title="全称", description="不写书名号")
    kind: InstrumentKind = Field(title="种类", description="按文件自己的性质", json_schema_extra=_KINDS)
    edition: str = Field(
        default="", title="版本", max_length=20, description="同名文件有几个版本时写，例如“2018年修正”"
    )
    number: str = Field(default="", title="文号", max_length=80)
    issuer: str = Field(default="", title="制定机关", max_length=120)
    aliases: tuple[Alias, ...] = Field(default=(), title="简称", description="每行一个，例如“环保法”")
    body: str = Field(default="", title="哪个单位专用", max_length=80, json_schema_extra={"widget": "choice"})
    issued: date | None = Field(default=None, title="公布日期", json_schema_extra=_DATE)
    in_force: date | None = Field(default=None, title="施行日期", json_schema_extra=_DATE)
    articles: int | None = Field(default=None, title="共几条", ge=1, le=9999, description="用来发现超出的条号")
    note: str = Field(default="", title="说明", max_length=500)

    @model_validator(mode="after")
    def _plain_title(self) -> Self:
        if self.title[0] in "《〈" and self.title[-1] in "》〉":
            raise ValueError("“全称”不写外面的书名号")
        return self


class Correct(ActData):
    """更正登记：页面上带出现有内容，改过的就是新的。"""

    title: Title = Field(title="全称", description="不写书名号")
    kind: InstrumentKind = Field(title="种类", description="按文件自己的性质", json_schema_extra=_KINDS)
    edition: str = Field(default="", title="版本", max_length=20)
    number: str = Field(default="", title="文号", max_length=80)
    issuer: str = Field(default="", title="制定机关", max_length=120)
    aliases: tuple[Alias, ...] = Field(default=(), title="简称", description="每行一个")
    issued: date | None = Field(default=None, title="公布日期", json_schema_extra=_DATE)
    in_force: date | None = Field(default=None, title="施行日期", json_schema_extra=_DATE)
    articles: int | None = Field(default=None, title="共几条", ge=1, le=9999)
    note: str = Field(default="", title="说明", max_length=500)


class Verify(ActData):
    """核对无误。"""

    source: str = Field(title="依据什么核对", min_length=2, max_length=300, description="公报、官网地址或原件")


class RecordRepeal(ActData):
    """登记废止。"""

    repealed: date = Field(title="自哪天起废止", json_schema_extra=_DATE, description="这一天起不再有效，可以是将来")
    by: str = Field(default="", title="由哪个文件取代或废止", max_length=80, json_schema_extra={"widget": "choice"})


class RevokeRepeal(ActData):
    """撤销废止登记。"""

    note: str = Field(title="为什么撤销", min_length=2, max_length=200)


class MapProvision(ActData):
    """登记条文对应。"""

    old: str = Field(title="原条款", min_length=3, max_length=60, description="例如“第十条第一款”")
    new: str = Field(
        default="", title="新条款", max_length=300, description="例如“《生态环境法典》第十七条”；没有对应的留空"
    )
    note: str = Field(default="", title="依据什么对应", max_length=200)


__all__ = ["Correct", "MapProvision", "RecordRepeal", "Register", "RevokeRepeal", "Verify"]
