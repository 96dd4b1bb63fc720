"""What can be wrong with the file and its cells, whatever is written in them, in words that say where and what to do.

Codes are never renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SENTENCES = {
    "list_text_too_long": "这一格超过{most}个字，超出部分没有读",
    "list_sheet_hidden": "工作表“{sheet}”是隐藏的，没有读。需要导入请取消隐藏",
    "cell_formula": "这一格是公式，按文件里存的结果“{text}”读",
    "cell_formula_no_value": "这一格是公式，文件里没有存计算结果，请粘贴为数值再导入",
    "cell_error": "这一格是公式错误值{text}，请改成文字",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or doubtful: where (清单!C5, 表1第3行第2列, 第12段; empty for the file), a stable code, a sentence.

    `stops` problems keep the row from being entered as it is; the others are for a person to look at.
    """

    place: str
    code: str
    sentence: str
    stops: bool = False

    def as_data(self) -> dict[str, Any]:
        """As JSON."""
        return {"place": self.place, "code": self.code, "sentence": self.sentence, "stops": self.stops}


def problem(place: str, code: str, *, stops: bool = False, **words: object) -> Problem:
    """A problem by its code. Raises KeyError for an unknown one."""
    return Problem(place, code, SENTENCES[code].format(**words), stops)


__all__ = ["SENTENCES", "Problem", "problem"]
