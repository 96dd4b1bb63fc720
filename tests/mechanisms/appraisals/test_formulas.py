"""Formulas are data: reckoned exactly, refused clearly, never run."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoduty.mechanisms.appraisals.formulas import FormulaError, Values, read, spoken
from ecoduty.mechanisms.appraisals.scoring import Caps, Line, formulas, score, unbalanced

FIGURES = {"task.closed": Fraction(8), "task.all": Fraction(12), "task.none": Fraction(0)}
CAPS = Caps(
    Decimal(10), Decimal(10),
    (("excellent", Decimal(85)), ("good", Decimal(80)), ("fair", Decimal(70)), ("pass", Decimal(60)), ("fail", Decimal(0))),
    "good", "fail",
)  # fmt: skip


def reckoned(text: str, weight: int = 6, value: int | None = None, **others: int) -> Fraction:
    values = Values(
        Fraction(weight),
        None if value is None else Fraction(value),
        FIGURES,
        {code: Fraction(n) for code, n in others.items()},
    )
    return read(text).reckon(values)


@pytest.mark.parametrize(("text", "expected"), [
    ("1 + 2 * 3", Fraction(7)),
    ("(1 + 2) * 3", Fraction(9)),
    ("-2 - -3", Fraction(1)),
    ("0.1 + 0.2", Fraction(3, 10)),
    ("weight * share([task.closed], [task.all])", Fraction(4)),
    ("weight * min(1, [task.closed] / [task.all])", Fraction(4)),
    ("share([task.none], [task.none])", Fraction(1)),
    ("if([task.none] = 0, weight, 1 / [task.none])", Fraction(6)),
    ("clamp(0, 7 - 20, 5)", Fraction(0)),
    ("max(1, 2, 3) / 2", Fraction(3, 2)),
    ("value * 2", Fraction(10)),
    ("(3 > 2) + (2 >= 3)", Fraction(1)),
])  # fmt: skip
def test_formulas_are_reckoned_exactly(text, expected):
    assert reckoned(text, value=5) == expected


@pytest.mark.parametrize(("text", "code"), [
    ("", "formula_unreadable"),
    ("1 +", "formula_unreadable"),
    ("1 2", "formula_unreadable"),
    ("(1", "formula_unreadable"),
    ("min()", "formula_unreadable"),
    ("share(1)", "formula_unreadable"),
    ("if(1, 2)", "formula_unreadable"),
    ("weight；", "formula_unreadable"),
    ("__import__(1)", "formula_unreadable"),
    ("eval(1)", "formula_unknown_name"),
    ("weight.real", "formula_unreadable"),
    ("1" * 501, "formula_too_long"),
    ("(" * 60 + "1" + ")" * 60, "formula_too_deep"),
    ("-" * 60 + "1", "formula_too_deep"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused(text, code):
    with pytest.raises(FormulaError) as refused:
        read(text)
    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")


def test_division_by_zero_says_what_to_use_instead():
    with pytest.raises(FormulaError) as refused:
        reckoned("1 / [task.none]")
    assert refused.value.code == "formula_divides_by_zero"
    assert "share" in refused.value.sentence


@given(st.text(alphabet="0123456789+-*/()@[]., weighvalumnx<=>", max_size=80))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    try:
        read(text).reckon(Values(Fraction(1), Fraction(2), {}, {}))
    except (FormulaError, KeyError):
        return


def line(code: str, formula: str = "weight", sort: str = "common", weight: int = 50, value: int | None = None) -> Line:
    return Line(code, f"指标{code}", sort, Decimal(weight), formula, None if value is None else Decimal(value))


def test_a_cycle_is_named():
    with pytest.raises(FormulaError) as refused:
        formulas([line("a", "@b"), line("b", "@c"), line("c", "@a")])
    assert refused.value.code == "formula_cycle"
    assert all(name in refused.value.sentence for name in ("指标a", "指标b", "指标c"))


def test_an_unknown_indicator_and_an_unknown_figure_are_named():
    with pytest.raises(FormulaError) as refused:
        formulas([line("a", "@z")])
    assert refused.value.code == "formula_unknown_indicator"
    with pytest.raises(FormulaError) as refused:
        score([line("a", "[task.nowhere]")], FIGURES, CAPS)
    assert refused.value.code == "formula_unknown_figure"
    assert "task.nowhere" in refused.value.sentence


def test_weights_add_up_to_a_hundred():
    assert unbalanced([line("a"), line("b", weight=40), line("c", sort="incentive", weight=8)]) == 90
    assert unbalanced([line("a"), line("b")]) is None


def test_incentives_and_penalties_are_capped():
    result = score(
        [line("a"), line("b", "weight / 2"), line("c", sort="incentive", weight=30), line("d", sort="penalty", weight=40)],
        FIGURES, CAPS,
    )  # fmt: skip
    assert (result.base, result.added, result.taken, result.total, result.grade) == (75, 10, 10, 75, "fair")


@pytest.mark.parametrize(("hit", "grade"), [
    ({}, "excellent"), ({"no_excellent": 1}, "good"), ({"veto": 1}, "fail"), ({"no_excellent": 0, "veto": 0}, "excellent"),
])  # fmt: skip
def test_what_keeps_from_the_best_grade_and_what_fails(hit, grade):
    lines = [line("a"), line("b"), *(line(sort, "", sort, 0, value) for sort, value in hit.items())]
    assert score(lines, FIGURES, CAPS).grade == grade


@pytest.mark.parametrize(("points", "grade"), [
    (85, "excellent"), (84, "good"), (80, "good"), (79, "fair"), (70, "fair"), (69, "pass"), (60, "pass"), (59, "fail"), (0, "fail"),
])  # fmt: skip
def test_the_lower_bound_belongs_to_the_grade(points, grade):
    assert score([line("a", "value", weight=100, value=points)], FIGURES, CAPS).grade == grade


def test_points_never_pass_the_weight_nor_fall_below_nothing():
    result = score([line("a", "weight * 3"), line("b", "0 - weight")], FIGURES, CAPS)
    assert [one.points for one in result.lines] == [50, 0]


@given(st.lists(st.integers(0, 100), min_size=2, max_size=8))
def test_the_same_in_gives_the_same_out(values):
    lines = [line(f"n{place}", "value / 3", weight=100, value=value) for place, value in enumerate(values)]
    assert score(lines, FIGURES, CAPS) == score(lines, FIGURES, CAPS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weight * share([task.closed], [task.all])", "分值 × （按期办结 占 全部 的比例）"),
        ("weight * min(1, value / 100)", "分值 × （1 与 填报的数 ÷ 100 中较小的）"),
        ("if(@own >= 2, max(1, 2), clamp(0, value - 1, 3))", "（如果“水质”的得分 ≥ 2，则为（1 与 2 中较大的），否则为（0、填报的数 － 1、3 三者居中的））"),
        ("weight * share((1 + 2) * 3, max([task.closed], 4))", "分值 × （（1 ＋ 2） × 3 占 （按期办结 与 4 中较大的） 的比例）"),
        ("weight *", "weight *"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_formula_is_said_in_words(text: str, words: str) -> None:
    figures = {"task.closed": "按期办结", "task.all": "全部"}
    assert spoken(text, figures.__getitem__, {"own": "水质"}.__getitem__) == words
