"""The people at the platform, as the simulation needs them: over the platform's own API, with tokens of two posts."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Protocol

_SECONDS = 30.0
_TRIES = 8


class People(Protocol):
    """Who does at the platform what an order needs, and how time passes for it."""

    def dispatch(self, matter: str) -> None:
        """Send it to a department."""

    def act(self, matter: str, code: str, data: dict[str, Any] | None = None) -> None:
        """An act of that department's."""

    def approve(self, matter: str) -> None:
        """Approve its answer."""

    def pass_time(self, hours: float) -> None:
        """Let so much of the platform's time go by."""


class RefusedByPlatformError(Exception):
    """The platform would not do what the simulation needs; the message is what it said."""


@dataclass(frozen=True, slots=True)
class OverApi:
    """Over HTTP: `clerk` is a token of the committee office's clerk, `handler` one of the liaison of `body`.

    An hour of the platform's time takes `hour` seconds to wait for: the channel's pauses are the platform's own.
    """

    url: str
    clerk: str
    handler: str
    body: str
    hour: float = 1.0

    def dispatch(self, matter: str) -> None:
        """By the clerk, with a reason."""
        self._post(self.clerk, matter, "dispatch", {"body": self.body, "reason": "热线联调模拟：派给联调单位"})

    def act(self, matter: str, code: str, data: dict[str, Any] | None = None) -> None:
        """By the liaison."""
        self._post(self.handler, matter, code, data or {})

    def approve(self, matter: str) -> None:
        """By the clerk."""
        self._post(self.clerk, matter, "approve_answer", {})

    def pass_time(self, hours: float) -> None:
        """Wait."""
        time.sleep(hours * self.hour)

    def _post(self, token: str, matter: str, code: str, data: dict[str, Any]) -> None:
        request = urllib.request.Request(  # noqa: S310 -- the address the operator gave
            f"{self.url}/api/v1/matters/{matter}/acts/{code}",
            json.dumps({"data": data}).encode(),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": f"simulate-{matter}-{code}",
            },
        )
        for tries_left in reversed(range(_TRIES)):
            try:
                urllib.request.urlopen(request, timeout=_SECONDS).close()  # noqa: S310 -- as above
            except urllib.error.HTTPError as error:
                said = json.loads(error.read() or b"{}")
                if error.code not in {429, 503} or not tries_left:
                    raise RefusedByPlatformError(f"{code} {matter}：{error.code} {said.get('detail', '')}") from error
                time.sleep(float(error.headers.get("Retry-After") or 1))
            else:
                return
