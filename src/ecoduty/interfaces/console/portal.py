"""`ecoduty portal`: a portal in another network zone, without a line between: signed packages go to and fro."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from ecoduty.casework.zones import carrying, inward, outward, packages
from ecoduty.casework.zones.carrying import Made, Taken
from ecoduty.casework.zones.models import Course, Side
from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel.clock import as_local, wall_now
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.sealing import SealingError, keyring, signing

DESK, PORTAL = "desk", "portal"
_ZONES = {DESK: "工作台区", PORTAL: "门户区"}


@click.group(cls=language.Group)
def portal() -> None:
    """门户分区部署：导出、导入摆渡包，显示本方公钥。"""


@portal.command()
@output.json_option
def key(*, as_json: bool) -> None:
    """显示本方签发摆渡包的公钥，请设为对方的 ECODUTY_ZONE_PARTNER；第一次用时建立密钥。"""
    with installation.current().database(), _sentences():
        path = Path(settings.KEY_FILE)
        if not path.exists():
            keyring.create(path, as_local(wall_now()).isoformat(timespec="seconds"))
        found = signing.public_key()
    output.show({"key": found}, as_json=as_json, text=found)


@portal.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=".")
@click.option("--again", is_flag=True, help="门户区用：连同已导出、对方还没有确认的一起重新导出。")
@output.json_option
def export(*, folder: Path, again: bool, as_json: bool) -> None:
    """导出摆渡包到 FOLDER：在工作台区导出公开内容，在门户区导出公众来件。"""
    with installation.current().database(), _sentences():
        made = outward.make(folder) if _zone() == DESK else inward.make(folder, again=again)
        waiting = inward.unconfirmed() if _zone() == PORTAL else 0
    if made is None:
        text = "没有要带出的来件。" + _unconfirmed(waiting)
        output.show({"file": None, "count": 0, "unconfirmed": waiting}, as_json=as_json, text=text)
        return
    found = {
        "file": str(made.path),
        "number": made.number,
        "count": made.count,
        "left": made.left,
        "unconfirmed": waiting,
    }
    output.show(found, as_json=as_json, text=_exported(made) + (_unconfirmed(waiting - made.count)))


@portal.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@output.json_option
def import_(*, files: tuple[Path, ...], as_json: bool) -> None:
    """导入对方的摆渡包，按编号先后。核对签名和每个文件的摘要；已导入过的不重复，有一处不对就整包不导入。"""
    found = []
    with installation.current().database(), _sentences():
        take = inward.take if _zone() == DESK else outward.take
        for path in sorted(files, key=lambda one: one.name):
            with packages.opened(path) as package:
                taken = take(package)
            found.append(taken)
            output.progress(f"{path.name}：{_imported(taken)}")
    rows = [{"number": one.number, "count": one.count, "again": one.again} for one in found]
    output.show(rows, as_json=as_json, text=f"共{len(found)}个包。")


@portal.command()
@output.json_option
def status(*, as_json: bool) -> None:
    """显示两个方向最近的包，和已带出还没有确认的来件。"""
    with installation.current().database(), _sentences():
        zone = _zone()
        latest = {
            course.value: {side.value: (carrying.numbers(course, side) or [None])[-1] for side in Side}
            for course in Course
        }
        waiting = inward.unconfirmed() if zone == PORTAL else 0
    lines = [f"本机是{_ZONES[zone]}"]
    for course in Course:
        lines += [
            f"{course.label}\t{side.label}\t第{latest[course.value][side.value]}号"
            for side in Side
            if latest[course.value][side.value]
        ]
    text = "\n".join(lines) + (f"\n{_unconfirmed(waiting)}" if waiting else "")
    output.show({"zone": zone, "latest": latest, "unconfirmed": waiting}, as_json=as_json, text=text)


def _zone() -> str:
    if settings.ZONE not in _ZONES:
        raise Refused(
            "zone_unset", "没有说明本机在哪个区。请设 ECODUTY_ZONE=desk（工作台区）或 ECODUTY_ZONE=portal（门户区）。"
        )
    return str(settings.ZONE)


def _exported(made: Made) -> str:
    if _zone() == DESK:
        return f"已导出公开内容第{made.number}号：{made.path}。请带到门户区，执行 ecoduty portal import。"
    left = f"还有{made.left}件装不下，请再导出一次。" if made.left else ""
    return f"已导出{made.count}件来件（第{made.number}号，已加密）：{made.path}。请带到工作台区，执行 ecoduty portal import。{left}"


def _imported(taken: Taken) -> str:
    if taken.again:
        return f"第{taken.number}号已经导入过，没有重复导入。"
    if taken.course == Course.INTAKES:
        return f"第{taken.number}号导入了{taken.count}件来件，随即登记。"
    return f"第{taken.number}号导入完成，{taken.count}行有变化。"


def _unconfirmed(count: int) -> str:
    return f"另有{count}件已带出，对方还没有确认；包丢失了的，用 --again 重新导出。" if count > 0 else ""


class _sentences:  # noqa: N801 -- reads as what it does
    """Refusals as the console tells them."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refused):
            raise language.ProblemError(error.code, error.sentence) from error
        if isinstance(error, SealingError):
            raise language.ProblemError(error.code, str(error)) from error
