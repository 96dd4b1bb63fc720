"""`ecoduty verify` and `ecoduty checkpoint`: is the ledger what it was, and a commitment kept outside."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel import clock
from ecoduty.kernel.ledger import checkpoints, verification


@click.command(cls=language.Command)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="导出并另行保存的检查点文件；不给则只按库内检查点核验。",
)
@output.json_option
def verify(*, against: Path | None, as_json: bool) -> None:
    """核验全部留痕，指出第一处不符；不符时退出码为 1。"""
    with installation.current().database():
        try:
            verdict = verification.verify(against)
        except verification.BadCheckpointFileError as error:
            raise language.ProblemError("bad_checkpoint_file", str(error)) from error
    facts = {"ok": verdict.ok, **asdict(verdict)}
    finding = verdict.finding
    text = (
        f"留痕{'无误' if verdict.ok else '不符'}：{verdict.entries} 条，{verdict.streams} 串，"
        f"{verdict.checkpoints} 个检查点；尚未进入检查点的 {verdict.open_window} 条。"
        + (f"\n{finding.sentence}（{finding.code}）" if finding else "")
    )
    output.show(facts, as_json=as_json, text=text)
    sys.exit(0 if verdict.ok else 1)


def commit() -> tuple[int | None, int]:
    """What the worker does every few minutes: take a checkpoint and export it into the home."""
    return commit_to(installation.current().checkpoints)


def commit_to(path: Path) -> tuple[int | None, int]:
    """Take a checkpoint and append to the file what it lacks; the checkpoint's number, if any, and the lines written.

    The exporter locks the file itself, so two write each checkpoint once. Raises OSError when it cannot be written.
    """
    taken = checkpoints.take(clock.wall_now())
    return taken.number if taken else None, checkpoints.export(path)


@click.command(cls=language.Command)
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="文件", help="导出到何处，默认数据目录下的 checkpoints.jsonl。"
)
@output.json_option
def checkpoint(*, to: Path | None, as_json: bool) -> None:
    """立即取一个检查点，并把库外文件还没有的都导出。"""
    here = installation.current()
    path = to or here.checkpoints
    with here.database(), installation.sentences_for_system_errors(here.home):
        number, written = commit_to(path)
    facts = {"number": number, "exported": written, "file": str(path)}
    text = f"已取第 {number} 个检查点" if number else "自上个检查点以来没有新的留痕"
    output.show(facts, as_json=as_json, text=f"{text}；向 {path} 导出 {written} 个。")
