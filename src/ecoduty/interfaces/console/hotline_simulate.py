"""`ecoduty hotline simulate`: a stand-alone 12345 drives orders through a running platform and counts what came of them."""

from __future__ import annotations

import base64
import binascii
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import connection

from ecoduty.interfaces.channels.hotline12345 import lines
from ecoduty.interfaces.channels.hotline12345.flow import LINE
from ecoduty.interfaces.channels.hotline12345.simulator.people import OverApi, RefusedByPlatformError
from ecoduty.interfaces.channels.hotline12345.simulator.receiver import Receiver
from ecoduty.interfaces.channels.hotline12345.simulator.run import Plan, Result, Simulation
from ecoduty.interfaces.channels.hotline12345.simulator.sender import Sender
from ecoduty.interfaces.channels.hotline12345.simulator.wire import Credentials
from ecoduty.interfaces.channels.hotline12345.telling import CHANNEL
from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.organisation.directory.models import Body, Post
from ecoduty.organisation.directory.states import CLERK, COMMITTEE_OFFICE, LIAISON
from ecoduty.organisation.tokens import secrets
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import Scope

_ACTOR = Actor.system("联调模拟")
_PATIENCE = 900.0  # seconds; a channel of the platform's pauses for ten minutes, more or less, at most
_PATH = "/api/hotline12345/messages"
# Time is compressed by letting what waits on this channel have waited longer. How sending goes is no business state.
_SHIFT = (
    "UPDATE outbox_message SET next_try_at = next_try_at - %s WHERE channel = %s AND state = 'waiting'",
    "UPDATE outbox_channel SET try_again_at = try_again_at - %s WHERE name = %s AND try_again_at IS NOT NULL",
)


@dataclass(frozen=True, slots=True)
class _Compressed(OverApi):
    """Over the API of this machine's platform, whose channel's pauses are shortened: an hour passes in `hour` seconds."""

    def pass_time(self, hours: float) -> None:
        """Let what waits have waited so much longer, and give the worker a beat."""
        span = timedelta(hours=hours)
        with connection.cursor() as cursor:
            for statement in _SHIFT:
                cursor.execute(statement, [span, CHANNEL])
        time.sleep(max(hours * self.hour, 0.2))


@click.command(cls=language.Command)
@click.option(
    "--orders", default=20, show_default=True, type=click.IntRange(1, 10_000), metavar="张数", help="送入多少张工单。"
)
@click.option(
    "--faults", default=0.2, show_default=True, type=click.FloatRange(0, 0.9), metavar="比例", help="多少次请求出故障。"
)
@click.option(
    "--down-days", default=3.0, show_default=True, type=click.FloatRange(0, 30), metavar="天数", help="对方断线几天。"
)
@click.option(
    "--hour",
    default=0.5,
    show_default=True,
    type=click.FloatRange(0),
    metavar="秒数",
    help="模拟的一小时用几秒过完；--here 时平台的等待一同压缩，--url 时平台的时钟照走。",
)
@click.option("--seed", default=1, show_default=True, metavar="种子", help="故障的随机种子。")
@click.option(
    "--here", is_flag=True, help="对本机正在运行的平台：自己接线、发令牌，完了拆除；办件会留下，只在演示或测试库上用。"
)
@click.option("--url", default="", metavar="网址", help="对别处的平台：它的网址；下面四项也要给。")
@click.option("--app", default="", metavar="应用名", help="线路的应用名。")
@click.option("--secret-file", type=click.Path(path_type=Path), metavar="文件", help="线路密钥所在的文件。")
@click.option("--clerk-token-file", type=click.Path(path_type=Path), metavar="文件", help="市环委办经办人的接口令牌。")
@click.option(
    "--handler-token-file", type=click.Path(path_type=Path), metavar="文件", help="承办单位联络员的接口令牌。"
)
@click.option("--handler", default="", metavar="机构代码", help="承办单位；--here 时默认取一个部门。")
@click.option(
    "--listen", default="127.0.0.1:18345", show_default=True, metavar="地址:端口", help="模拟的12345在哪里收报文。"
)
@output.json_option
def simulate(*, here: bool, as_json: bool, orders: int, faults: float, down_days: float, hour: float, seed: int, handler: str, listen: str, **there: Any) -> None:  # fmt: skip
    """起一个独立的12345模拟端：断线、500、重复、乱序都来一遍，数一数有没有丢、有没有重。

    结果里 lost、doubled、out_of_order 都是0才算通过，否则退出码不为0。
    """
    address = _address(listen)
    plan = Plan(orders=orders, down_days=down_days)
    if not here:  # its pauses are its own: wait for the longest of them
        plan = replace(plan, patience=max(plan.patience, _PATIENCE / max(hour, 0.01)))

    def go(url: str, credentials: Credentials, people: OverApi) -> Result:
        receiver = Receiver(credentials, faults=faults, seed=seed, address=address)
        sender = Sender(f"{url}{_PATH}", credentials, faults=faults, seed=seed)
        try:
            return Simulation(plan, sender, receiver, people, output.progress).run()
        except RefusedByPlatformError as error:
            raise language.ProblemError("hotline_simulation_refused", f"平台没有照办：{error}") from error
        except OSError as error:
            sentence = f"连不上平台，或者 {listen} 不能用：{error.strerror or error}"
            raise language.ProblemError("hotline_simulation_refused", sentence) from error
        finally:
            receiver.down()

    if here:
        with installation.current().database(), _set_up_here(address, handler) as (url, credentials, tokens, body):
            result = go(url, credentials, _Compressed(url, *tokens, body, hour))
    else:
        url, credentials, tokens = _given(there)
        if not handler:
            raise language.ProblemError("hotline_simulate_incomplete", "请用 --handler 写明承办单位的机构代码。")
        result = go(url, credentials, OverApi(url, *tokens, handler, hour))
        result.down_days = round(down_days * hour / 3600, 6)  # there, time is not compressed
    _show(result, as_json=as_json)


