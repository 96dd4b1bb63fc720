"""The command line speaks Chinese, also about wrong usage, and help is quick because it loads nothing."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ecoduty.interfaces.console import deadlines, language, serve

CONSOLE = [sys.executable, "-m", "ecoduty.interfaces.console.main"]


def said(*arguments: str) -> str:
    done = subprocess.run([*CONSOLE, *arguments], capture_output=True, check=False, encoding="utf-8")
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nix"], "没有“nix”这个命令。"),
        (["due", "--nix"], "没有 --nix 这个选项。"),
        (["due", "--n"], "选项 --n 需要一个值。"),
        (["due", "--n", "x"], "选项 --n 的值不对：'x' 不是整数。"),
        (["due", "one", "extra"], "多出的参数：extra。"),
        (["due", "--n", "3"], "须给出"),
    ],
)
def test_wrong_usage_is_explained_in_chinese(arguments, sentence):
    assert sentence in said(*arguments)


def test_help_has_no_english_headings():
    for command in (deadlines.due, serve.serve):
        text = CliRunner().invoke(command, ["--help"]).output
        assert "用法：" in text
        assert not any(word in text for word in ("Usage", "Options", "Show this", "OPTIONS"))


def test_help_loads_no_django():
    code = "import sys; sys.argv=['ecoduty','--help']\nfrom ecoduty.interfaces.console.main import main\ntry: main()\nexcept SystemExit: pass\nprint([name for name in ('django', 'pydantic') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.endswith("[]\n")


def test_every_command_is_listed_with_its_help():
    text = said("--help")
    assert re.search(r"serve +启动平台", text)
    assert "work " not in text


def test_problem_ends_with_one_and_its_code():
    done = subprocess.run(
        [*CONSOLE, "due", "--n", "3", "--unit", "hours", "--from", "昨天"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("错误：")
    assert "（from_invalid）" in done.stderr
    assert language.ProblemError.exit_code == 1
