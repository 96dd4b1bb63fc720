"""Titles of a million matters, with words of known frequency, and their search rows made by the product's own code."""

from __future__ import annotations

from typing import Any

import psycopg

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
_COLUMNS = "kind, ref, matter_id, title, number, text, title_folded, text_folded, title_grams, text_grams, place, mark"


def title(number: int) -> str:
    """Five of a hundred titles have any one thing; 海峰 stands in four of a thousand, 围垦 in old ones alone."""
    mixed = number * 2_654_435_761 % 2**32 >> 8  # so that bodies, which follow the number, have everything
    street, thing = STREETS[mixed // 20 % 20], THINGS[mixed % 20]
    rare = "海峰小区" if number % _RARE == 7 else ""
    old = "围垦" if number < 100_000 and number % 2 else ""
    return f"关于{street}{rare}{old}{thing}问题整改情况的专题报告（{2001 + number % 26}年第{number % 997}号）"


def load_rows(owner: psycopg.Connection[Any], first: int, count: int) -> None:
    """Search rows of the matters of one span, as the product writes them; grams are made here and copied."""
    from ecoduty.casework.search import keeping, sources

    values = {"ids": list(range(first, first + count))}
    rows = owner.execute(
        f"SELECT {sources.COLUMNS}, {keeping.MARK} AS mark FROM ({sources.MATTERS}) AS source", values
    ).fetchall()
    with owner.cursor().copy(f"COPY search_row ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            *plain, in_title, in_text, place, mark = keeping.columns(keeping.Found(*row))
            copy.write_row((*plain, _vector(in_title), _vector(in_text), place, mark))


def _vector(grams: str | None) -> str | None:
    """Grams in the way a tsvector is written."""
    if grams is None:
        return None
    quoted = (gram.replace("\\", "\\\\").replace("'", "''") for gram in grams.split("\x1f"))
    return " ".join(f"'{gram}'" for gram in quoted)


__all__ = ["STREETS", "THINGS", "load_rows", "title"]
