"""What commands that answer questions have in common: one question, many from standard input, or an evaluation of the answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click
import yaml

from ecoduty.interfaces.console import language

MISSES_TOLD = 12  # in words; --json has them all
_Question = TypeVar("_Question")
_NOT_ONE = (KeyError, TypeError, AttributeError)


def only_one(*ways: object, refusal: str) -> None:
    """Raises ProblemError `one_question` unless exactly one of the ways of asking was given."""
    if sum(way is not None and way is not False for way in ways) != 1:
        raise language.ProblemError("one_question", refusal)


def answer_lines(lines: TextIO, form: str, answer: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    """One answer a line with the question's `id`, in the order of the questions. `form` says how a line has to look.

    Raises ProblemError `bad_line` that names the line.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            identity, asked = given["id"], {**given, "text": str(given["text"])}
        except (ValueError, *_NOT_ONE) as error:
            raise language.ProblemError("bad_line", f"第{number}行不是 {form} 形式的 JSON。") from error
        click.echo(json.dumps({"id": identity, **answer(asked)}, ensure_ascii=False))


def labelled(
    path: Path, key: str, form: str, read: Callable[[int, Mapping[str, Any]], _Question]
) -> Sequence[_Question]:
    """The questions with answers that stand under `key` in a YAML file, each read with its number from 1.

    Raises ProblemError `bad_questions`, which says `form`.
    """
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))[key]
        return [read(number, row) for number, row in enumerate(rows, 1)]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, *_NOT_ONE) as error:
        raise language.ProblemError("bad_questions", f"评测文件应是 {form} 的 YAML。") from error


def share(hits: Iterable[bool]) -> float:
    """What part of them is true, 0 to 1; 1 of none."""
    every = list(hits)
    return round(sum(every) / len(every), 4) if every else 1.0


__all__ = ["MISSES_TOLD", "answer_lines", "labelled", "only_one", "share"]
