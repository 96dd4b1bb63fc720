"""`ecoduty hotline`: the line to 12345 made, its secret changed, its folder read; and a 12345 of one's own to try it with."""

from __future__ import annotations

from typing import Any

import click
from django.db.models import Count

from ecoduty.interfaces.channels.hotline12345 import folder, lines, signing
from ecoduty.interfaces.channels.hotline12345.flow import LINE, ORDER
from ecoduty.interfaces.channels.hotline12345.models import FILES, HTTPS, Exchange, ExchangeState, Link, Order
from ecoduty.interfaces.channels.hotline12345.telling import CHANNEL
from ecoduty.interfaces.console import hotline_simulate, installation, language, output
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.outbox.drainer import ChannelDownError
from ecoduty.kernel.outbox.models import Message
from ecoduty.kernel.sealing import SealingError

_ACTOR = Actor.system("命令行")


@click.group(cls=language.Group)
def hotline() -> None:
    """12345线路：接通、更换密钥、断开，读摆渡文件夹，重发，联调模拟。"""


hotline.add_command(hotline_simulate.simulate)


@hotline.command()
@click.option("--app", required=True, metavar="应用名", help="双方在签名里用的名字，字母、数字、点、横线。")
@click.option("--url", default="", metavar="网址", help="对方收报文的地址，须是 https（本机除外）。")
@click.option(
    "--files", "by_files", is_flag=True, help="网络不通，用文件摆渡（文件夹由 ECODUTY_HOTLINE_FOLDER 指定）。"
)
@click.option(
    "--algorithm",
    default=signing.HMAC_SM3,
    show_default=True,
    metavar="算法",
    help=f"{'、'.join(signing.ALGORITHMS)}。",
)
@output.json_option
def connect(*, app: str, url: str, by_files: bool, algorithm: str, as_json: bool) -> None:
    """接通线路。密钥只显示这一次，交给热线管理机构。"""
    data = {"app": app, "url": url, "transport": FILES if by_files else HTTPS, "algorithm": algorithm}
    with installation.current().database():
        link = _perform("connect", None, data)
        secret = _secret(link)
    text = f"已接通，应用名{app}，{algorithm}。密钥（base64，只显示这一次）：\n{secret}"
    output.show({"app": app, "algorithm": algorithm, "secret": secret}, as_json=as_json, text=text)


@hotline.command()
@output.json_option
def rotate(*, as_json: bool) -> None:
    """更换密钥。旧密钥还能用几天，双方换好后用 retire 作废。"""
    with installation.current().database():
        link = _perform("rotate", _line().pk)
        secret, until = _secret(link), link.former_until
    shown = f"{until:%Y-%m-%d %H:%M}" if until else ""
    output.show(
        {"app": link.app, "secret": secret, "former_until": until.isoformat() if until else ""},
        as_json=as_json,
        text=f"新密钥（只显示这一次）：\n{secret}\n旧密钥用到{shown}。双方换好后：ecoduty hotline retire",
    )


@hotline.command()
@output.json_option
def retire(*, as_json: bool) -> None:
    """立即作废旧密钥。"""
    with installation.current().database():
        _perform("retire", _line().pk)
    output.show({"retired": True}, as_json=as_json, text="旧密钥已作废。")


@hotline.command()
@click.argument("url", metavar="网址")
@output.json_option
def move(*, url: str, as_json: bool) -> None:
    """更换对方收报文的地址。"""
    with installation.current().database():
        _perform("move", _line().pk, {"url": url})
    output.show({"url": url}, as_json=as_json, text=f"报文改送{url}。")


@hotline.command()
@output.json_option
def disconnect(*, as_json: bool) -> None:
    """断开线路；还没有送出的留着，再接通后按序送出。"""
    with installation.current().database():
        _perform("disconnect", _line().pk)
    output.show({"disconnected": True}, as_json=as_json, text="线路已断开。")


@hotline.command()
@output.json_option
def status(*, as_json: bool) -> None:
    """线路怎样，各有多少条等着。"""
    with installation.current().database():
        link = lines.in_use()
        states = dict(Exchange.objects.values_list("state").annotate(Count("pk")).order_by())
        sending = dict(Message.objects.filter(channel=CHANNEL).values_list("state").annotate(Count("pk")).order_by())
        orders = Order.objects.count()
    data = {
        "line": {"app": link.app, "transport": link.transport, "url": link.url, "algorithm": link.algorithm}
        if link
        else None,
        "orders": orders,
        "messages": states,
        "sending": sending,
    }
    waiting, held = states.get(ExchangeState.WAITING, 0), states.get(ExchangeState.HELD, 0)
    text = (
        f"{f'线路{link.app}在用' if link else '没有在用的线路'}；工单{orders}张；待处理{waiting}条，等前一条{held}条；"
        f"待送{sending.get('waiting', 0)}条，发送失败{sending.get('dead', 0)}条。"
    )
    output.show(data, as_json=as_json, text=text)


@hotline.command(name="send-again")
@click.argument("number", metavar="工单号")
@output.json_option
def send_again(*, number: str, as_json: bool) -> None:
    """把一张工单发送失败的报文重新发送。"""
    with installation.current().database():
        order = Order.objects.filter(number=number).first()
        if order is None:
            raise language.ProblemError("not_found", f"没有工单{number}。")
        try:
            perform(ORDER, "send_again", order.pk, actor=_ACTOR)
        except Refused as refused:
            raise language.ProblemError(refused.code, refused.sentence) from refused
    output.show({"order": number}, as_json=as_json, text=f"工单{number}：失败的报文重新排队发送。")


@hotline.command()
@output.json_option
def files(*, as_json: bool) -> None:
    """读一遍摆渡文件夹：收报文、写回执、收对方的回执。后台任务每几秒也会读。"""
    with installation.current().database():
        link = _line()
        if link.transport != FILES:
            raise language.ProblemError("hotline_not_by_files", "在用的线路不是文件摆渡。")
        try:
            found = folder.read_all(link)
        except ChannelDownError as error:
            raise language.ProblemError("hotline_no_folder", f"{error}。") from error
        except OSError as error:
            raise language.ProblemError("hotline_no_folder", f"摆渡文件夹用不了：{error.strerror}。") from error
    data = {"read": found.read, "acknowledged": found.acknowledged, "bad": found.bad, "left": found.left}
    text = f"收报文{found.read}条，回执{found.acknowledged}条，读不懂的{found.bad}个放进bad，暂时办不了的{found.left}个留着。"
    output.show(data, as_json=as_json, text=text)


def _line() -> Link:
    found = lines.in_use()
    if found is None:
        raise language.ProblemError("hotline_not_connected", "没有在用的12345线路，先用 ecoduty hotline connect 接通。")
    return found


def _perform(act: str, ref: int | None, data: dict[str, Any] | None = None) -> Link:
    try:
        found: Link = perform(LINE, act, ref, actor=_ACTOR, data=data).subject
    except Refused as refused:
        raise language.ProblemError(refused.code, refused.sentence) from refused
    return found


def _secret(link: Link) -> str:
    try:
        return lines.shown(link)
    except SealingError as error:
        raise language.ProblemError(error.code, str(error)) from error
