"""`ecoduty simulate`: an installation of its own with a whole lived-in year, marked on every page, to see, teach and test with."""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from ecoduty.interfaces.console import apart, installation, language, output, running
from ecoduty.interfaces.console.installation import Installation
from ecoduty.kernel import clock

NOTE = "simulated.json"  # in the home of a simulation: which year it is, and whether it is whole
LOADING = "loading"  # there while `load` has the ledger's checks off; what was killed meanwhile is not opened again
PASSWORD = "ECODUTY_DEMO_PASSWORD"  # noqa: S105 -- the name of the variable

at_option = click.option(
    "--at",
    "at",
    type=click.Path(path_type=Path),
    metavar="目录",
    help="模拟库的目录，默认在数据目录旁，名后加 -simulated。",
)


@click.group(cls=language.Group, invoke_without_command=True)
@click.option(
    "--year", type=click.IntRange(2024, 2100), default=2026, show_default=True, metavar="年份", help="模拟哪一年。"
)
@click.option("--seed", type=int, default=1, show_default=True, metavar="数", help="同样的种子得到同样的一年。")
@click.option(
    "--scale",
    type=click.FloatRange(0.005, 20),
    default=1.0,
    show_default=True,
    metavar="倍数",
    help="1约为一万个动作。",
)
@click.option("--days", type=click.IntRange(1, 396), metavar="天数", help="只过前几天，试用。")
@click.option("--fresh", is_flag=True, help="丢弃已有的模拟库，重新模拟。")
@at_option
@output.json_option
@click.pass_context
def simulate(
    ctx: click.Context,
    *,
    year: int,
    seed: int,
    scale: float,
    days: int | None,
    fresh: bool,
    at: Path | None,
    as_json: bool,
) -> None:
    """模拟一年：另建一个库，按真实的动作过一整年；每页都标明是模拟数据。不带子命令时开始模拟。"""
    if ctx.invoked_subcommand is not None:
        return
    there = _place(at)
    _make_room(there, fresh=fresh)
    _begin(there)
    password = os.environ.get(PASSWORD) or secrets.token_urlsafe(12)
    began = time.monotonic()
    with there.database():
        with there.connect("owner") as owner:
            _mark(owner, f"模拟{year}年，种子{seed}，规模{scale:g}")
        asked = [
            "--year",
            str(year),
            "--seed",
            str(seed),
            "--scale",
            str(scale),
            *(["--days", str(days)] if days else []),
        ]
        said = installation.run_console("simulated-year", *asked, **{PASSWORD: password})
        facts: dict[str, Any] = json.loads(said)
        with there.connect("owner") as owner:
            _set_clock(owner, facts["ends"])
            row = owner.execute("SELECT pg_database_size(current_database())").fetchone()
        facts |= {
            "home": str(there.home),
            "bytes": row[0] if row else 0,
            "all_seconds": round(time.monotonic() - began, 1),
        }
    _write(there, {**facts, "year": year, "seed": seed, "scale": scale, "whole": True})
    output.show({**facts, "password": password}, as_json=as_json, text=_told(facts, password))


@simulate.command()
@click.option(
    "--matters", type=click.IntRange(1, 20_000_000), required=True, metavar="件数", help="再装载多少件，如 3000000。"
)
@at_option
@output.json_option
def load(*, matters: int, at: Path | None, as_json: bool) -> None:
    """往模拟库里成批装载办件，试大数据量：照着那一年办过的件复制，留痕的链条照样核验得过。"""
    there = _place(at)
    note = _whole(there)
    if running.process_of(there.home) is not None:
        raise language.ProblemError("already_running", "模拟库正在运行，请先停止再装载。")
    apart.surroundings(there, "ECODUTY_KEY_FILE")
    facts: dict[str, Any] = json.loads(
        installation.run_console("simulated-load", "--matters", str(matters), "--mark", str(there.home / LOADING))
    )
    _write(there, {**note, "loaded": note.get("loaded", 0) + facts["matters"]})
    output.show({**facts, "home": str(there.home)}, as_json=as_json, text=_loaded(facts))


@simulate.command()
@at_option
@click.option("--port", type=int, metavar="端口", help="默认为本平台端口加 2。")
def serve(*, at: Path | None, port: int | None) -> None:
    """打开模拟库，直到按 Ctrl-C。"""
    there = _place(at, port)
    _whole(there)
    apart.surroundings(there, "ECODUTY_KEY_FILE")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "ecoduty.interfaces.console.main", "serve"])  # noqa: S606 -- this very program


@simulate.command()
@at_option
def remove(*, at: Path | None) -> None:
    """删除模拟库。"""
    there = _place(at)
    _remove(there)
    click.echo(f"已删除 {there.home}。")


