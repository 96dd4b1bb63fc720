"""`ecoduty demonstration`: a rulebook in force and people to try the platform with. Called by `serve --demo`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ecoduty.interfaces.console import demo, installation, language, output, shipped
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import RulebookError, store
from ecoduty.mechanisms.facility_openings import samples as facilities
from ecoduty.mechanisms.responsibilities import samples
from ecoduty.organisation.directory import adoption

PASSWORD = "ECODUTY_DEMO_PASSWORD"  # noqa: S105 -- the name of the variable


@click.command(cls=language.Command)
@click.option(
    "--rulebook", "folder", type=click.Path(path_type=Path), metavar="文件夹", help="规则书，默认随附的一本。"
)
@output.json_option
def demonstration(*, folder: Path | None, as_json: bool) -> None:
    """没有规则书时启用随附的规则书，没有账号时为每个岗位开通演示账号，没有清单、开放设施时载入示例；已有的一概不动。"""
    password = os.environ.get(PASSWORD, "")
    if not password:
        raise language.ProblemError("no_demo_password", f"请用 {PASSWORD} 给出演示账号的口令。")
    with installation.current().database():
        try:
            if store.current_or_none() is None:
                book = shipped.load(folder or shipped.fullest_folder())
                adoption.adopt(book, Actor.system("初始化"), "首次启动")
            said = demo.seed(password)
            if samples.missing():
                samples.load(folder or shipped.fullest_folder(), Actor.system("示例"))
            if facilities.missing():
                facilities.load(folder or shipped.fullest_folder(), Actor.system("示例"))
        except Refused as refused:
            raise language.ProblemError(refused.code, refused.sentence) from refused
        except RulebookError as error:
            raise language.ProblemError(error.code, str(error)) from error
    output.show({"seeded": said}, as_json=as_json, text=said or "已有账号，没有改动。")
