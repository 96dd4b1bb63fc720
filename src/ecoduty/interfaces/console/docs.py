"""`ecoduty docs`: the pages under docs/ that are computed, written or held against what stands there."""

from __future__ import annotations

from pathlib import Path

import click

from ecoduty.config import environment
from ecoduty.interfaces.api import document as openapi
from ecoduty.interfaces.console import language, output
from ecoduty.interfaces.console.data_dictionary import data_dictionary, without_words
from ecoduty.interfaces.console.mechanism_pages import mechanism_pages
from ecoduty.interfaces.console.plan_map import plan_map
from ecoduty.interfaces.console.shipped import fullest_shipped


@click.command(cls=language.Command)
@click.option("--write", is_flag=True, help="写入 docs/。")
@click.option("--check", is_flag=True, help="与 docs/ 里的核对；不一致时退出码为 1。")
@output.json_option
def docs(*, write: bool, check: bool, as_json: bool) -> None:
    """由代码算出的文档：方案到代码的对照（plan-map.md）、数据字典（data-dictionary.md）、接口描述（openapi.json）、各机制的页和状态图（mechanisms/）。"""
    if write == check:
        raise click.UsageError("须给出 --write 或 --check 之一。")
    root = environment.project_root()
    stale = [path for path, text in _generated(root).items() if not _stands(root / path, text)]
    if check and stale:
        raise language.ProblemError(
            "docs_stale", f"{'、'.join(stale)} 与代码不一致，请运行 ecoduty docs --write 后一并提交。"
        )
    unnamed = without_words(root)
    if check and unnamed:
        raise language.ProblemError(
            "words_missing", f"这些表和列还没有中文名，请补进 docs/data-words.yaml：{'、'.join(unnamed)}。"
        )
    for path in stale:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(_generated(root)[path], encoding="utf-8")
    text = f"已写入 {'、'.join(stale)}。" if stale else "文档与代码一致。"
    output.show({"ok": True, "written": stale}, as_json=as_json, text=text)


def _generated(root: Path) -> dict[str, str]:
    return {
        "docs/plan-map.md": plan_map(root, fullest_shipped()),
        "docs/data-dictionary.md": data_dictionary(root),
        "docs/openapi.json": openapi.text_of(openapi.document()),
        **mechanism_pages(root),
    }


def _stands(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
