"""`ecoduty rehearsal`: a copy of this installation to try things in, whose clock may be moved and which sends nothing."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from ecoduty.interfaces.console import apart, installation, language, output, running
from ecoduty.interfaces.console.installation import Installation
from ecoduty.kernel import clock
from ecoduty.kernel.clock import ClockError, spoken_day
from ecoduty.kernel.clock.answer import parse_start
from ecoduty.kernel.database.embedded import DatabaseUnavailableError, programs

NOTE = "rehearsal.json"  # in the home of a rehearsal: which installation it copies, and whether the copy is whole
DUMP = "copy.dump"
NOT_COPIED = ("django_session", "axes_*", "procrastinate_*")  # nobody is signed in, nothing is half done
END_SECONDS = 60

at_option = click.option(
    "--at",
    "at",
    type=click.Path(path_type=Path),
    metavar="目录",
    help="演练库的目录，默认在数据目录旁，名后加 -rehearsal。",
)


@click.group(cls=language.Group)
def rehearsal() -> None:
    """演练：复制出演练库，拨动时钟看将来会怎样；副本不送出任何消息。"""


@rehearsal.command()
@at_option
@click.option("--port", type=int, metavar="端口", help="默认为本平台端口加 1。")
@click.option("--fresh", is_flag=True, help="丢弃已有的演练库，重新复制。")
@click.option("--copy-only", "copy_only", is_flag=True, help="只复制，不启动。")
def start(*, at: Path | None, port: int | None, fresh: bool, copy_only: bool) -> None:
    """复制（已有则沿用）并启动演练库，直到按 Ctrl-C。本平台可以照常运行。"""
    here, there = _places(at, port)
    if fresh:
        _remove(there)
    if not _is_whole(there.home):
        _copy(here, there)
    if copy_only:
        click.echo(f"演练库在 {there.home}，用 ecoduty rehearsal start 启动。")
        return
    output.progress(f"演练库在 {there.home}，复制自 {_note(there.home)['source']}。")
    apart.surroundings(there)
    command = [sys.executable, "-m", "ecoduty.interfaces.console.main", "serve"]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 -- this very program


@rehearsal.command(name="set")
@click.argument("day", metavar="日期")
@at_option
@click.option(
    "--jump",
    is_flag=True,
    help="一下跳到那一天，不过中间的日夜：中间各天没有留存的数字，也没有夜里该做的事。用于拨得很远（一次超过400天）、只看那一天的情形。",
)
@output.json_option
def set_(*, day: str, at: Path | None, jump: bool, as_json: bool) -> None:
    """把演练库的时钟往后拨到某日（或某日某时，如 2027-02-01T09:00）：一天一天走过去，与“演练”页相同。"""
    there = _rehearsal(at)
    try:
        wanted = parse_start(day)
    except ClockError as error:
        raise language.ProblemError(error.code, str(error)) from error
    if not isinstance(wanted, datetime):
        wanted = datetime.combine(wanted, clock.wall_now().timetz())
    with there.database():
        if jump:
            _jump(there, wanted)
        else:
            installation.run_console("rehearsal-turn", wanted.isoformat())
    _tell(there, as_json=as_json)


def _jump(there: Installation, wanted: datetime) -> None:
    """Put the clock to a moment at once. Raises ProblemError where something was done there later."""
    with there.connect("owner") as owner:
        row = owner.execute("SELECT max(recorded_at) FROM ledger_entry").fetchone()
        last = row[0] if row else None
        if last is not None and wanted < last:
            raise language.ProblemError(
                "rehearsal_backwards",
                f"演练库里已有{spoken_day(clock.as_local(last).date())}办的事，时钟不能拨回到它之前。"
                "要回到从前，用 ecoduty rehearsal start --fresh 重新复制。",
            )
        owner.execute("UPDATE clock_rehearsal SET clock_offset = %s", [wanted - clock.wall_now()])


@rehearsal.command()
@at_option
@output.json_option
def status(*, at: Path | None, as_json: bool) -> None:
    """看演练库：在哪里，何时复制，时钟走到哪一天，是否在运行。"""
    _tell(_rehearsal(at), as_json=as_json)


@rehearsal.command()
@at_option
def stop(*, at: Path | None) -> None:
    """停止正在运行的演练库。"""
    there = _rehearsal(at)
    number = running.process_of(there.home)
    if number is None:
        click.echo("演练库没有在运行。")
        return
    if number:
        os.kill(number, signal.SIGTERM)
    deadline = time.monotonic() + END_SECONDS
    while running.process_of(there.home) is not None:
        if time.monotonic() > deadline:
            raise language.ProblemError("rehearsal_not_stopped", f"{END_SECONDS}秒内没有停下（进程 {number}）。")
        time.sleep(0.05)
    click.echo("已停止。")


@rehearsal.command()
@at_option
def remove(*, at: Path | None) -> None:
    """删除演练库；本平台的数据不受影响。"""
    there = _rehearsal(at)
    _remove(there)
    click.echo(f"已删除 {there.home}。")


def _places(at: Path | None, port: int | None = None) -> tuple[Installation, Installation]:
    """This installation, and the one its rehearsal is or will be: always with a database of its own."""
    here = installation.current()
    if (here.home / NOTE).exists():
        raise language.ProblemError("rehearsal_of_rehearsal", f"{here.home} 本身就是演练库，请从正式的平台复制。")
    home = (at or here.home.with_name(f"{here.home.name}-rehearsal")).expanduser().absolute()
    if home == here.home:
        raise language.ProblemError("rehearsal_place", "演练库须放在另一个目录，不能与本平台相同。")
    chosen = port or (here.env.port + 1 if here.env.port < 65535 else here.env.port - 1)
    env = dataclasses.replace(here.env, home=home, port=chosen, database_url=None, owner_url=None, portal_url=None)
    return here, Installation(env)


def _rehearsal(at: Path | None) -> Installation:
    """The rehearsal, ready for commands of its own. Raises ProblemError where there is none."""
    _, there = _places(at)
    if not _is_whole(there.home):
        raise language.ProblemError(
            "no_rehearsal", f"{there.home} 没有演练库。用 ecoduty rehearsal start 复制一个，或用 --at 指明目录。"
        )
    apart.surroundings(there)
    return there


def _note(home: Path) -> dict[str, Any]:
    return apart.noted(home, NOTE)


def _is_whole(home: Path) -> bool:
    return bool(_note(home).get("whole"))


def _copy(here: Installation, there: Installation) -> None:
    """Dump, restore, migrate, mark; what is half made is told by its note and made anew the next time."""
    if there.home.exists() and any(there.home.iterdir()):
        if NOTE not in {path.name for path in there.home.iterdir()}:
            raise language.ProblemError(
                "rehearsal_place", f"{there.home} 里已有别的内容，不是演练库。请用 --at 另指一个目录。"
            )
        _remove(there)
    there.make_home()
    with installation.sentences_for_system_errors(there.home):
        note = {"source": str(here.home), "copied_at": clock.wall_now().isoformat(timespec="seconds"), "whole": False}
        (there.home / NOTE).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
        dump = there.home / DUMP
        output.progress("正在复制数据库……")
        with here.database():
            _program("pg_dump", "-Fc", "-f", str(dump), *_left_out(), here.conninfo("owner"))
        shutil.copytree(here.home / "files", there.home / "files", copy_function=_link, dirs_exist_ok=True)
    apart.surroundings(there)
    with there.server():
        _program(
            "pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--exit-on-error",
            "-d", there.conninfo("owner"), str(dump),
        )  # fmt: skip
        dump.unlink()
        output.progress("正在整理演练库……")
        installation.run_console("migrate")
        with there.connect("owner") as owner:
            owner.execute("DELETE FROM clock_rehearsal")
            owner.execute(
                "INSERT INTO clock_rehearsal (id, source, copied_at, clock_offset) VALUES (1, %s, %s, %s)",
                [str(here.home), clock.wall_now(), timedelta()],
            )
    with installation.sentences_for_system_errors(there.home):
        (there.home / NOTE).write_text(json.dumps({**note, "whole": True}, ensure_ascii=False), encoding="utf-8")


def _left_out() -> list[str]:
    return [f"--exclude-table-data={name}" for name in NOT_COPIED]


def _program(name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL. Raises ProblemError with the end of what it said."""
    try:
        path = programs() / name
    except DatabaseUnavailableError as error:
        raise language.ProblemError(error.code, str(error)) from error
    done = subprocess.run([path, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip()[-600:]
        raise language.ProblemError("copy_failed", f"复制数据库没有成功（{name}）：{said}。本平台的数据没有改动。")


def _link(source: str, target: str) -> None:
    """Stored files never change, so that a second name for one costs nothing; on another disk it is copied."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _remove(there: Installation) -> None:
    """Delete a rehearsal, and nothing that is none."""
    apart.remove(
        there, NOTE, none=language.ProblemError("rehearsal_place", f"{there.home} 不是演练库，不删除。"),
        runs=language.ProblemError("already_running", "演练库正在运行，请先用 ecoduty rehearsal stop 停止。"),
    )  # fmt: skip


def _tell(there: Installation, *, as_json: bool) -> None:
    with there.database(), there.connect("app") as app:
        row = app.execute("SELECT source, copied_at, clock_offset FROM clock_rehearsal").fetchone()
    if row is None:
        raise language.ProblemError("no_rehearsal", f"{there.home} 的数据库没有演练标记，时钟不能拨动。")
    source, copied_at, offset = row
    moment = clock.later(clock.wall_now(), offset)
    runs = running.process_of(there.home) is not None
    facts = {
        "home": str(there.home),
        "source": source,
        "copied_at": clock.as_local(copied_at).isoformat(timespec="seconds"),
        "now": moment.isoformat(timespec="seconds"),
        "offset_seconds": int(offset.total_seconds()),
        "running": runs,
    }
    text = (
        f"演练库 {there.home}，复制自 {source}（{spoken_day(clock.as_local(copied_at).date())}）。\n"
        f"时钟走到 {spoken_day(moment.date())} {moment:%H:%M}。{'正在运行。' if facts['running'] else '没有在运行。'}"
    )
    output.show(facts, as_json=as_json, text=text)
