"""From indicators, entered values and figures to points, a total and a grade. Pure: the same in, the same out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from ecoduty.mechanisms.appraisals.formulas import Formula, FormulaError, Values, read
from ecoduty.mechanisms.appraisals.states import BASE, HITS, Sort

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as it is scored: `value` what was entered, None where nothing was."""

    code: str
    label: str
    sort: str
    weight: Decimal
    formula: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """What a line came to, and the numbers it came from, as text in exact form: for the trail."""

    code: str
    points: Decimal
    trail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Caps:
    """How far incentives and penalties count, and from how many points which grade, the best first; codes of the rulebook."""

    incentive: Decimal
    penalty: Decimal
    grades: Sequence[tuple[str, Decimal]]
    best_without_hit: str
    failing: str


@dataclass(frozen=True, slots=True)
class Result:
    """Points by line, the total, the grade, and which conditions kept it from a better one."""

    lines: Sequence[Points]
    base: Decimal
    added: Decimal
    taken: Decimal
    total: Decimal
    grade: str
    hits: Sequence[str]


def formulas(lines: Sequence[Line]) -> dict[str, Formula]:
    """Every formula read, and their order checked. Raises FormulaError with the label of the line, also `formula_cycle`,
    `formula_unknown_indicator`.
    """
    found: dict[str, Formula] = {}
    for line in lines:
        if line.sort not in HITS:
            try:
                found[line.code] = read(line.formula)
            except FormulaError as error:
                raise FormulaError(error.code, f"“{line.label}”：{error.sentence}") from error
    _order(found, {line.code: line.label for line in lines})
    return found


def unbalanced(lines: Sequence[Line]) -> Decimal | None:
    """What the weights of the base add up to where that is not 100; None where it is."""
    total = sum((line.weight for line in lines if line.sort in BASE), Decimal(0))
    return None if total == 100 else total


def score(lines: Sequence[Line], figures: Mapping[str, Fraction], caps: Caps) -> Result:
    """Points, total and grade. Raises FormulaError as `formulas`, `formula_divides_by_zero`, `formula_value_missing`,
    `formula_unknown_figure`, each with the label of the line.
    """
    known = formulas(lines)
    by_code = {line.code: line for line in lines}
    points: dict[str, Fraction] = {}
    found: dict[str, Points] = {}
    for code in _order(known, {line.code: line.label for line in lines}):
        points[code] = _points(by_code[code], known[code], figures, points)
        found[code] = Points(code, _rounded(points[code]), _trail(by_code[code], known[code], figures, points))
    ordered = [found[line.code] for line in lines if line.code in found]
    return _result(lines, ordered, {line.code: line.value for line in lines}, caps)


def _points(line: Line, formula: Formula, figures: Mapping[str, Fraction], others: Mapping[str, Fraction]) -> Fraction:
    unknown = formula.figures - figures.keys()
    if unknown:
        raise FormulaError("formula_unknown_figure", f"“{line.label}”：没有“{min(unknown)}”这个平台数据。")
    values = Values(Fraction(line.weight), None if line.value is None else Fraction(line.value), figures, others)
    try:
        reached = formula.reckon(values)
    except FormulaError as error:
        raise FormulaError(error.code, f"“{line.label}”：{error.sentence}") from error
    return max(Fraction(0), min(reached, Fraction(line.weight)))


def _trail(
    line: Line, formula: Formula, figures: Mapping[str, Fraction], points: Mapping[str, Fraction]
) -> dict[str, str]:
    told = {f"[{key}]": str(figures[key]) for key in sorted(formula.figures)}
    told |= {f"@{code}": str(points[code]) for code in sorted(formula.others)}
    if line.value is not None:
        told["value"] = str(Fraction(line.value))
    return {**told, "weight": str(Fraction(line.weight)), "formula": formula.text, "exact": str(points[line.code])}


def _order(known: Mapping[str, Formula], labels: Mapping[str, str]) -> list[str]:
    for code, formula in known.items():
        missing = formula.others - known.keys()
        if missing:
            raise FormulaError("formula_unknown_indicator", f"“{labels[code]}”的公式引用了没有的指标“{min(missing)}”。")
    try:
        return list(TopologicalSorter({code: sorted(one.others) for code, one in known.items()}).static_order())
    except CycleError as error:
        names = "→".join(labels[code] for code in error.args[1])
        raise FormulaError("formula_cycle", f"几项指标的公式互相引用，算不出来：{names}。") from error


def _result(
    lines: Sequence[Line], points: Sequence[Points], values: Mapping[str, Decimal | None], caps: Caps
) -> Result:
    sorts = {line.code: line.sort for line in lines}
    base = sum((one.points for one in points if sorts[one.code] in BASE), Decimal(0))
    added = sum((one.points for one in points if sorts[one.code] == Sort.INCENTIVE.value), Decimal(0))
    taken = sum((one.points for one in points if sorts[one.code] == Sort.PENALTY.value), Decimal(0))
    added, taken = min(added, caps.incentive), min(taken, caps.penalty)
    total = max(Decimal(0), base + added - taken)
    hits = [line.code for line in lines if line.sort in HITS and values.get(line.code)]
    grade = next((code for code, least in caps.grades if total >= least), caps.failing)
    if any(sorts[code] == Sort.NO_EXCELLENT.value for code in hits) and grade == caps.grades[0][0]:
        grade = caps.best_without_hit
    if any(sorts[code] == Sort.VETO.value for code in hits):
        grade = caps.failing
    return Result(points, base, added, taken, total, grade, hits)


def _rounded(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(_CENT, rounding=ROUND_HALF_UP)


__all__ = ["Caps", "Line", "Points", "Result", "formulas", "score", "unbalanced"]
