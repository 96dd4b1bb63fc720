"""One signed request to a gateway, and what its answer means for the outbox.

The request is JSON. Its headers carry the application's name, the time, a number used once, and the signature:
base64 of HMAC-SHA256 over method, path, time, number and the SHA-256 of the body, each on a line of its own. The
reference of the message is the Idempotency-Key, so that a gateway which keeps it sends nothing twice.

The answer is JSON: `{"code": 0}` accepted, with `"delivered": true` where it reached the person already. Another code is
tried again, unless `"retry": false` says that it never will be taken.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from ecoduty.interfaces.channels import timed_post
from ecoduty.interfaces.channels.timed_post import Answered, NoAnswerError
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.outbox.drainer import ChannelDownError, DeliveryFailedError, DeliveryRefusedError

_THEIR_FAULT = 500  # from this status on the gateway itself is not well
_NOBODY_GETS_THROUGH = {401, 403, 404, 405, 407, 408, 429}  # our credentials, our address, their limits
_WELL, _MOVED = range(200, 300), range(300, 400)


class Gateway(Protocol):
    """Where to send, as whom, how long to wait (seconds)."""

    @property
    def url(self) -> str: ...
    @property
    def app(self) -> str: ...
    @property
    def secret(self) -> str: ...
    @property
    def seconds(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """Accepted; `delivered` when the gateway says that it has reached the person."""

    delivered: bool


def post(gateway: Gateway, reference: str, content: dict[str, Any]) -> Answer:
    """Send one message. Raises ChannelDownError, DeliveryFailedError or DeliveryRefusedError."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    signed = {**signature(gateway, body), "Idempotency-Key": reference}
    try:
        answer = timed_post.post(gateway.url, body, signed, gateway.seconds)
    except NoAnswerError as error:
        raise ChannelDownError(f"连接不上网关：{error}") from error
    return _read(answer)


def signature(gateway: Gateway, body: bytes, *, at: str = "", once: str = "") -> dict[str, str]:
    """The headers of a request with that body."""
    at = at or str(int(wall_now().timestamp()))
    once = once or secrets.token_hex(16)
    path = urlsplit(gateway.url).path or "/"
    said = "\n".join(("POST", path, at, once, hashlib.sha256(body).hexdigest()))
    signed = hmac.new(gateway.secret.encode(), said.encode(), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Auth-App": gateway.app,
        "X-Auth-Timestamp": at,
        "X-Auth-Nonce": once,
        "X-Auth-Signature": base64.b64encode(signed).decode(),
    }


def _read(answer: Answered) -> Answer:
    status = answer.status
    if status >= _THEIR_FAULT or status in _NOBODY_GETS_THROUGH or status in _MOVED:
        raise ChannelDownError(f"网关答复{status}")
    if status not in _WELL:
        raise DeliveryRefusedError(f"网关不接受这条消息：{status}")
    said = _json(answer.body)
    if said.get("code") == 0:
        return Answer(delivered=said.get("delivered") is True)
    reason = f"网关答复代码{str(said.get('code'))[:40]}：{str(said.get('message', ''))[:200]}"
    if said.get("retry") is False:
        raise DeliveryRefusedError(reason)
    raise DeliveryFailedError(reason)


def _json(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError as error:
        raise ChannelDownError("网关的答复不是JSON") from error
    if not isinstance(said, dict):
        raise ChannelDownError("网关的答复不是JSON对象")
    return said
