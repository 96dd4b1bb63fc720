"""`ecoduty exchange`: cases carried as signed packages between installations that no line connects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.conf import settings

from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel.clock import as_local, today, wall_now
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.sealing import SealingError, keyring
from ecoduty.mechanisms.enforcement.sharing.packages import importing
from ecoduty.mechanisms.enforcement.sharing.packages.importing import Taken
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage
from ecoduty.mechanisms.enforcement.sharing.packages.partners import PARTNERS, own_line, trusted
from ecoduty.mechanisms.enforcement.sharing.packages.sending import PACKAGES
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account

_CONSOLE = Actor.system("命令行")
_WORDS = {"case": "案卷", "receipt": "回执", "answer": "答复"}
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group(cls=language.Group)
def exchange() -> None:
    """案卷交换：显示公钥，登记对方，导出、导入交换包。"""


@exchange.command()
@output.json_option
def keys(*, as_json: bool) -> None:
    """显示本机的公钥，一行，交给对方登记；第一次用时建立密钥。"""
    with installation.current().database(), _sentences():
        path = Path(settings.KEY_FILE)
        if not path.exists():
            keyring.create(path, as_local(wall_now()).isoformat(timespec="seconds"))
        line = own_line()
        partners = [{"id": one.pk, "name": one.name, "bodies": one.bodies} for one in trusted()]
    output.show({"line": line, "partners": partners}, as_json=as_json, text=line)


@exchange.command()
@click.option("--name", required=True, metavar="名称", help="对方平台的名称，例如“市公安局专网平台”。")
@click.option("--body", "bodies", multiple=True, required=True, metavar="机构代码", help="它代表哪个机关，可写多次。")
@click.option(
    "--key", "line", required=True, metavar="公钥", help="对方 ecoduty exchange keys 显示的一行，须另行核对。"
)
@output.json_option
def trust(*, name: str, bodies: tuple[str, ...], line: str, as_json: bool) -> None:
    """登记对方的公钥；只登记当面或电话核对过的。"""
    with installation.current().database(), _sentences():
        data = {"name": name, "bodies": bodies, "line": line}
        made = perform(PARTNERS, "trust_partner", actor=_CONSOLE, data=data).subject
    output.show(
        {"id": made.pk}, as_json=as_json, text=f"已登记“{name}”（编号{made.pk}），代表 {'、'.join(made.bodies)}。"
    )


@exchange.command()
@click.argument("number", type=int, metavar="编号")
@click.option("--reason", required=True, metavar="原因", help="记入留痕。")
@output.json_option
def withdraw(*, number: int, reason: str, as_json: bool) -> None:
    """取消对一个对方的信任，立即生效。"""
    with installation.current().database(), _sentences():
        perform(PARTNERS, "withdraw_partner", number, actor=_CONSOLE, data={"reason": reason})
    output.show({"id": number}, as_json=as_json, text=f"已取消对编号{number}的信任。")


@exchange.command()
@click.argument("case", metavar="案件编号")
@click.option("--to", "recipient", required=True, metavar="机构代码", help="交给哪个机关，须已参加此案。")
@click.option("--reason", required=True, metavar="事由", help="为什么、凭什么导出，记入留痕。")
@click.option("--actor", required=True, metavar="用户名", help="由谁导出，须是此案的办案人员、联络员或负责人。")
@click.option("--folder", type=_FOLDER, default=".", metavar="文件夹", help="写到哪里，默认当前文件夹。")
@output.json_option
def export(*, case: str, recipient: str, reason: str, actor: str, folder: Path, as_json: bool) -> None:
    """把一个案件导出为交换包：清单、签名、只有对方能打开的内容。"""
    with installation.current().database(), _sentences():
        data = {"case": case, "recipient": recipient, "reason": reason}
        made = perform(PACKAGES, "export_package", actor=_person(actor), data=data).subject
        path = _written(made, folder)
    text = f"已导出 {path}，交{made.body.short_name}。"
    output.show({"file": str(path), "number": made.number}, as_json=as_json, text=text)


@exchange.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="文件")
@click.option("--actor", required=True, metavar="用户名", help="由谁导入，须是收件机关的联络员或负责人。")
@click.option("--folder", type=_FOLDER, default=".", metavar="文件夹", help="回执写到哪里，默认当前文件夹。")
@output.json_option
def import_(*, file: Path, actor: str, folder: Path, as_json: bool) -> None:
    """导入交换包：案卷成为一件收到的案卷并写出回执；回执、答复登记到原案件。导入过的不重复。"""
    with installation.current().database(), _sentences():
        taken = importing.take(file.read_bytes(), _person(actor))
        receipt = _written(taken.receipt, folder) if taken.receipt else None
    facts = {
        "purpose": taken.package.purpose, "number": taken.package.number, "matter": taken.package.matter.number,
        "again": taken.again, "missing": taken.package.missing, "receipt": str(receipt) if receipt else None,
    }  # fmt: skip
    output.show(facts, as_json=as_json, text=_said(taken, receipt))


@exchange.command()
@click.argument("number", metavar="收到的案卷编号")
@click.option("--folder", type=_FOLDER, default=".", metavar="文件夹", help="写到哪里，默认当前文件夹。")
@click.option("--actor", required=True, metavar="用户名", help="由谁取出，须知悉此件。")
@output.json_option
def fetch(*, number: str, folder: Path, actor: str, as_json: bool) -> None:
    """取出一件办件最近做好的交换包（案卷、回执或答复），再写一遍。"""
    with installation.current().database(), _sentences():
        rows = CasePackage.objects.filter(course="out", matter__number=number).select_related("matter", "file")
        made = rows.order_by("-pk").first()
        if made is None or not made.matter.relations_of(_person(actor), today()):
            raise language.ProblemError("not_found", "没有这个办件，或您无权查看。")
        path = _written(made, folder)
    output.show({"file": str(path), "number": made.number}, as_json=as_json, text=f"已写出 {path}。")


def _said(taken: Taken, receipt: Path | None) -> str:
    one = taken.package
    again = "以前已经导入，没有重复" if taken.again else "已导入"
    lines = [f"{_WORDS[one.purpose]}包{one.number}{again}，见办件{one.matter.number}。"]
    if one.missing:
        lines.append(f"对方在它之前的第{one.missing}号包还没有收到，请向对方询问。")
    if receipt is not None:
        lines.append(f"回执已写到 {receipt}，请带回对方导入。")
    return "\n".join(lines)


def _written(package: CasePackage, folder: Path) -> Path:
    """The file of a package in a folder, whole or not at all."""
    path = folder / package.file.name
    part = folder / f".{package.file.name}.part"
    with storage.open_file(package.file) as content:
        part.write_bytes(content.read())
    part.replace(path)
    return path


def _person(username: str) -> Actor:
    account = Account.objects.filter(username=username, is_active=True).select_related("person").first()
    if account is None:
        raise language.ProblemError("unknown_account", f"没有 {username} 这个账号。")
    actors = actors_of(account, today())
    if not actors:
        raise language.ProblemError("no_post_today", f"{username} 今天没有在任的岗位，不能交换案卷。")
    return actors[0]


@contextmanager
def _sentences() -> Iterator[None]:
    """A refusal and a missing key as the console says them."""
    try:
        yield
    except (Refused, SealingError) as error:
        raise language.ProblemError(error.code, getattr(error, "sentence", str(error))) from error
