"""The columns of the platform's own file: what is exported and, where exactly these stand, read word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field, its heading, its width."""

    key: str
    heading: str
    width: int


COLUMNS = (
    Column("number", "事项编号", 22),
    Column("name", "事项名称", 36),
    Column("description", "事项描述", 40),
    Column("field", "领域", 14),
    Column("role", "本部门角色", 12),
    Column("lead", "牵头部门", 16),
    Column("joint", "会同部门", 18),
    Column("supporters", "配合部门", 24),
    Column("level", "层级", 10),
    Column("unit", "责任科室", 18),
    Column("person_a", "A角", 10),
    Column("person_b", "B角", 10),
    Column("basis", "法律依据", 48),
    Column("ways", "履职方式", 20),
    Column("enforcement", "执法权属", 16),
    Column("cycle", "履职周期", 12),
    Column("liability", "法律责任或监督方式", 30),
    Column("openness", "公开属性", 12),
    Column("openness_reason", "不公开理由", 24),
    Column("words", "检索词", 20),
    Column("catch_all", "兜底事项", 10),
)
YES, NO = "是", "否"


def is_own(headings: Sequence[str]) -> bool:
    """Whether these headings are the platform's own."""
    return [text for text in headings if text] == [column.heading for column in COLUMNS]


__all__ = ["COLUMNS", "NO", "YES", "Column", "is_own"]
