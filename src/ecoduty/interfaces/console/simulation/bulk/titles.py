"""Titles of a million matters, with words of known frequency."""

from __future__ import annotations

STREETS = (
    "莲前街道", "嘉莲街道", "鹭江街道", "筼筜街道", "滨海街道", "殿前街道", "新阳街道", "大同街道", "祥平街道", "马巷街道",
    "杏林街道", "侨英街道", "西柯街道", "五显街道", "金山街道", "江头街道", "禾山街道", "湖里街道", "开元街道", "梧村街道",
)  # fmt: skip
THINGS = (
    "噪音扰民", "路灯不亮", "污水直排", "扬尘未覆盖", "垃圾未清运", "油烟外溢", "河道漂浮物", "雨污混接", "固废堆放", "裸土未绿化",
    "井盖破损", "绿地占用", "海漂垃圾", "饮用水源巡查", "入海排口整治", "尾气抽检", "秸秆焚烧", "黑臭水体", "危废转移", "在线监测异常",
)  # fmt: skip
# In the oldest rows alone, and in few: what a reader looks for whose matter is long closed.
_RARE = 256
_OLD = 100_000


def report(number: int) -> str:
    """A report. Five of a hundred titles have any one thing; 海峰 stands in four of a thousand, 围垦 in old ones alone."""
    where, thing = _said(number)
    return f"关于{where}{thing}问题整改情况的专题报告（{2001 + number % 26}年第{number % 997}号）"


def complaint(number: int) -> str:
    """What somebody reported."""
    where, thing = _said(number)
    return f"反映{where}{thing}"


def task(number: int) -> str:
    """What is to be done."""
    where, thing = _said(number)
    return f"{where}{thing}专项治理（第{number % 997}批）"


def problem(number: int) -> str:
    """What was found."""
    where, thing = _said(number)
    return f"{where}{thing}问题"


def _said(number: int) -> tuple[str, str]:
    mixed = number * 2_654_435_761 % 2**32 >> 8  # so that bodies, which follow the number, have everything
    street, thing = STREETS[mixed // 20 % 20], THINGS[mixed % 20]
    rare = "海峰小区" if number % _RARE == 7 else ""
    old = "围垦" if number < _OLD and number % 2 else ""
    return f"{street}{rare}{old}", thing


__all__ = ["STREETS", "THINGS", "complaint", "problem", "report", "task"]
