"""`ecoduty archive`: closed matters as packages for the archive office, and the check of a package."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ecoduty.casework.archive import checking, choosing, gathering, listing, packing, taking
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.interfaces.console import installation, language, output
from ecoduty.interfaces.console.ledger import commit_to
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account

_EVERY = 20  # packages between two lines of progress


@click.group(cls=language.Group)
def archive() -> None:
    """归档：把办结的件整理成归档包，核验归档包。"""


@archive.command()
@click.option("--year", type=int, metavar="年", help="哪一年办结的，默认去年。")
@click.option("--body", default="", metavar="机构代码", help="只要这个单位主办的。")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), metavar="文件夹", help="写到哪里，默认数据目录下的 archive/年。"
)
@click.option(
    "--restricted", is_flag=True, help="连同受限件；须用 --actor 写明经办人，且只含点名给此人的；取出记入该件留痕。"
)
@click.option("--actor", default="", metavar="用户名", help="受限件由谁取出。")
@output.json_option
def make(*, year: int | None, body: str, target: Path | None, restricted: bool, actor: str, as_json: bool) -> None:
    """把一年内办结的件整理成归档包和归档文件目录。重复运行结果相同，已有的不重写。"""
    here = installation.current()
    if restricted != bool(actor):
        raise click.UsageError("--restricted 和 --actor 须一起给出：受限件要写明由谁取出。")
    with here.database(), installation.sentences_for_system_errors(here.home):
        wanted = year or today().year - 1
        folder = target or here.home / "archive" / str(wanted)
        taker = _person(actor) if actor else None
        matters = choosing.closed_in(wanted, restricted_for=taker, body=body)
        commit_to(here.checkpoints)  # what was done last is committed to before it is handed on
        items, refused = _packages(matters, matters.count(), folder, taker)
        if items:
            listing.write(items, folder, wanted)
    new = sum(item.packed.new for item in items)
    facts = {
        "folder": str(folder), "packages": len(items), "new": new, "bytes": sum(item.packed.size for item in items),
        "refused": refused,
    }  # fmt: skip
    said = (
        f"{wanted}年办结的{len(items)}件已在 {folder}，其中新写{new}件；目录为 {listing.TITLE}_{wanted}.xlsx。"
        if items
        else f"{wanted}年没有办结的件可以归档。"
    )
    text = "\n".join([said, *(f"没有归档：{line}" for line in refused)])
    output.show(facts, as_json=as_json, text=text)
    sys.exit(1 if refused else 0)


def _packages(
    matters: Iterable[Matter], count: int, folder: Path, taker: Actor | None
) -> tuple[list[listing.Item], list[str]]:
    """Each matter's package; one that cannot be made stops no other."""
    items: list[listing.Item] = []
    refused: list[str] = []
    for n, matter in enumerate(matters, 1):
        try:
            gathered, packed = _package(matter, folder, taker)
            items.append(listing.Item(packed, gathered.facts))
        except Refused as error:
            refused.append(f"{matter.number}，{error.sentence}（{error.code}）")
        if n % _EVERY == 0 or n == count:
            output.progress(f"已整理 {n}/{count} 件")
    return items, refused


def _package(matter: Matter, folder: Path, taker: Actor | None) -> tuple[gathering.Gathered, packing.Packed]:
    """One package; taking a restricted matter out is an entry in its ledger."""
    if taker is not None and matter.secrecy == Secrecy.RESTRICTED:
        checkpoints = installation.current().checkpoints
        return taking.take_out(matter, folder.absolute(), taker, lambda: commit_to(checkpoints))
    gathered = gathering.gather(matter)
    return gathered, packing.pack(gathered, folder)


def _person(username: str) -> Actor:
    account = Account.objects.filter(username=username, is_active=True).select_related("person").first()
    if account is None:
        raise language.ProblemError("unknown_account", f"没有 {username} 这个账号。")
    actors = actors_of(account, today())
    if not actors:
        raise language.ProblemError("no_post_today", f"{username} 今天没有在任的岗位，不能取出受限件。")
    return actors[0]


@archive.command()
@click.argument("package", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="归档包")
@click.option(
    "--against", type=click.Path(path_type=Path, exists=True), metavar="文件", help="库外保存的检查点文件，一并核对。"
)
@output.json_option
def verify(*, package: Path, against: Path | None, as_json: bool) -> None:
    """核验一个归档包：任何一个字节被改动都会指出；不符时退出码为 1。不需要数据库里还有这件事。"""
    try:
        verdict = checking.check(package, against)
    except OSError as error:
        raise language.ProblemError("package_unreadable", f"读不出 {package}：{error.strerror or error}。") from error
    facts: dict[str, Any] = {"ok": verdict.ok, **asdict(verdict)}
    text = (
        f"归档包无误：{verdict.name}，{verdict.files} 个文件，{verdict.entries} 条留痕，由第 {verdict.checkpoint} 个检查点承诺。"
        if verdict.finding is None
        else f"归档包不符：{verdict.finding.sentence}（{verdict.finding.code}）"
    )
    output.show(facts, as_json=as_json, text=text)
    sys.exit(0 if verdict.ok else 1)
