"""Calling the API in tests: tokens for posts, clients that carry one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Actor, perform
from ecoduty.organisation.tokens import secrets
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import Scope

SYSTEM = Actor.system("测试")
ALL = tuple(scope.value for scope in Scope)


def issued(
    body: str = "water-bureau",
    post: str = "liaison",
    scopes: tuple[str, ...] = ALL,
    *,
    purpose: str = "OA报送",
    days: int = 90,
) -> tuple[Token, str]:
    """A token, and the text that is shown once."""
    shown = secrets.fresh()
    data = {
        "body": body, "post": post, "purpose": purpose, "scopes": scopes,
        "expires_on": wall_now().date() + timedelta(days=days), "digest": secrets.digest(shown).hex(),
    }  # fmt: skip
    return perform(TOKEN, "issue", actor=SYSTEM, data=data).subject, shown


class Program:
    """Another system: knows the address and its token."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, address: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        return self.client.get(f"/api/v1{address}", query, headers={**self.headers, **(headers or {})})

    def post(self, address: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        raw = body if isinstance(body, bytes | str) else json.dumps(body or {})
        return self.client.post(
            f"/api/v1{address}", raw, content_type="application/json", headers={**self.headers, **(headers or {})}
        )

    def delete(self, address: str) -> Any:
        return self.client.delete(f"/api/v1{address}", headers=self.headers)

    def act(self, number: str, act: str, data: Any = None, headers: dict[str, str] | None = None, **more: Any) -> Any:
        return self.post(f"/matters/{number}/acts/{act}", {"data": data or {}, **more}, headers)


def program(body: str = "water-bureau", post: str = "liaison", scopes: tuple[str, ...] = ALL) -> Program:
    return Program(issued(body, post, scopes)[1])
