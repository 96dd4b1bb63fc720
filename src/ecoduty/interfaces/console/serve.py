"""`ecoduty serve`: from nothing to a running platform, and back to nothing."""

from __future__ import annotations

import errno
import http.client
import json
import os
import secrets
import socket
import sys
import time

import click

from ecoduty.config.environment import DOORS
from ecoduty.interfaces.console import fingerprint, installation, language, loopback, output, reloading, running
from ecoduty.interfaces.console.installation import Installation
from ecoduty.interfaces.console.running import PARTS, WORKER, Lock
from ecoduty.interfaces.console.stopping import STOP, Stopped
from ecoduty.interfaces.console.supervisor import Child, Supervisor
from ecoduty.kernel.database import roles
from ecoduty.kernel.database.embedded import DatabaseUnavailableError
from ecoduty.kernel.database.guard import die_with_parent

PASSWORD = "ECODUTY_DEMO_PASSWORD"  # noqa: S105 -- the name of the variable
LOGS = "ECODUTY_LOGS"  # stderr: to whoever started this, such as the journal; else files in the home
HOST = loopback.HOST
WEB_PROCESSES, WEB_THREADS = 2, 2
READY_SECONDS = 180
PORT_SECONDS = 8  # how long processes of a killed predecessor may hold the port
DATABASE_LOOK = 2.0  # seconds between two looks at the embedded database


def _parse_roles(context: click.Context, option: click.Parameter, value: str) -> tuple[str, ...]:
    del context, option
    chosen = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    unknown = [name for name in chosen if name not in PARTS]
    if unknown or not chosen:
        raise click.BadParameter(f"可选的是 {'、'.join(PARTS)}，以逗号分隔。")
    return chosen


@click.command(cls=language.Command)
@click.option(
    "--roles",
    "chosen",
    default=",".join(PARTS),
    callback=_parse_roles,
    metavar="列表",
    help="本机承担的部分：desk、api、portal、worker，以逗号分隔；默认全部。",
)
@click.option("--demo", is_flag=True, help="首次启动时启用随附的规则书，并为每个岗位开通演示账号。")
@click.option("--reload", "reloading_", is_flag=True, help="开发用：改了源文件即自动重启，出错时显示详情。")
@click.option("--tied", is_flag=True, hidden=True, help="父进程结束时随之结束。")
def serve(*, chosen: tuple[str, ...], demo: bool, reloading_: bool, tied: bool) -> None:
    """启动平台，直到按 Ctrl-C 或收到 SIGTERM；随之启动的一切同时结束。"""
    if tied:
        die_with_parent()
    if reloading_:
        os.environ["ECODUTY_DEBUG"] = "1"
    here = installation.current()
    if here.env.portal_alone and set(chosen) != {"portal"}:
        raise language.ProblemError(
            "portal_alone", "这台机器只有门户的数据库地址（ECODUTY_DATABASE_PORTAL_URL），请用 --roles portal 启动。"
        )
    STOP.listen()
    try:
        here.make_home()
        with running.only_one(here, chosen) as lock:
            try:
                _check_port(here, chosen, patient=lock.after_a_crash)
                with here.server():
                    _run(here, chosen, lock, demo=demo, reload=reloading_)
            finally:
                lock.write(running.ENDING)
                if here.env.embedded and not running.others(here, chosen):
                    here.cluster.wait_until_stopped()
    except Stopped:
        output.progress("已停止。")


def _run(here: Installation, chosen: tuple[str, ...], lock: Lock, *, demo: bool, reload: bool) -> None:
    if not here.env.portal_alone:  # which may look at nothing but what is published
        here.migrate_if_needed()
        _check_roles(here)
        if here.heed_rehearsal():
            output.progress("这是演练库：时钟可拨动，消息不送出。")
    _collect_static_if_needed(here)
    if set(chosen) != {"portal"}:
        here.make_keys_if_needed()
    how_to_log_in = _fill_for_demonstration(here) if demo else ""
    supervisor = Supervisor(_children(here, chosen), look_after=[_DatabaseWatch(here)])
    if reload:
        supervisor.look_after.append(reloading.SourceWatch(supervisor.children))
    try:
        if set(chosen) & set(DOORS):
            supervisor.children[0].start()  # the pages first, alone: background work can wait until they answer
            supervisor.wait_until(lambda: _answers(here.env.port), READY_SECONDS)
            click.echo(f"ready http://{HOST}:{here.env.port}")
            click.echo(how_to_log_in, nl=bool(how_to_log_in))
        else:
            click.echo("ready")
        sys.stdout.flush()
        supervisor.watch()
    finally:
        lock.write(running.ENDING)
        supervisor.stop()


