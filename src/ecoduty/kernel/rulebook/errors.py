"""What can be wrong with a rulebook, in sentences a clerk can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, order=True)
class Problem:
    """One defect of a rulebook folder; `line` counts from 1 (0: the file as a whole)."""

    file: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        file = self.file or "规则书文件夹"
        where = f"{file} 第{self.line}行" if self.line else file
        return f"{where}：{self.message}（{self.code}）"


class RulebookError(ValueError):
    """A folder or a stored text is no valid rulebook; `problems` are all defects found, by file and line."""

    code = "invalid_rulebook"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        lines = "\n".join(f"- {problem}" for problem in self.problems)
        super().__init__(f"规则书有{len(self.problems)}处错误：\n{lines}")


class UnknownRuleError(KeyError):
    """The rulebook has no such key."""

    code = "unknown_rule"

    def __init__(self, what: str, key: str) -> None:
        self.message = f"规则书里没有{what}“{key}”"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


class NotInForceError(LookupError):
    """The rulebook knows the key, but no value of it is in force on that day."""

    code = "not_in_force"

    def __init__(self, what: str, key: str, on: date) -> None:
        super().__init__(f"{what}“{key}”在{on.isoformat()}没有有效的取值，请核对规则书中的起止日期")


class CountedBackwardError(ValueError):
    """A limit that is counted back from a day was asked for an end."""

    code = "counted_backward"

    def __init__(self, key: str) -> None:
        super().__init__(f"时限“{key}”是从某日往前数的，没有届满日；请改问最迟哪一天")


class NotAPlanError(ValueError):
    """A text that was to be imported is not the text of a plan."""

    code = "not_a_plan"
