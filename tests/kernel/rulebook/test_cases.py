"""Worked cases: what holds, what does not, and what nobody can read."""

from __future__ import annotations

import pytest

from ecoduty.kernel.rulebook import RulebookError
from ecoduty.kernel.rulebook.cases import run_cases
from tests.kernel.rulebook.small import write


def run(tmp_path, text):
    folder = write(tmp_path, extra={"cases/all.yaml": text})
    return run_cases(folder)


def test_case_that_holds_and_case_that_does_not(tmp_path):
    good, bad = run(
        tmp_path,
        "- {name: 对的, on: 2026-03-02, given: {limit: reply}, expect: {due: 2026-03-05}}\n"
        "- {name: 错的, on: 2026-03-02, given: {limit: reply}, expect: {due: 2026-03-06, weight: 3}}\n",
    )

    assert (good.holds, bad.holds) == (True, False)
    assert str(bad) == ('cases/all.yaml 第2行“错的”：due 应为 "2026-03-06"，算得 "2026-03-05"；算不出“weight”')


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("on: 2026-03-02, given: {limit: relpy}", "规则书里没有时限“relpy”"),
        ("on: 2019-03-02, given: {limit: reply}", "没有有效的取值"),
        ("on: someday, given: {limit: reply}", "看不懂起算日"),
        ("given: {weather: fine}", "没有认识的问题"),
        ("given: {count: clouds}", "规则书里没有部分“clouds”"),
        ("given: {duty: weekly}", "规则书里没有定期义务“weekly”"),
        ("given: {ladder: yearly, due: soon}", "看不懂起算日"),
    ],
)
def test_question_nobody_can_answer_fails_with_a_sentence(tmp_path, case, sentence):
    (result,) = run(tmp_path, f"- {{name: 问, {case}, expect: {{x: 1}}}}\n")

    assert not result.holds
    assert sentence in str(result)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name: 不是列表\n", "wrong_type"),
        ("- {name: 缺期望, given: {count: bodies}}\n", "missing_key"),
        ("- {name: 多了, given: {count: bodies}, expect: {count: 1}, hope: x}\n", "unknown_key"),
        ("- {name: [\n", "yaml_syntax"),
    ],
)
def test_case_file_is_as_strict_as_the_rules(tmp_path, text, code):
    with pytest.raises(RulebookError) as caught:
        run(tmp_path, text)

    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].file == "cases/all.yaml"