def _check_port(here: Installation, chosen: tuple[str, ...], *, patient: bool) -> None:
    if not set(chosen) & set(DOORS):
        return
    if (down := loopback.problem()) is not None:
        raise language.ProblemError(down.code, down.sentence)
    deadline = time.monotonic() + (PORT_SECONDS if patient else 0)
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, here.env.port))
            except OSError as error:
                if error.errno == errno.EACCES:
                    raise language.ProblemError(
                        "port_forbidden",
                        f"没有使用端口 {here.env.port} 的权限，请用 ECODUTY_PORT 指定 1024 以上的端口。",
                    ) from error
                if time.monotonic() >= deadline:
                    raise language.ProblemError(
                        "port_taken",
                        f"端口 {here.env.port} 已被别的程序占用。请停止该程序，或用 ECODUTY_PORT 指定另一个端口。",
                    ) from error
            else:
                return
        STOP.pause()


def _collect_static_if_needed(here: Installation) -> None:
    folder = here.home / "static"
    stamp = folder / ".made-by"
    with installation.sentences_for_system_errors(here.home):
        if stamp.exists() and stamp.read_text() == fingerprint.of_code():
            return
        output.progress("正在整理页面文件……")
        installation.run_console("collect-static")
        stamp.write_text(fingerprint.of_code())


def _fill_for_demonstration(here: Installation) -> str:
    """Adopt the shipped rulebook and open accounts where there are none; how to log in."""
    if not here.is_empty():
        return "用已有的账号登录；演示账号的口令在首次启动时显示过，忘记时可用 ecoduty account reset 用户名 重置。"
    given = os.environ.get(PASSWORD)
    password = given or secrets.token_urlsafe(9)
    output.progress("正在启用规则书、开通演示账号……")
    seeded: str = json.loads(installation.run_console("demonstration", "--json", **{PASSWORD: password}))["seeded"]
    if not seeded:
        return "用已有的账号登录。"
    return seeded + (f"口令即 {PASSWORD} 所设。" if given else f"口令：{password} （随机生成，只显示这一次）")


def _check_roles(here: Installation) -> None:
    """Refuse to start as a role that could change the ledger."""
    declared = here.declared_rights()
    with here.connect("app") as app:
        problems = roles.check(app, declared)
    if problems:
        raise language.ProblemError(problems[0].code, "\n".join(problem.sentence for problem in problems))


def _children(here: Installation, chosen: tuple[str, ...]) -> list[Child]:
    environment = {
        "DJANGO_SETTINGS_MODULE": "ecoduty.config.settings",
        "ECODUTY_CONNECT_AS": "app",
        "ECODUTY_HOME": str(here.home),
        "ECODUTY_KEY_FILE": str(here.env.key_file),
        "ECODUTY_ROLES": ",".join(chosen),
        "ECODUTY_SECRET_KEY": os.environ.get("ECODUTY_SECRET_KEY") or here.secret_key(),
        "ECODUTY_SUPERVISED": "1",
        "PYTHONUTF8": "1",
    }
    # A process that only opens the portal does not even have the application's role at hand.
    doors = {"ECODUTY_CONNECT_AS": "portal"} if set(chosen) & set(DOORS) == {"portal"} else {}
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", HOST, "--port", str(here.env.port)),
        *("--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers"),
        *("--workers-kill-timeout", "10", "ecoduty.config.wsgi:application"),
    ]
    worker = [sys.executable, "-m", "ecoduty.interfaces.console.main", "work"]
    logs = None if os.environ.get(LOGS) == "stderr" else here.home / "logs"
    children = []
    if set(chosen) & set(DOORS):
        children.append(Child("网页服务", web, logs and logs / "web.log", environment | doors))
    if WORKER in chosen:
        children.append(Child("后台任务", worker, logs and logs / "worker.log", environment))
    return children


def _answers(port: int) -> bool:
    """True when the web server answers a request with anything but a failure of its own."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class _DatabaseWatch:
    """Brings the embedded server back when it has died; web and worker find it again by themselves."""

    def __init__(self, here: Installation) -> None:
        self.here = here
        self.next_look = 0.0

    def __call__(self) -> None:
        if not self.here.env.embedded or time.monotonic() < self.next_look:
            return
        self.next_look = time.monotonic() + DATABASE_LOOK
        if self.here.cluster.answers():
            return
        output.progress("数据库进程意外结束，正在重新启动……")
        try:
            self.here.cluster.leave(self.here.cluster.use())
        except DatabaseUnavailableError as error:
            raise language.ProblemError(error.code, f"数据库未能恢复，平台停止：{error}") from error
        output.progress("数据库已恢复。")
