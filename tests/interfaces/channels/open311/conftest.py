"""A city whose portal speaks Open311, and an application with a key."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.city import City
from tests.interfaces.api.calling import issued
from tests.interfaces.portal.conftest import NOON

ROOT = "/open311/v2"
TEXT = "夜里十一点多工地还在打桩，持续一周，老人孩子睡不着。"


@pytest.fixture
def planned(fresh_city) -> City:
    """The plan in force, at noon of a working day."""
    fresh_city.clock.move_to(NOON)
    return fresh_city


@pytest.fixture
def key(planned) -> str:
    """The key of an application."""
    return issued("committee-office", "committee-office-clerk", ("reports:write",), purpose="城市服务小程序")[1]


class Application:
    """A program that sends for people; `entered` is what it sends unless told otherwise."""

    def __init__(self, key: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.entered = {
            "api_key": key, "service_code": "noise", "attribute[district]": "siming", "address_string": "湖滨南路某工地",
            "description": TEXT,
        }  # fmt: skip

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"{ROOT}/{path}", query)

    def post(self, form: str = "json", headers: dict[str, str] | None = None, **changed: Any) -> Any:
        given = {name: value for name, value in {**self.entered, **changed}.items() if value is not None}
        return self.client.post(f"{ROOT}/requests.{form}", given, headers=headers)

    def number(self, **changed: Any) -> str:
        """Send, and get the number."""
        found: str = self.post(**changed).json()[0]["service_request_id"]
        return found


@pytest.fixture
def application(key) -> Application:
    return Application(key)
