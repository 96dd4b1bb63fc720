"""Signatures as the Standard Webhooks specification has them, so that receivers can take a library off the shelf."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from ecoduty.interfaces.channels.webhook.models import Subscription
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.sealing import SealingError
from ecoduty.kernel.sealing.fields import column

PREFIX = "whsec_"


def give_key(subscription: Subscription) -> None:
    """A fresh key of 32 random bytes, sealed. Raises Refused `keys_unreadable` where this installation cannot seal."""
    subscription.nonce = secrets.token_hex(16)
    fresh = base64.b64encode(secrets.token_bytes(32)).decode()
    try:
        subscription.secret = column(Subscription, "secret").seal(fresh, subscription.nonce)
    except SealingError as error:
        raise Refused("keys_unreadable", f"平台的密钥文件读不出，不能订阅：{error}", status=503) from error


def shown(subscription: Subscription) -> str:
    """The key as the receiver configures it; shown once."""
    return PREFIX + _opened(subscription)


def signature(subscription: Subscription, message: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over `id.timestamp.body`. Raises SealingError."""
    key = base64.b64decode(_opened(subscription))
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _opened(subscription: Subscription) -> str:
    return column(Subscription, "secret").open(subscription.secret, subscription.nonce)
