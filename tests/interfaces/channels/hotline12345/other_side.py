"""The other side of the line as tests speak of it: signs as docs/operations/hotline12345.md says, and posts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed
from django.test import Client

from ecoduty.interfaces.channels.hotline12345 import lines
from ecoduty.interfaces.channels.hotline12345.flow import LINE
from ecoduty.interfaces.channels.hotline12345.models import Link
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Actor, perform

PATH = "/api/hotline12345/messages"
TEXT = "夜里十一点多工地还在打桩，湖滨南路一带睡不着。"
APP = "hotline"


def connected(**more: Any) -> Link:
    """A line in use, the other side nowhere unless said."""
    data = {"app": APP, "url": "http://127.0.0.1:9/messages", **more}
    return perform(LINE, "connect", actor=Actor.system("测试"), data=data).subject


def mac(algorithm: str, secret: bytes, text: bytes) -> bytes:
    if algorithm == "HMAC-SHA256":
        return hmac.new(secret, text, hashlib.sha256).digest()
    made = keyed.HMAC(secret, hashes.SM3())
    made.update(text)
    return made.finalize()


def digest(algorithm: str, body: bytes) -> str:
    if algorithm == "HMAC-SHA256":
        return hashlib.sha256(body).hexdigest()
    made = hashes.Hash(hashes.SM3())
    made.update(body)
    return made.finalize().hex()


class OtherSide:
    """Sends signed messages to the platform under test."""

    def __init__(self, link: Link) -> None:
        self.secret = base64.b64decode(lines.shown(link))
        self.app, self.algorithm = link.app, link.algorithm
        self.client = Client(raise_request_exception=False)
        self.sequences: dict[str, int] = {}

    def headers(self, body: bytes, **more: str) -> dict[str, str]:
        at, once = more.pop("at", str(int(wall_now().timestamp()))), more.pop("once", secrets.token_hex(16))
        algorithm = more.pop("algorithm", self.algorithm)
        text = "\n".join(("hotline-1", algorithm, "POST", PATH, at, once, digest(algorithm, body))).encode()
        signature = base64.b64encode(mac(algorithm, self.secret, text)).decode()
        return {
            "X-Hotline-App": self.app, "X-Hotline-Algorithm": algorithm, "X-Hotline-Time": at,
            "X-Hotline-Nonce": once, "X-Hotline-Signature": signature, **more,
        }  # fmt: skip

    def message(self, order: str, kind: str, data: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        sequence = more.pop("sequence", None) or self.sequences.get(order, 0) + 1
        self.sequences[order] = max(sequence, self.sequences.get(order, 0))
        return {
            "id": f"m-{order}-{sequence}", "type": kind, "order": order, "sequence": sequence,
            "sent_at": "2026-11-22T09:30:00+08:00", "data": data or {}, **more,
        }  # fmt: skip

    def post(self, body: dict[str, Any] | bytes, headers: dict[str, str] | None = None) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        sent = self.headers(raw) if headers is None else headers
        return self.client.post(PATH, raw, content_type="application/json", headers=sent)

    def say(self, order: str, kind: str, data: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        answer = self.post(self.message(order, kind, data, **more))
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def push(self, order: str = "XM12345-20261122-0001", **more: Any) -> dict[str, Any]:
        return self.say(order, "order.pushed", order_data(**more))


def order_data(**more: Any) -> dict[str, Any]:
    return {
        "content": TEXT, "category_code": "HB02", "type_code": "TS", "area_code": "350203", "address": "湖滨南路1号",
        "call_time": "2026-11-22T09:00:00+08:00", "query_code": "Q7788",
        "caller": {"name": "王先生", "phone": "13800000000", "sms": True}, "limit_time": "2026-12-01T18:00:00+08:00", **more,
    }  # fmt: skip