def _place(at: Path | None, port: int | None = None) -> Installation:
    """The installation the simulation is or will be: always with a database of its own, never this one."""
    here = installation.current()
    home = (at or here.home.with_name(f"{here.home.name}-simulated")).expanduser().absolute()
    chosen = port or (here.env.port + 2 if here.env.port < 65534 else here.env.port - 2)
    env = dataclasses.replace(
        here.env,
        home=home,
        port=chosen,
        key_file=home / "keys.json",
        database_url=None,
        owner_url=None,
        portal_url=None,
    )
    return Installation(env)


def _make_room(there: Installation, *, fresh: bool) -> None:
    """Nothing there, or a simulation that may go. Raises ProblemError `real_data`, `simulation_there`."""
    if not there.home.exists() or not any(there.home.iterdir()):
        return
    note = _note(there.home)
    if not note:
        raise language.ProblemError(
            "real_data",
            f"{there.home} 里已有别的数据，不是模拟库。模拟数据从不与真实数据混在一起，请用 --at 另指一个空目录。",
        )
    if note.get("whole") and not fresh:
        raise language.ProblemError(
            "simulation_there", f"{there.home} 已有模拟库。用 ecoduty simulate serve 打开它，或加 --fresh 重新模拟。"
        )
    _remove(there)


def _remove(there: Installation) -> None:
    """Delete a simulation, and nothing that is none."""
    apart.remove(
        there, NOTE, none=language.ProblemError("real_data", f"{there.home} 不是模拟库，不删除。"),
        runs=language.ProblemError("already_running", "模拟库正在运行，请先停止。"),
    )  # fmt: skip


def _begin(there: Installation) -> None:
    there.make_home()
    _write(there, {"whole": False})
    apart.surroundings(there, "ECODUTY_KEY_FILE")


def _mark(owner: Any, source: str) -> None:
    """The database says of itself that it is simulated, before anything is in it. Raises ProblemError `real_data`."""
    if owner.execute("SELECT EXISTS (SELECT FROM ledger_entry)").fetchone()[0]:
        raise language.ProblemError("real_data", "这个数据库里已有留痕，不能用来模拟。")
    owner.execute("DELETE FROM clock_rehearsal")
    owner.execute(
        "INSERT INTO clock_rehearsal (id, source, copied_at, clock_offset, simulated) VALUES (1, %s, %s, %s, true)",
        [source, clock.wall_now(), timedelta()],
    )


def _set_clock(owner: Any, ends: str) -> None:
    """Whoever opens it finds himself at the end of what happened."""
    owner.execute("UPDATE clock_rehearsal SET clock_offset = %s::timestamptz - %s", [ends, clock.wall_now()])


def _note(home: Path) -> dict[str, Any]:
    return apart.noted(home, NOTE)


def _whole(there: Installation) -> dict[str, Any]:
    """What is noted of a simulation that is whole. Raises ProblemError `no_simulation`, `load_unfinished`."""
    note = _note(there.home)
    if not note.get("whole"):
        raise language.ProblemError(
            "no_simulation", f"{there.home} 没有模拟库。用 ecoduty simulate 建一个，或用 --at 指明目录。"
        )
    if (there.home / LOADING).exists():
        raise language.ProblemError(
            "load_unfinished", f"{there.home} 上次成批装载时中断，数据不完整。请用 ecoduty simulate --fresh 重新模拟。"
        )
    return note


def _write(there: Installation, note: dict[str, Any]) -> None:
    with installation.sentences_for_system_errors(there.home):
        (there.home / NOTE).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")


def _told(facts: dict[str, Any], password: str) -> str:
    size = f"{facts['acts']} 个动作，{facts['entries']} 条留痕，{facts['matters']} 件办件"
    cost = f"用时 {facts['seconds']:.0f} 秒（连同建库 {facts['all_seconds']:.0f} 秒），占 {facts['bytes'] / 1e6:.0f} MB"
    lines = [
        f"模拟库在 {facts['home']}：{size}，{cost}。",
        f"指纹 {facts['fingerprint'][:16]}：同样的年份、种子、规模得到同样的指纹。",
    ]
    if facts["mishaps"]:
        lines.append(f"有 {len(facts['mishaps'])} 处动作被拒，故事到那里为止（--json 列出）。")
    lines.append(f"用 ecoduty simulate serve 打开，账号如 committee-office.director，口令 {password}。")
    return "\n".join(lines)


def _loaded(facts: dict[str, Any]) -> str:
    return (
        f"已装载{facts['matters']:,}件、{facts['entries']:,}条留痕，用时{facts['seconds']:.0f}秒，"
        f"多占磁盘{facts['bytes'] / 1e9:.2f} GB，数据库共{facts['all_bytes'] / 1e9:.2f} GB。用 ecoduty verify 可核验全部留痕。"
    )
