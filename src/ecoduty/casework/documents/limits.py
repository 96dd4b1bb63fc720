"""How much a text may hold: what no page of paper could carry is refused in a sentence before it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.documents.blocks import Table, parse
from ecoduty.kernel.flow import Refused

# Characters of one section, and of all together: about 150 pages of official paper.
SECTION_CHARACTERS = 100_000
ALL_CHARACTERS = 300_000
# What still can be read across a page, and drawn in reasonable time.
TABLE_COLUMNS = 16
TABLE_CELLS = 10_000


def check(sections: Sequence[tuple[str, str]]) -> None:
    """Raises Refused `text_too_long`, `table_too_wide` or `table_too_long`, which say where and what to do."""
    for title, text in sections:
        if len(text) > SECTION_CHARACTERS:
            raise Refused(
                "text_too_long",
                f"“{title}”一节有{len(text)}字，超过一节{SECTION_CHARACTERS}字的上限，没有保存。"
                "请删减，或把大段材料改作附件。您填的内容没有丢。",
                status=422,
            )
        for n, table in enumerate((block for block in parse(text) if isinstance(block, Table)), 1):
            _check_table(title, n, table)
    total = sum(len(text) for _, text in sections)
    if total > ALL_CHARACTERS:
        raise Refused(
            "text_too_long",
            f"全文有{total}字，超过{ALL_CHARACTERS}字的上限，没有保存。请删减，或把大段材料改作附件。您填的内容没有丢。",
            status=422,
        )


def _check_table(title: str, n: int, table: Table) -> None:
    if table.columns > TABLE_COLUMNS:
        raise Refused(
            "table_too_wide",
            f"“{title}”一节的第{n}个表有{table.columns}列，一页排不下，最多{TABLE_COLUMNS}列，没有保存。"
            "请拆成几个表，或把原表作附件。您填的内容没有丢。",
            status=422,
        )
    if len(table.rows) * table.columns > TABLE_CELLS:
        raise Refused(
            "table_too_long",
            f"“{title}”一节的第{n}个表有{len(table.rows)}行{table.columns}列，超过{TABLE_CELLS}格的上限，没有保存。"
            "请把原表作附件，正文只写摘要。您填的内容没有丢。",
            status=422,
        )
