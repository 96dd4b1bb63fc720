"""Figures with the list behind them; ledger entries with what proves them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field


class FigureAnswer(BaseModel):
    """一个统计数字：范围、时点、背后的清单。"""

    key: str
    label: str
    unit: str
    clause: str
    scope: str = Field(description="own_body 本单位，own_district 本区，oversight 全市，public 公开")
    value: int
    source_time: datetime = Field(description="数字对应的时刻")
    on: date | None = Field(description="回看的日期；空为现在")
    list_href: str | None = Field(
        description="背后的清单，件数与数字相等；回看的是当日的清单，那时还没有记下清单的为空"
    )


class RateAnswer(BaseModel):
    """一个比率和它的两个数字。"""

    key: str
    label: str
    clause: str
    part: int
    whole: int
    percent: str = Field(description="百分数；分母为零时是一横")


class Figures(BaseModel):
    """令牌所代岗位可以看的统计。"""

    figures: list[FigureAnswer]
    rates: list[RateAnswer]


class PartAnswer(BaseModel):
    """一个统计数字按某一维的一份。"""

    key: str
    label: str
    value: int
    list_href: str | None


class FigureDetail(FigureAnswer):
    """一个统计数字和它的分解。"""

    parts: list[PartAnswer] = Field(description="按 by 的分解，各份之和等于数字")


class ProvenEntry(BaseModel):
    """一条留痕和它的凭证。

    `digest` = SM3(`previous` 的 32 个字节 ‖ `content` 的规范 JSON：键按字典序，无空格，UTF-8)。
    """

    seq: int
    act_label: str
    content: dict[str, Any] = Field(description="摘要所涵盖的全部内容，一字不差")
    previous: str = Field(description="前一条的摘要，十六进制；第一条为 SM3(“ecoduty stream\\n” ‖ 串名)")
    digest: str = Field(description="本条的摘要，十六进制")


class CheckpointAnswer(BaseModel):
    """检查点对这一串的承诺：长度和末条摘要。与库外保存的检查点文件核对。"""

    number: int
    taken_at: datetime
    length: int = Field(description="检查点时这一串的条数")
    head: str = Field(description="检查点时末条的摘要，十六进制")
    previous: str = Field(description="前一个检查点的根，十六进制")
    root: str = Field(description="检查点的根，十六进制")


class LedgerPage(BaseModel):
    """一页留痕，从第一条起；`checkpoint` 为涵盖这一串的最近检查点。"""

    stream: str
    items: list[ProvenEntry]
    checkpoint: CheckpointAnswer | None
    next: str | None = Field(description="下一页的游标；没有下一页则为空")
