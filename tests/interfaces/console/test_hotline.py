"""`ecoduty hotline`: the line made and ended from the command line, secrets shown once."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner

from ecoduty.interfaces.channels.hotline12345.models import Link
from ecoduty.interfaces.console import hotline, hotline_simulate, installation, language
from tests.city import City


@pytest.fixture
def run(city: City, monkeypatch: pytest.MonkeyPatch) -> Any:
    @contextmanager
    def database() -> Iterator[None]:
        yield

    monkeypatch.setattr(installation, "current", lambda: SimpleNamespace(database=database))

    def answer(command: click.Command, *words: str) -> Any:
        done = CliRunner().invoke(command, [*words, "--json"], standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        return json.loads(done.stdout)

    return answer


def test_a_line_is_made_its_secret_changed_and_ended(run: Any) -> None:
    made = run(hotline.connect, "--app", "xm12345", "--url", "https://hotline.example.gov.cn/messages")
    assert len(base64.b64decode(made["secret"])) == 32
    assert made["secret"] not in Link.objects.get().secret
    changed = run(hotline.rotate)
    assert changed["secret"] != made["secret"]
    assert run(hotline.status)["line"]["url"] == "https://hotline.example.gov.cn/messages"
    run(hotline.move, "https://other.example.gov.cn/messages")
    run(hotline.retire)
    run(hotline.disconnect)
    assert run(hotline.status)["line"] is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--app", "x", "--url", "http://hotline.example.gov.cn/"], "hotline_not_encrypted"),
        (["--app", "x"], "hotline_not_encrypted"),
        (["--app", "x", "--url", "https://h.example.gov.cn/", "--algorithm", "MD5"], "hotline_unknown_algorithm"),
        (["--app", "名字", "--url", "https://h.example.gov.cn/"], "bad_data"),
    ],
)
def test_a_line_that_cannot_be_is_refused(run: Any, words: list[str], code: str) -> None:
    with pytest.raises(language.ProblemError) as refused:
        run(hotline.connect, *words)
    assert refused.value.code == code


def test_a_simulation_that_is_not_told_where_to_is_refused(run: Any, tmp_path: Path) -> None:
    with pytest.raises(language.ProblemError, match="--here"):
        run(hotline_simulate.simulate)
    with pytest.raises(language.ProblemError, match="端口"):
        run(hotline_simulate.simulate, "--here", "--listen", "nowhere")
