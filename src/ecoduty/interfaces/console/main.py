"""The command `ecoduty`: finds the command asked for and loads only what that one needs."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from importlib import import_module

import click

from ecoduty.config.memory import loading
from ecoduty.interfaces.console import installation, language


@dataclass(frozen=True)
class Entry:
    """Where a command stands. With `connect_as` Django is set up, as that database role, before it is loaded."""

    place: str
    help: str
    connect_as: str | None = None
    hidden: bool = False


ENTRIES = {
    "serve": Entry("serve:serve", "启动平台（网页与后台任务），直到按 Ctrl-C。"),
    "migrate": Entry("database:migrate", "建表或升级数据库，并重新授权。", connect_as="owner"),
    "doctor": Entry("database:doctor", "检查运行环境、数据库角色与实际授权。", connect_as="app"),
    "account": Entry("accounts:account", "账号：开通、邀请、管理员、重置口令和动态口令、解除锁定。", connect_as="app"),
    "token": Entry("tokens:token", "接口令牌：发放、列出、吊销。", connect_as="app"),
    "keys": Entry("keys:keys", "密钥：列出、更换、丢失后重建。", connect_as="app"),
    "webhook": Entry("webhooks:webhook", "事件推送：列出订阅、重发、停用。", connect_as="app"),
    "hotline": Entry("hotline:hotline", "12345线路：接通、更换密钥、读摆渡文件夹、联调模拟。", connect_as="app"),
    "people": Entry("people:people", "机构、岗位、人员：用Excel导入和导出。", connect_as="app"),
    "responsibilities": Entry(
        "responsibilities:responsibilities", "责任清单：读懂并检查部门的清单文件，载入示例。", connect_as="app"
    ),
    "responsible": Entry("responsible:responsible", "谁负责：按在用的清单回答，成批回答，评测。", connect_as="app"),
    "route": Entry("routing:route", "群众反映派给谁：建议和理由，成批询问，评测。", connect_as="app"),
    "due": Entry("deadlines:due", "推算期限到期日，并写出推算过程。"),
    "rulebook": Entry("rulebook:rulebook", "规则书：检查、比较、查看、启用。", connect_as="app"),
    "plan": Entry("plan:plan", "方案原文：导入公开文本，对照显示。", connect_as="app"),
    "calendar": Entry("calendar:calendar", "工作日历：导入放假通知，查看一年的安排。", connect_as="app"),
    "clauses": Entry("clauses:clauses", "方案各款的实现情况：由最近一次测试记录和页面应答算出。", connect_as="app"),
    "codes": Entry("codes:codes", "动作、状态、规则和错误的全部代码，与登记核对。", connect_as="app"),
    "docs": Entry("docs:docs", "生成或核对由代码算出的文档。", connect_as="app"),
    "portal": Entry("portal:portal", "门户分区部署：导出、导入摆渡包，显示本方公钥。", connect_as="owner"),
    "exchange": Entry("exchange:exchange", "案卷交换：与不联网的对方平台往来签名的交换包。", connect_as="app"),
    "search": Entry("searching:search", "全文检索：重建检索文字。", connect_as="app"),
    "sweep": Entry("sweeping:sweep", "立即巡查一遍时限。", connect_as="app"),
    "rehearsal": Entry("rehearsal:rehearsal", "演练：复制出演练库，拨动时钟，看将来会怎样。"),
    "simulate": Entry("simulation.command:simulate", "模拟：另建一个库，按真实的动作过一整年。"),
    "verify": Entry("ledger:verify", "核验全部留痕，指出第一处不符。", connect_as="app"),
    "archive": Entry("archive:archive", "归档：把办结的件整理成归档包，核验归档包。", connect_as="app"),
    "checkpoint": Entry("ledger:checkpoint", "立即取一个检查点并导出到库外。", connect_as="app"),
    "backup": Entry("backup:backup", "备份数据库和文件，平台照常运行。", connect_as="app"),
    "restore": Entry("restore:restore", "从备份恢复，并核验留痕。"),
    "kept": Entry("restore:kept", "恢复时保留下来的原数据库：列出、删去。"),
    "version": Entry("version:version", "显示版本。"),
    "demonstration": Entry("demonstration:demonstration", "演示数据。", connect_as="app", hidden=True),
    "collect-static": Entry("static_files:collect_static", "整理页面文件。", connect_as="app", hidden=True),
    "simulated-year": Entry("simulation.year:simulated_year", "在模拟库里过一年。", connect_as="app", hidden=True),
    "simulated-load": Entry(
        "simulation.bulk.command:simulated_load", "在模拟库里成批装载。", connect_as="app", hidden=True
    ),
    "rehearsal-turn": Entry("turning:rehearsal_turn", "在演练库里走过各天。", connect_as="app", hidden=True),
    "work": Entry("work:work", "后台任务进程（由 serve 启动）。", connect_as="app", hidden=True),
}


class Commands(language.Group):
    """The commands by name; each is imported when it is called, so that help costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(ENTRIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        entry = ENTRIES.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.place.partition(":")
        with loading():
            if entry.connect_as:
                installation.set_up_django(entry.connect_as)
            command = getattr(import_module(f"ecoduty.interfaces.console.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("命令"):
            formatter.write_dl([(name, entry.help) for name, entry in ENTRIES.items() if not entry.hidden])


@click.group(
    cls=Commands,
    epilog="环境变量：ECODUTY_HOME 数据目录，ECODUTY_PORT 端口，ECODUTY_DATABASE_URL 与 ECODUTY_DATABASE_OWNER_URL 外部数据库。",
)
def ecoduty() -> None:
    """环责：让一座城市的生态环境保护责任落实方案自己运转起来。"""


def main() -> None:
    """Run the command line; ends the process with 0, 1 (refused, or a problem found) or 2 (wrong usage)."""
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)  # whatever the locale says
    os.environ.setdefault("PYTHONUTF8", "1")  # for the processes started from here
    try:
        ecoduty.main(standalone_mode=False)
    except language.ProblemError as error:
        click.echo(f"错误：{error.message}（{error.code}）", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"用法错误：{language.sentence(error)} 用 --help 查看说明。", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
