"""Formulas of indicators: data that is read, checked and reckoned with here, and never run as a program.

    points = weight * min(1, share([task.closed_in_time], [task.answerable]))

Numbers, `weight`, `value` (what was entered), `@code` (points of another indicator), `[figure.key]` (a figure of this platform),
+ - * / with brackets, comparisons, and the functions min, max, share, clamp and if. `share(part, whole)` is 1 where there is
nothing to be a share of. Everything is exact: fractions, no binary floating point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

LONGEST = 500
"""Characters of a formula."""
_DEEPEST = 40  # brackets and functions inside each other

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|\[(?P<figure>[a-z0-9_.\-]+)\]|@(?P<other>[a-z0-9\-]+)|(?P<name>[a-z]+)"
    r"|(?P<sign><=|>=|<|>|=|[-+*/(),]))"
)


class FormulaError(ValueError):
    """What is wrong with a formula, in Chinese; `code` is stable."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Values:
    """What names stand for: the indicator's weight and entered value, figures by key, points of other indicators by code."""

    weight: Fraction
    value: Fraction | None
    figures: Mapping[str, Fraction]
    others: Mapping[str, Fraction]


Reckon = Callable[[Values], Fraction]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read: which figures and other indicators it names, whether it asks for an entered value."""

    text: str
    figures: frozenset[str]
    others: frozenset[str]
    asks_value: bool
    reckon: Reckon


def read(text: str) -> Formula:
    """Raises FormulaError `formula_too_long`, `formula_unreadable`, `formula_too_deep`, `formula_unknown_name`."""
    if len(text) > LONGEST:
        raise FormulaError("formula_too_long", f"公式不能超过{LONGEST}个字符。")
    reader = _Reader(list(_tokens(text)))
    reckon = reader.comparison(0)
    reader.end()
    return Formula(text, frozenset(reader.figures), frozenset(reader.others), reader.asks_value, reckon)


def spoken(text: str, figures: Callable[[str], str], others: Callable[[str], str]) -> str:
    """A formula as it is said to those whose points it reckons: 分值 ×（任务按期办结 占 任务办结和逾期 的比例）.

    `figures` and `others` give the words for a figure's key and another indicator's code. What cannot be read stays as it is.
    """
    words: list[str] = []
    inside: list[tuple[str, int]] = []  # the function of each open bracket, and how many commas were in it
    name = ""
    try:
        tokens = list(_tokens(text)) if read(text) else []
    except FormulaError:
        return text
    for kind, word in tokens:
        if kind == "name" and word not in _SAID_NAMES:
            name = word
        elif word == "(" and kind == "sign":
            inside.append((name, 0))
            words.append(_OPENED.get(name, "（"))
            name = ""
        elif word == ")" and kind == "sign":
            words.append(_CLOSED.get(inside.pop()[0], "）"))
        elif word == "," and kind == "sign":
            function, before = inside.pop()
            inside.append((function, before + 1))
            words.append(_BETWEEN.get(function, ("、",))[before if function == "if" else 0])
        elif kind == "figure":
            words.append(figures(word))
        elif kind == "other":
            words.append(f"“{others(word)}”的得分")
        else:
            words.append(_SAID_NAMES.get(word) or _SAID_SIGNS.get(word) or word)
    return "".join(words)


_SAID_NAMES = {"weight": "分值", "value": "填报的数"}
_SAID_SIGNS = {
    "*": " × ",
    "/": " ÷ ",
    "+": " ＋ ",
    "-": " － ",
    "<=": " ≤ ",
    ">=": " ≥ ",
    "<": " ＜ ",
    ">": " ＞ ",
    "=": " ＝ ",
}
_OPENED = {"if": "（如果"}
_BETWEEN = {"share": (" 占 ",), "min": (" 与 ",), "max": (" 与 ",), "clamp": ("、",), "if": ("，则为", "，否则为")}
_CLOSED = {"share": " 的比例）", "min": " 中较小的）", "max": " 中较大的）", "clamp": " 三者居中的）"}


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    text = text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise FormulaError("formula_unreadable", f"公式第{place + 1}个字符“{text[place:].strip()[:1]}”读不懂。")
        kind = found.lastgroup or ""
        yield kind, found.group(kind)
        place = found.end()


def _divided(left: Fraction, right: Fraction) -> Fraction:
    if right == 0:
        raise FormulaError("formula_divides_by_zero", "公式里的分母是零：没有可比的数时请用 share(部分, 全部)。")
    return left / right


def _share(part: Fraction, whole: Fraction) -> Fraction:
    return Fraction(1) if whole == 0 else part / whole


_FUNCTIONS: dict[str, tuple[int, int, Callable[..., Fraction]]] = {
    "min": (1, 10, min),
    "max": (1, 10, max),
    "share": (2, 2, _share),
    "clamp": (3, 3, lambda low, number, high: max(low, min(number, high))),
}
_COMPARED: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "=": lambda a, b: a == b,
}  # fmt: skip


class _Reader:
    """Reads from the loosest to the tightest: comparison, sum, product, sign, atom."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0
        self.figures: set[str] = set()
        self.others: set[str] = set()
        self.asks_value = False

    def end(self) -> None:
        if self.place < len(self.tokens):
            raise FormulaError("formula_unreadable", f"公式在“{self.tokens[self.place][1]}”处多出内容。")

    def comparison(self, depth: int) -> Reckon:
        left = self.sum(depth)
        sign = self._take(*_COMPARED)
        if not sign:
            return left
        right, compared = self.sum(depth), _COMPARED[sign]
        return lambda values: Fraction(int(compared(left(values), right(values))))

    def sum(self, depth: int) -> Reckon:
        result = self.product(depth)
        while sign := self._take("+", "-"):
            result = _joined(result, self.product(depth), sign)
        return result

    def product(self, depth: int) -> Reckon:
        result = self.signed(depth)
        while sign := self._take("*", "/"):
            result = _joined(result, self.signed(depth), sign)
        return result

    def signed(self, depth: int) -> Reckon:
        if depth > _DEEPEST:
            raise FormulaError("formula_too_deep", f"公式套得太深，最多{_DEEPEST}层。")
        if self._take("-"):
            inner = self.signed(depth + 1)
            return lambda values: -inner(values)
        return self.atom(depth)

    def atom(self, depth: int) -> Reckon:
        if self.place >= len(self.tokens):
            raise FormulaError("formula_unreadable", "公式没有写完。")
        kind, word = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            number = Fraction(word)
            return lambda _: number
        if kind == "figure":
            self.figures.add(word)
            return lambda values: values.figures[word]
        if kind == "other":
            self.others.add(word)
            return lambda values: values.others[word]
        if kind == "name":
            return self._named(word, depth)
        if word == "(":
            inner = self.comparison(depth + 1)
            self._expect(")")
            return inner
        raise FormulaError("formula_unreadable", f"公式在“{word}”处读不懂。")

    def _named(self, word: str, depth: int) -> Reckon:
        if word == "weight":
            return lambda values: values.weight
        if word == "value":
            self.asks_value = True
            return _entered
        if word == "if":
            return self._condition(depth)
        if word not in _FUNCTIONS:
            raise FormulaError(
                "formula_unknown_name", f"公式里的“{word}”不认识，可用 weight、value、min、max、share、clamp、if。"
            )
        least, most, function = _FUNCTIONS[word]
        given = self._given(depth)
        if not least <= len(given) <= most:
            raise FormulaError("formula_unreadable", f"{word}括号里应有{least}至{most}项，现在是{len(given)}项。")
        return lambda values: function(*(one(values) for one in given))

    def _condition(self, depth: int) -> Reckon:
        """Only the branch that holds is reckoned, so that a condition can keep a division from zero."""
        given = self._given(depth)
        if len(given) != 3:
            raise FormulaError(
                "formula_unreadable", f"if括号里应有3项（条件、成立时、不成立时），现在是{len(given)}项。"
            )
        holds, then, otherwise = given
        return lambda values: then(values) if holds(values) else otherwise(values)

    def _given(self, depth: int) -> list[Reckon]:
        self._expect("(")
        given = [self.comparison(depth + 1)]
        while self._take(","):
            given.append(self.comparison(depth + 1))
        self._expect(")")
        return given

    def _take(self, *signs: str) -> str:
        if (
            self.place < len(self.tokens)
            and self.tokens[self.place][0] == "sign"
            and self.tokens[self.place][1] in signs
        ):
            self.place += 1
            return self.tokens[self.place - 1][1]
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            found = f"“{self.tokens[self.place][1]}”" if self.place < len(self.tokens) else "末尾"
            raise FormulaError("formula_unreadable", f"公式在{found}处缺“{sign}”。")


def _joined(left: Reckon, right: Reckon, sign: str) -> Reckon:
    if sign == "+":
        return lambda values: left(values) + right(values)
    if sign == "-":
        return lambda values: left(values) - right(values)
    if sign == "*":
        return lambda values: left(values) * right(values)
    return lambda values: _divided(left(values), right(values))


def _entered(values: Values) -> Fraction:
    if values.value is None:
        raise FormulaError("formula_value_missing", "这项指标要填数，还没有填。")
    return values.value


__all__ = ["LONGEST", "Formula", "FormulaError", "Values", "read", "spoken"]