def _show(result: Result, *, as_json: bool) -> None:
    text = (
        f"工单{result.orders}张，送入{result.sent}条，收到{result.told}条，断线{_span(result.down_days)}：丢{result.lost}，重{result.doubled}，"
        f"乱序{result.out_of_order}，用时{result.seconds:g}秒。"
    )
    output.show(asdict(result), as_json=as_json, text="\n".join([text, *result.missing[:20], *result.refused[:20]]))
    if not result.well:
        sys.exit(1)


def _span(days: float) -> str:
    return f"{days:g}天" if days >= 1 else f"{days * 86_400:.0f}秒"


def _given(there: dict[str, Any]) -> tuple[str, Credentials, tuple[str, str]]:
    """The platform elsewhere, as the options name it. Raises ProblemError."""
    missing = [f"--{name.replace('_', '-')}" for name, value in there.items() if not value]
    if missing:
        raise language.ProblemError(
            "hotline_simulate_incomplete", f"请用 --here 对本机，或写全 {'、'.join(missing)} 对别处的平台。"
        )
    clerk, handler = _text(there["clerk_token_file"]), _text(there["handler_token_file"])
    try:
        secret = base64.b64decode(_text(there["secret_file"]), validate=True)
    except binascii.Error as error:
        raise language.ProblemError("hotline_simulate_incomplete", "密钥文件里不是base64。") from error
    return there["url"].rstrip("/"), Credentials(there["app"], secret), (clerk, handler)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise language.ProblemError("hotline_simulate_incomplete", f"读不了文件 {path}。") from error


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise language.ProblemError("hotline_simulate_incomplete", "--listen 须写成 地址:端口，例如 127.0.0.1:18345。")
    return host, int(port)


@contextmanager
def _set_up_here(address: tuple[str, int], handler: str) -> Iterator[tuple[str, Credentials, tuple[str, str], str]]:
    """A line and two tokens for as long as the simulation runs. Raises ProblemError where there is a line already."""
    try:
        body = handler or Body.objects.filter(kind="department").order_by("order").values_list("key", flat=True)[0]
        office = Body.objects.filter(kind=COMMITTEE_OFFICE, level="city").values_list("key", flat=True)[0]
        app = f"simulator-{wall_now():%Y%m%d%H%M%S}"
        data = {"app": app, "url": f"http://{address[0]}:{address[1]}/ecoduty/messages"}
        link = perform(LINE, "connect", actor=_ACTOR, data=data).subject
        clerk, handling = _token(office, CLERK), _token(body, LIAISON)
    except IndexError as error:
        raise language.ProblemError("no_rulebook", "还没有启用规则书，平台里没有机构。") from error
    except Refused as refused:
        raise language.ProblemError(refused.code, refused.sentence) from refused
    credentials = Credentials(app, base64.b64decode(lines.shown(link)))
    try:
        yield f"http://127.0.0.1:{settings.PORT}", credentials, (clerk[1], handling[1]), body
    finally:
        perform(LINE, "disconnect", link.pk, actor=_ACTOR)
        for token, _ in (clerk, handling):
            perform(TOKEN, "revoke", token.pk, actor=_ACTOR, data={})


def _token(body: str, kind: str) -> tuple[Token, str]:
    """A token for a day, in the first post of that kind. Raises IndexError where there is none, Refused."""
    post = Post.objects.filter(body__key=body, kind=kind).order_by("order").values_list("key", flat=True)[0]
    shown = secrets.fresh()
    data = {
        "body": body, "post": post, "purpose": "12345联调模拟", "scopes": [Scope.ACTS_WRITE.value],
        "expires_on": wall_now().date() + timedelta(days=1), "digest": secrets.digest(shown).hex(),
    }  # fmt: skip
    return perform(TOKEN, "issue", actor=_ACTOR, data=data).subject, shown
