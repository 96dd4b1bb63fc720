"""`ecoduty plan import`: the published text of the plan, for display beside the clauses."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from ecoduty.config import environment
from ecoduty.interfaces.console import installation, language, output, reading
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.rulebook import NotAPlanError, load_rulebook, store
from ecoduty.kernel.rulebook.plan_text import SIZE_LIMIT, Comparison, PlanDocument, compare, decode_plan, parse_plan
from ecoduty.organisation.directory.adoption import RULEBOOK, STREAM


@click.group(cls=language.Group)
def plan() -> None:
    """方案原文：导入公开文本，对照显示。"""


@plan.command(name="import")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@output.json_option
def import_(*, file: Path, as_json: bool) -> None:
    """导入公开的方案文本（纯文本），与规则书逐条核对；对不上的条会列出。"""
    try:
        text = decode_plan(reading.read(file, SIZE_LIMIT + 1, "请给出方案的文本文件"))
        document = parse_plan(text)
        with installation.current().database():
            found = _import(file, text, document)
    except NotAPlanError as error:
        raise language.ProblemError(error.code, f"{file}：{error}。") from error
    except Refused as refused:
        raise language.ProblemError(refused.code, refused.sentence) from refused
    output.show(found.as_data(), as_json=as_json, text=_in_words(found))


def _import(file: Path, text: str, document: PlanDocument) -> Comparison:
    """Store the text by an act; before any rulebook is in force it can only be compared with those shipped."""
    book = store.current_or_none()
    if book is None:
        output.progress("还没有采用规则书：只与随附的规则书核对，未存入。采用后请再导入一次。")
        return _against_shipped(document)
    found = compare(document, book)
    perform(RULEBOOK, "import_plan_text", STREAM, actor=Actor.system("命令行"), data={"text": text, "file": file.name})
    return found


def _against_shipped(document: PlanDocument) -> Comparison:
    """Held against the shipped rulebook that fits best. Raises NotAPlanError when none does."""
    found = []
    for folder in sorted((environment.project_root() / "rulebooks").glob("*/")):
        with contextlib.suppress(NotAPlanError):
            found.append(compare(document, load_rulebook(folder)))
    if not found:
        raise NotAPlanError("随附的规则书里没有与这份文本对得上的方案")
    return min(found, key=lambda one: len(one.missing_in_rulebook) + len(one.missing_in_text))


def _in_words(found: Comparison) -> str:
    lines = [f"方案原文{found.articles}条。"]
    if found.missing_in_rulebook:
        lines.append(f"规则书缺：{_articles(found.missing_in_rulebook)}。")
    if found.missing_in_text:
        lines.append(f"原文缺：{_articles(found.missing_in_text)}。")
    if len(lines) == 1:
        lines.append("与规则书逐条对应，没有缺漏。")
    return "".join(lines)


def _articles(numbers: tuple[int, ...]) -> str:
    return "、".join(f"第{number}条" for number in numbers)
