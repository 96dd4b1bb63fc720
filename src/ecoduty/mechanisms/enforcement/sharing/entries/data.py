"""What the acts on an entry ask for."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ecoduty.kernel.flow import ActData


class OpenEntry(ActData):
    """A decision that was taken: the platform says so, in the same transaction."""

    case: int = Field(title="案件")
    act: str = Field(title="决定代码", min_length=1, max_length=60)
    label: str = Field(title="决定", min_length=1, max_length=100)
    group: str = Field(title="录入方", min_length=1, max_length=16)
    office: int = Field(title="录入单位")
    person: int | None = Field(default=None, title="作出决定的人")


class EnterPlatform(ActData):
    """It was entered on the platform outside."""

    platform_number: str = Field(
        title="共享平台录入编号", min_length=1, max_length=80, description="外部信息共享平台给出的编号，原样填写"
    )


class InformByLetter(ActData):
    """There is no platform to enter it on: the others were told by letter."""

    letter_number: str = Field(
        title="函号", min_length=1, max_length=80, description="在“函告登记”里登记过的，填同一个文号"
    )
    sent_on: date = Field(title="函告日期")
    reason: str = Field(title="为什么函告", min_length=2, max_length=200, description="例如：对方未接入共享平台")


class NotToEnter(ActData):
    """It need not be entered after all."""

    reason: str = Field(title="为什么不须录入", min_length=4, max_length=200)


__all__ = ["EnterPlatform", "InformByLetter", "NotToEnter", "OpenEntry"]
