"""Taking a message to the other side: a signed POST, or a signed file for networks that do not touch.

The bytes of a message are the same at every try, and its number within the order never changes; so the other side can tell
what it has had and what still has to come.
"""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from ecoduty.interfaces.channels import timed_post
from ecoduty.interfaces.channels.hotline12345 import folder, lines, messages, signing
from ecoduty.interfaces.channels.hotline12345.models import FILES, Exchange, ExchangeState, Link
from ecoduty.interfaces.channels.hotline12345.signing import Signed
from ecoduty.interfaces.channels.hotline12345.telling import CHANNEL
from ecoduty.interfaces.channels.timed_post import Answered, NoAnswerError
from ecoduty.kernel.clock import as_local, now, wall_now
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.drainer import (
    ChannelDownError,
    DeliveryFailedError,
    DeliveryRefusedError,
    NothingToDeliverError,
)
from ecoduty.kernel.sealing import SealingError

SECONDS = 10.0  # for one answer altogether
PER_BEAT = 20  # messages in one beat of a second
_THEIR_FAULT = 500
_NOBODY_GETS_THROUGH = {401, 403, 404, 405, 407, 408, 429}  # our secret, our address, their limits
_WELL, _MOVED = range(200, 300), range(300, 400)
HEADERS = ("X-Hotline-App", "X-Hotline-Algorithm", "X-Hotline-Time", "X-Hotline-Nonce", "X-Hotline-Signature")


def deliver(key: str, payload: dict[str, Any]) -> None:  # noqa: ARG001 -- the protocol of channels
    """The channel. Raises what the outbox understands."""
    row = Exchange.objects.select_related("order").filter(pk=payload["exchange"], incoming=False).first()
    if row is None or row.state in {ExchangeState.SENT, ExchangeState.VOID}:
        raise NothingToDeliverError("这一条已经送达")
    link = lines.in_use()
    if link is None:
        raise ChannelDownError("还没有接通12345线路")
    body = content(row)
    try:
        if link.transport == FILES:
            folder.put(link, row, body)
        else:
            _post(link, row, body)
    except SealingError as error:
        raise ChannelDownError(f"平台的密钥文件读不出，不能签名：{error}") from error
    void = row.told.get("void") is True
    Exchange.objects.filter(pk=row.pk).update(
        state=ExchangeState.VOID if void else ExchangeState.SENT, settled_at=now(), why="", code=""
    )


def drain() -> int:
    """Send what is due; called by the worker every second."""
    return drainer.drain_outside(CHANNEL, PER_BEAT)


def content(row: Exchange) -> bytes:
    """The message as it goes out: the same bytes every time."""
    void = row.told.get("void") is True
    envelope = {
        "id": row.message_id,
        "type": messages.VOID if void else row.type,
        "order": row.order.number,
        "sequence": row.sequence,
        "sent_at": as_local(row.at).isoformat(timespec="seconds"),
        "data": {"note": row.told["note"]} if void else row.told,
    }
    return json.dumps(envelope, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def headers(link: Link, url: str, body: bytes, message_id: str) -> dict[str, str]:
    """The headers of a signed request. Raises SealingError."""
    signed = Signed(
        link.algorithm, "POST", urlsplit(url).path or "/", int(wall_now().timestamp()), secrets.token_hex(16), body
    )  # fmt: skip
    values = (link.app, link.algorithm, str(signed.at), signed.once, signing.sign(signed, lines.valid(link)))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": message_id,
        **dict(zip(HEADERS, values, strict=True)),
    }


def _post(link: Link, row: Exchange, body: bytes) -> None:
    signed = headers(link, link.url, body, row.message_id)
    try:
        answer = timed_post.post(link.url, body, signed, SECONDS, settings.HOTLINE_CA)
    except NoAnswerError as error:
        raise ChannelDownError(f"连接不上12345热线：{error}") from error
    _judge(answer)


def _judge(answer: Answered) -> None:
    """What an answer means for the message: taken, later, or never."""
    status = answer.status
    if status >= _THEIR_FAULT or status in _NOBODY_GETS_THROUGH or status in _MOVED:
        raise ChannelDownError(f"12345热线答复{status}")
    well = status in _WELL
    said = _said(answer, well=well)
    if well and said.get("accepted") is True:
        return
    reason = f"12345热线答复{status}，{str(said.get('code', ''))[:60]}：{str(said.get('detail') or said.get('message') or '')[:200]}"
    if well or said.get("retry") is True:
        raise DeliveryFailedError(reason)
    raise DeliveryRefusedError(reason)


def _said(answer: Answered, *, well: bool) -> dict[str, Any]:
    """The JSON object answered. Without one, 2xx is somebody else's page; 4xx is about this message alone."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return said
    reason = f"12345热线答复{answer.status}，内容不是JSON对象"
    raise ChannelDownError(reason) if well else DeliveryFailedError(reason)
