"""The columns of a list, once for the page and for Excel: what is exported is what is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ecoduty.interfaces.desk.rows import Row


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the text of its cell, what it is sorted by (empty: not sortable), its CSS class."""

    key: str
    label: str
    text: Callable[[Row], str]
    sort: str = ""
    css: str = ""
    width: int = 14


COLUMNS = (
    Column("light", "灯", lambda row: row.light.word, width=12),
    Column("title", "标题", lambda row: row.matter.title, "title", "t", width=56),
    Column("kind", "种类", lambda row: row.kind, css="nw", width=16),
    Column("holder", "主办", lambda row: row.holder, "holder", "nw", width=18),
    Column("state", "状态", lambda row: row.state, "state", "nw"),
    Column("due", "期限", lambda row: row.due, "due", "nw", width=20),
    Column("clause", "条款", lambda row: row.clause, "", "nw q"),
    Column("opened", "立项", lambda row: row.opened, "opened", "nw q"),
    Column("number", "编号", lambda row: row.matter.number, "number", "nw q", width=18),
)


def shown(*, mixed: bool) -> list[Column]:
    """The columns of a list: where kinds are mixed each says what it is, and its clauses go without saying."""
    left_out = "clause" if mixed else "kind"
    return [column for column in COLUMNS if column.key != left_out]
