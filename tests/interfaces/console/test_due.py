"""`ecoduty due` answers without a database, one question or a stream of them, in any locale."""

from __future__ import annotations

import json
import os
import subprocess
import sys

CONSOLE = [sys.executable, "-m", "ecoduty.interfaces.console.main"]


def due(*arguments: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "ECODUTY_HOME": "/proc/nowhere", **environment}
    return subprocess.run(
        [*CONSOLE, "due", *arguments], input=text, capture_output=True, check=False, encoding="utf-8", env=surroundings
    )


def test_one_question_is_answered_with_its_working():
    done = due("--n", "3", "--unit", "natural_days", "--from", "2026-09-28", "--json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert answer["due"] == "2026-10-08"
    assert "顺延" in answer["explanation"]


def test_no_roll_keeps_the_rest_day():
    done = due("--n", "3", "--unit", "natural_days", "--no-roll", "--from", "2026-09-28", "--json")
    assert json.loads(done.stdout)["due"] == "2026-10-01"


def test_batch_answers_every_line_in_order_also_in_locale_c():
    lines = [
        {"id": "甲", "n": 3, "unit": "natural_days", "from": "2026-09-28"},
        {"id": 2, "n": 1, "unit": "parsecs", "from": "2026-09-28"},
        {"id": 3, "n": 5, "unit": "working_days", "roll": True, "from": "2026-09-28"},
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    done = due("--batch", text=text, LC_ALL="C", LANG="C")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["甲", 2, 3]
    assert answers[0]["due"] == "2026-10-08"
    assert answers[1]["error"]["code"] == "unit_unknown"
    assert done.returncode == 1


def test_batch_without_a_bad_line_ends_well():
    done = due("--batch", text='{"id": 1, "n": 3, "unit": "natural_days", "from": "2026-09-28"}\n\n')
    assert (done.returncode, json.loads(done.stdout)["due"]) == (0, "2026-10-08")
    assert due("--batch").returncode == 0
    assert "以 1 退出" in due("--help").stdout
