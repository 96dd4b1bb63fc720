"""The way in: a bearer token with the scope asked for becomes a caller, an actor in a post like everybody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from ecoduty.interfaces.api import rates
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.access import actor_of, token_of
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import Scope

JSON, MULTIPART = "application/json", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Caller:
    """One call of another system: its token, the actor it acts as, and the moment, read once."""

    token: Token
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day of this call."""
        return self.now.date()


class Bearer(HttpBearer):
    """Lets tokens with a scope in; with none, any token. `sends` is the media type that the operation reads."""

    def __init__(self, scope: Scope | None = None, *, sends: str = JSON) -> None:
        super().__init__()
        self.scope = scope
        self.sends = sends

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller. Raises Refused: 401 for a bad token, 403 without the scope, 415, 429."""
        found = token_of(token)
        rates.count(found.pk)
        if self.scope is not None and self.scope.value not in found.scopes:
            raise Refused("token_scope", f"这个令牌没有“{self.scope.label}”（{self.scope.value}）的权限。", status=403)
        self._check_media_type(request)
        moment = now()
        return Caller(found, actor_of(found, moment.date()), moment)

    def _check_media_type(self, request: HttpRequest) -> None:
        if request.method in {"POST", "PUT", "PATCH"} and request.content_type != self.sends:
            raise Refused("media_type", f"请求体须是 {self.sends}，请核对 Content-Type 头。", status=415)


def caller_of(request: HttpRequest) -> Caller:
    """Who calls; only inside an operation that asks for a token."""
    found: Any = request.auth  # type: ignore[attr-defined]  # put there by ninja
    assert isinstance(found, Caller)
    return found
