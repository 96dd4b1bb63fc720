"""`ecoduty rulebook` and `ecoduty due KEY`: a city's folder checked, compared, looked into and put into force."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result

from ecoduty.interfaces.console import deadlines, installation, language, rulebook
from ecoduty.interfaces.console.installation import Installation
from tests.database import ROOT

CITY = ROOT / "rulebooks" / "example-city"


def invoke(command, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(part) for part in arguments], standalone_mode=False)


def answer(command, *arguments: object) -> dict:
    result = invoke(command, *arguments, "--json")
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


@pytest.fixture
def here(fresh_db, monkeypatch):
    """Commands find the test's database in place of an installation's."""
    monkeypatch.setattr(Installation, "database", lambda self: nullcontext())
    return installation.current()


def test_check_counts_and_works_out_the_cases():
    facts = answer(rulebook.rulebook, "check", CITY)
    assert facts["ok"]
    assert facts["cases"] > 0
    assert facts["counts"]["clauses"] > 0


def test_check_names_file_and_line_and_ends_with_one(tmp_path):
    shutil.copytree(CITY, tmp_path / "city")
    with (tmp_path / "city" / "city.yaml").open("a", encoding="utf-8") as file:
        file.write("surprise: 1\n")
    result = invoke(rulebook.rulebook, "check", tmp_path / "city")
    assert result.exit_code == 1
    assert "city.yaml 第" in result.stdout


def test_check_remarks_what_no_clause_stands_for_and_refuses_what_there_is_not(tmp_path):
    (remark,) = answer(rulebook.rulebook, "check", CITY)["remarks"]
    assert "没有本市条款对应" in remark
    assert remark in invoke(rulebook.rulebook, "check", CITY).stdout
    assert answer(rulebook.rulebook, "check", ROOT / "rulebooks" / "xiamen")["remarks"] == []
    shutil.copytree(CITY, tmp_path / "city")
    file = tmp_path / "city" / "plan.yaml"
    file.write_text(file.read_text().replace("corresponds_to: [10.3]", "corresponds_to: [10.9]", 1))
    result = invoke(rulebook.rulebook, "check", tmp_path / "city")
    assert result.exit_code == 1
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "10.9" in text)
    assert f"plan.yaml 第{line}行：参照编号里没有“10.9”" in result.stdout


def test_check_names_a_duty_whose_title_is_not_of_its_kind_of_paper(tmp_path):
    shutil.copytree(CITY, tmp_path / "city")
    file = tmp_path / "city" / "time.yaml"
    file.write_text(file.read_text().replace("环境履职报告", "环境履职情况请示", 1))
    result = invoke(rulebook.rulebook, "check", tmp_path / "city")
    assert result.exit_code == 1
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "环境履职情况请示" in text)
    assert f"time.yaml 第{line}行" in result.stdout
    assert "义务“annual-report”：标题要写明文种：以“报告”结尾" in result.stdout
    assert "title_without_kind" in result.stdout


def test_adopt_then_diff_then_show(here, tmp_path):
    with pytest.raises(language.ProblemError, match="还没有启用规则书"):
        raise invoke(rulebook.rulebook, "diff", CITY).exception
    adopted = answer(rulebook.rulebook, "adopt", CITY, "--note", "试用")
    assert answer(rulebook.rulebook, "diff", CITY) == {
        "in_force": adopted["digest"],
        "compared": adopted["digest"],
        "changes": [],
        "directory": [],
    }
    again = invoke(rulebook.rulebook, "adopt", CITY).exception
    assert (type(again), again.code) == (language.ProblemError, "already_in_force")
    shutil.copytree(CITY, tmp_path / "city")
    path = tmp_path / "city" / "city.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例第1版", "示例第2版"), encoding="utf-8")
    assert [change["path"] for change in answer(rulebook.rulebook, "diff", tmp_path / "city")["changes"]] == [
        ["edition"]
    ]
    sections = answer(rulebook.rulebook, "show")
    key = sections["limits"][0]
    assert answer(rulebook.rulebook, "show", key)["key"] == key
    assert invoke(rulebook.rulebook, "show", "no-such-key").exception.code == "unknown_rule"


def test_due_by_the_key_of_a_limit_gives_day_working_and_basis():
    facts = answer(deadlines.due, "criminal-transfer.approval", "--from", "2026-09-28")
    assert facts["due"] == "2026-10-08"
    assert "顺延" in facts["explanation"]
    assert facts["basis"]["kind"] == "statute"
    assert facts["basis"]["provision"] == "第五条"


def test_due_by_the_key_of_a_recurring_duty_gives_the_period_open_on_that_day():
    facts = answer(deadlines.due, "annual-report", "--from", "2026-12-05")
    assert (facts["period"], facts["due"], facts["basis"]["clause"]) == ("2026", "2027-01-31", "11.1")


def test_due_of_a_limit_counted_backward_is_the_latest_day():
    assert answer(deadlines.due, "hotline.due-soon", "--from", "2026-10-09")["due"] == "2026-10-08"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("no-such", "--from", "2026-01-01"), "unknown_rule"), (("annual-report", "--from", "2020-01-01"), "not_opened")],
)
def test_due_refuses_what_the_rulebook_does_not_know(arguments, code):
    assert invoke(deadlines.due, *arguments).exception.code == code


def test_diff_says_what_would_move(here, tmp_path):
    answer(rulebook.rulebook, "adopt", CITY)
    shutil.copytree(CITY, tmp_path / "city")
    path = tmp_path / "city" / "city.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例第1版", "示例第2版"), encoding="utf-8")
    moves = answer(rulebook.rulebook, "diff", tmp_path / "city", "--moves")["moves"]
    assert (moves["deadlines"]["kept"], moves["duties"], moves["ladders"], moves["visibility"]) == (0, [], [], [])
    rows = tmp_path / "city" / "time.yaml"
    text = rows.read_text(encoding="utf-8")
    day = next(line for line in text.splitlines() if "day: " in line)
    rows.write_text(text.replace(day, re.sub(r"day: \d+", "day: 7", day)), encoding="utf-8")
    moved = answer(rulebook.rulebook, "diff", tmp_path / "city", "--moves")["moves"]["duties"]
    assert moved
    said = invoke(rulebook.rulebook, "diff", tmp_path / "city", "--moves").stdout
    assert f"今后一年有{len(moved)}件的开办日或到期日会变" in said
