"""`ecoduty rulebook`: check a city's folder, see what it would change, look into it, put it into force."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ecoduty.casework.rulebooks import checking
from ecoduty.casework.rulebooks.foreseeing import foresee
from ecoduty.interfaces.console import installation, language, moving, output, shipped
from ecoduty.kernel import clock
from ecoduty.kernel.clock import ClockError
from ecoduty.kernel.clock.answer import parse_start
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import NotInForceError, Rulebook, RulebookError, UnknownRuleError, load_rulebook, store
from ecoduty.kernel.rulebook.cases import run_cases
from ecoduty.kernel.rulebook.citing import remarks, unbound
from ecoduty.kernel.rulebook.compare import difference
from ecoduty.kernel.rulebook.sections import SECTIONS
from ecoduty.organisation.directory import adoption, seeding

folder_argument = click.argument("folder", type=click.Path(path_type=Path), metavar="规则书文件夹", required=False)


@click.group(cls=language.Group)
def rulebook() -> None:
    """规则书：检查、比较、查看、启用。"""


@rulebook.command()
@folder_argument
@output.json_option
def check(*, folder: Path | None, as_json: bool) -> None:
    """检查规则书：指出错在哪个文件第几行，并逐个验算算例；有错时退出码为 1。"""
    place = folder or shipped.fullest_folder()
    try:
        book = load_rulebook(place)
        results = run_cases(place, book)
    except RulebookError as error:
        problems = [asdict(problem) for problem in error.problems]
        output.show({"ok": False, "problems": problems, "failed_cases": []}, as_json=as_json, text=f"{place}：{error}")
        sys.exit(1)
    unfit = checking.unfit_titles(place, book)
    failed = [result for result in results if not result.holds]
    facts = {
        "ok": not failed and not unfit,
        "digest": book.digest,
        "edition": book.edition,
        "counts": {name: len(getattr(book, name)) for name in SECTIONS},
        "cases": len(results),
        "problems": [asdict(problem) for problem in unfit],
        "failed_cases": [asdict(result) for result in failed],
        "remarks": [*remarks(book.correspondence), *unbound(book.correspondence)],
    }
    counts = "，".join(f"{section.label} {len(getattr(book, name))}" for name, section in SECTIONS.items())
    lines = [f"{book.city.name}，{book.edition}：{counts}。", f"算例 {len(results)} 个，不符 {len(failed)} 个。"]
    output.show(
        facts,
        as_json=as_json,
        text="\n".join(
            [*lines, *remarks(book.correspondence), *unbound(book.correspondence), *map(str, unfit), *map(str, failed)]
        ),
    )
    sys.exit(1 if failed or unfit else 0)


@rulebook.command()
@folder_argument
@click.option("--moves", is_flag=True, help="再算采用后会动什么：期限、定期义务、催办、可见范围。")
@output.json_option
def diff(*, folder: Path | None, moves: bool, as_json: bool) -> None:
    """与在用的一版比较：改了什么；再与机构名录比较：有何出入。"""
    book = shipped.load(folder or shipped.fullest_folder())
    with installation.current().database():
        current = _in_force()
        changes = difference(current, book)
        drift = seeding.drift(book, clock.today())
        foreseen = foresee(book, clock.now()) if moves else None
    facts: dict[str, Any] = {
        "in_force": current.digest,
        "compared": book.digest,
        "changes": [{**asdict(change), "sentence": change.sentence} for change in changes],
        "directory": [{**asdict(one), "sentence": one.sentence} for one in drift],
    }
    lines = [f"与在用的一版（{current.edition}）相比，{f'有 {len(changes)} 处不同：' if changes else '没有不同。'}"]
    lines += [f"  {change.sentence}" for change in changes]
    lines += [
        f"与机构名录{f'有 {len(drift)} 处出入：' if drift else '一致。'}",
        *(f"  {one.sentence}" for one in drift),
    ]
    if foreseen is not None:
        facts["moves"] = moving.as_data(foreseen)
        lines += moving.lines(foreseen)
    output.show(facts, as_json=as_json, text="\n".join(lines))


@rulebook.command()
@click.argument("key", metavar="键", required=False)
@click.option("--on", metavar="日期", help="看某日有效的取值，默认今天。")
@click.option(
    "--from-folder",
    "folder",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="看这个文件夹，而不是在用的一版。",
)
@output.json_option
def show(*, key: str | None, on: str | None, folder: Path | None, as_json: bool) -> None:
    """查看规则书：不给键时列出各部分的键，给键时显示那一条（时限和参数取某日有效的值）。"""
    if folder:
        book = shipped.load(folder or shipped.fullest_folder())
    else:
        with installation.current().database():
            book = _in_force()
    if key is None:
        keys = {name: [str(entry) for entry in getattr(book, name)] for name in SECTIONS}
        text = "\n".join(f"{SECTIONS[name].label}（{len(found)}）：{'、'.join(found)}" for name, found in keys.items())
        output.show(keys, as_json=as_json, text=text)
        return
    found = _entry(book, key, on)
    output.show(found, as_json=as_json, text="\n".join(_lines(found)))


@rulebook.command()
@folder_argument
@click.option("--note", default="", metavar="说明", help="启用的缘由，记入留痕。")
@output.json_option
def adopt(*, folder: Path | None, note: str, as_json: bool) -> None:
    """启用规则书：存成一版，从此不变；已有的时限和办件仍用原来的版本。"""
    book = shipped.load(folder or shipped.fullest_folder())
    with installation.current().database():
        try:
            adoption.adopt(book, Actor.system("命令行"), note)
        except Refused as refused:
            raise language.ProblemError(refused.code, refused.sentence) from refused
    text = f"已启用{book.city.name}规则书{book.edition}，摘要 {book.digest[:16]}。"
    output.show({"edition": book.edition, "digest": book.digest}, as_json=as_json, text=text)


def _in_force() -> Rulebook:
    try:
        return store.current()
    except store.NoRulebookError as error:
        raise language.ProblemError("no_rulebook", str(error)) from error


def _entry(book: Rulebook, key: str, on: str | None) -> dict[str, Any]:
    try:
        day = clock.local_date(parse_start(on)) if on else clock.today()
        if key in book.limits:
            return {"section": "limits", **book.limit(key, on=day).model_dump(mode="json", exclude_defaults=True)}
        if key in book.values:
            return {"section": "values", "key": key, "value": book.value(key, on=day)}
    except (NotInForceError, UnknownRuleError, ClockError) as error:
        raise language.ProblemError(error.code, str(error)) from error
    for name in SECTIONS:
        section = {str(known): entry for known, entry in getattr(book, name).items()}
        if key in section:
            return {"section": name, **section[key].model_dump(mode="json", exclude_defaults=True)}
    raise language.ProblemError("unknown_rule", f"规则书里没有“{key}”；不给键可列出全部。")


def _lines(value: Any, indent: int = 0) -> list[str]:
    """A nested value as indented lines."""
    lines = []
    for name, part in value.items():
        if isinstance(part, dict):
            lines += [f"{' ' * indent}{name}：", *_lines(part, indent + 2)]
        elif isinstance(part, list) and part and isinstance(part[0], dict):
            lines.append(f"{' ' * indent}{name}：")
            for item in part:
                inner = _lines(item, indent + 4)
                lines += [f"{' ' * (indent + 2)}- {inner[0].strip()}", *inner[1:]]
        else:
            shown = "、".join(map(str, part)) if isinstance(part, list) else part
            lines += [f"{' ' * indent}{name}：{shown}"] if shown not in {None, ""} else []
    return lines
