"""The provider: what is configured, what it says of itself, and every word exchanged with it under a short limit.

Nothing is asked of the provider before somebody chooses to log in by it. At most one thread of a process waits for it,
and for a few seconds only: whoever logs in with a password never stands behind it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlowError
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
import structlog
from django.conf import settings

from ecoduty.kernel.flow import Refused

log = structlog.get_logger(__name__)

REMEMBERED = 600.0  # seconds that what the provider says of itself is trusted
LARGEST = 262_144  # bytes of an answer
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_one_at_a_time = threading.BoundedSemaphore(1)
_known: dict[str, tuple[float, dict[str, Any]]] = {}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Provider:
    """What ECODUTY_OIDC_* says. `username_claim` empty: only accounts linked by an administrator get in."""

    issuer: str
    client_id: str
    client_secret: str
    label: str
    username_claim: str
    seconds: float


class BadAnswerError(Exception):
    """The provider answered something that cannot be used."""


def configured() -> Provider | None:
    """The provider of this installation, or None: the usual case."""
    if not settings.OIDC_ISSUER:
        return None
    return Provider(
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET, settings.OIDC_LABEL,
        settings.OIDC_USERNAME_CLAIM, settings.OIDC_SECONDS,
    )  # fmt: skip


def asking(provider: Provider, work: Callable[[], T]) -> T:
    """Run an exchange with the provider under the limit. Raises Refused `oidc_down`; BadAnswerError passes."""
    if not _one_at_a_time.acquire(timeout=1.0):
        raise down(provider)
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    future.add_done_callback(lambda _: _one_at_a_time.release())
    pool.shutdown(wait=False)
    try:
        return future.result(timeout=provider.seconds * 2)
    except (TooSlowError, requests.RequestException) as error:
        log.warning("oidc_down", issuer=provider.issuer, error=type(error).__name__)
        raise down(provider) from error


def down(provider: Provider) -> Refused:
    """The refusal of who wanted to log in by a provider that does not answer."""
    return Refused("oidc_down", f"{provider.label}现在连不上，请直接用用户名和口令登录。", status=503)


def discovered(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself; asked again after ten minutes. Raises RequestException, BadAnswerError."""
    return _remembered(provider.issuer, lambda: _discover(provider))


def keys(provider: Provider, *, again: bool = False) -> dict[str, Any]:
    """The provider's public keys; `again` past what is remembered. Raises RequestException, BadAnswerError."""
    address = str(discovered(provider)["jwks_uri"])
    if again:
        _known.pop(address, None)
    found = _remembered(address, lambda: fetch(address, provider.seconds))
    if not isinstance(found.get("keys"), list):
        raise BadAnswerError("no keys")
    return found


def forget() -> None:
    """Forget what providers said of themselves; for tests."""
    _known.clear()


def fetch(address: str, seconds: float) -> dict[str, Any]:
    """A JSON object from an address, no redirects, no large ones. Raises RequestException, BadAnswerError."""
    with requests.get(address, timeout=seconds, allow_redirects=False, stream=True) as answer:
        if answer.status_code != requests.codes.ok:
            raise BadAnswerError(f"status {answer.status_code}")
        body = answer.raw.read(LARGEST + 1, decode_content=True)
    if len(body) > LARGEST:
        raise BadAnswerError("too large")
    try:
        found = json.loads(body)
    except ValueError as error:
        raise BadAnswerError("not JSON") from error
    if not isinstance(found, dict):
        raise BadAnswerError("not an object")
    return found


def _discover(provider: Provider) -> dict[str, Any]:
    found = fetch(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration", provider.seconds)
    if found.get("issuer") != provider.issuer:
        raise BadAnswerError("another issuer")
    if any(not isinstance(found.get(name), str) for name in _NEEDED):
        raise BadAnswerError("endpoints missing")
    return found


def _remembered(address: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    known = _known.get(address)
    if known is None or time.monotonic() - known[0] > REMEMBERED:
        _known[address] = known = (time.monotonic(), ask())
    return known[1]
