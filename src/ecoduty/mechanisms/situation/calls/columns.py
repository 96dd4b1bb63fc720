"""Columns of a call: what is asked, in which form, and which figure of the platform is known already. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

MOST = 12
"""Columns of one call: a small table, or it is a report."""
_LONGEST_NUMBER, _LONGEST_TEXT, _LONGEST_LABEL = 30, 1000, 60
SORTS = {"数字": "number", "文字": "text"}
WORDS = {code: word for word, code in SORTS.items()}


class ColumnError(ValueError):
    """What is wrong with the columns or with an answer, in Chinese; `code` is stable."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `sort` number or text, `unit` of a number, `figure` the key of what the platform knows, empty for none."""

    key: str
    label: str
    sort: str
    unit: str = ""
    figure: str = ""

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def read(text: str, figures: Mapping[str, str]) -> list[Column]:
    """One column a line: 名称 | 数字 or 文字 | unit | label or key of a figure; the last two may be left out. `figures` are
    those there are, labels by key. Raises ColumnError `no_columns`, `too_many_columns`, `column_unreadable`, `column_twice`, `figure_unknown`.
    """
    found: list[Column] = []
    keys = {label: key for key, label in figures.items()} | {key: key for key in figures}
    for number, line in enumerate((one for one in text.splitlines() if one.strip()), start=1):
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        label, sort, unit, figure = ([*parts, "", "", "", ""])[:4]
        if not label or len(label) > _LONGEST_LABEL or sort not in SORTS or len(parts) > 4:
            raise ColumnError(
                "column_unreadable", f"第{number}行“{line.strip()}”读不懂，应写成：名称 | 数字 | 单位 | 平台数据。"
            )
        if any(one.label == label for one in found):
            raise ColumnError("column_twice", f"“{label}”写了两次，请去掉一行。")
        if figure and figure not in keys:
            raise ColumnError("figure_unknown", f"第{number}行：没有“{figure}”这个平台数据，请从上面所列的名称中选。")
        found.append(Column(f"c{number}", label, SORTS[sort], unit, keys[figure] if figure else ""))
    if not found:
        raise ColumnError("no_columns", "还没有写要填什么，至少写一行。")
    if len(found) > MOST:
        raise ColumnError("too_many_columns", f"一次调度最多{MOST}项，现在{len(found)}项：要得多的请另用报告。")
    return found


def written(columns: Sequence[Column], figures: Mapping[str, str]) -> str:
    """As somebody writes them: what the platform knows by its label."""
    lines = (" | ".join((one.label, WORDS[one.sort], one.unit, figures.get(one.figure, one.figure))) for one in columns)
    return "\n".join(line.rstrip(" |") for line in lines)


def kept(columns: Sequence[Mapping[str, Any]]) -> list[Column]:
    """From how they are kept."""
    return [Column(**one) for one in columns]


def answer(columns: Sequence[Column], given: Mapping[str, str]) -> dict[str, str]:
    """What was entered, column by column. Raises ColumnError `column_missing`, `not_a_number`, `too_long`, `no_such_column`."""
    unknown = set(given) - {one.key for one in columns}
    if unknown:
        raise ColumnError("no_such_column", "有这次调度没有要的项目，请刷新页面后重填。")
    found: dict[str, str] = {}
    for one in columns:
        text = given.get(one.key, "").strip()
        if not text:
            raise ColumnError("column_missing", f"“{one.label}”还没有填；没有的，数字填0，文字填“无”。")
        found[one.key] = _number(one, text) if one.sort == "number" else _text(one, text)
    return found


def total(column: Column, answers: Sequence[Mapping[str, str]]) -> str:
    """The sum of a column of numbers, empty for texts."""
    if column.sort != "number":
        return ""
    return f"{sum((Decimal(one[column.key]) for one in answers if one.get(column.key)), Decimal(0)).normalize():f}"


def _number(column: Column, text: str) -> str:
    plain = text.replace(",", "").replace("，", "")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise ColumnError("not_a_number", f"“{column.label}”应为数字，现在是“{text[:20]}”。") from error
    if not number.is_finite() or len(plain) > _LONGEST_NUMBER or abs(number.adjusted()) > _LONGEST_NUMBER:
        raise ColumnError("not_a_number", f"“{column.label}”应为数字，现在是“{text[:20]}”。")
    return f"{number.normalize():f}" if number else "0"


def _text(column: Column, text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise ColumnError("too_long", f"“{column.label}”不能超过{_LONGEST_TEXT}个字。")
    return text


__all__ = ["MOST", "SORTS", "Column", "ColumnError", "answer", "kept", "read", "total", "written"]
