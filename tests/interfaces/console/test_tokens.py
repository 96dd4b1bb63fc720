"""`ecoduty token` and `ecoduty webhook`: issued once, listed without the token, revoked at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ecoduty.interfaces.console import installation
from ecoduty.interfaces.console.tokens import token
from ecoduty.interfaces.console.webhooks import webhook
from tests.interfaces.api.calling import Program


class Here:
    """An installation whose database is the test's."""

    def database(self) -> Any:
        from contextlib import nullcontext  # noqa: PLC0415 -- one look

        return nullcontext()


@pytest.fixture(autouse=True)
def here(city, monkeypatch):
    monkeypatch.setattr(installation, "current", Here)


def run(command: Any, *words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def create(*more: str) -> Result:
    return run(token, "create", "--body", "water-bureau", "--post", "liaison", "--purpose", "OA报送", *more)


def test_a_token_is_shown_once_works_and_is_revoked():
    made = json.loads(create("--scope", "matters:read", "--json").output)
    known = Program(made["token"])
    assert known.get("/matters").status_code == 200
    listed = run(token, "list").output
    assert "OA报送\t在用" in listed
    assert made["token"] not in listed
    assert "已吊销" in run(token, "revoke", str(made["id"]), "--note", "换系统").output
    assert known.get("/matters").json()["code"] == "token_unknown"
    assert "已吊销" in run(token, "list").output


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--scope", "everything"), "没有填好"),
        (("--scope", "matters:read", "--days", "1000"), "最长一年"),
        (("--scope", "matters:read", "--post", "principal"), "须本人办理"),
    ],
)
def test_what_is_refused_says_why(more, told):
    result = create(*more)
    assert result.exit_code == 1
    assert told in result.output


def test_a_token_or_subscription_that_does_not_exist():
    assert run(token, "revoke", "999999").exit_code == 1
    assert run(webhook, "end", "999999").exit_code == 1
    assert run(webhook, "list").output == "还没有订阅。\n"


def test_a_subscription_is_listed_and_ended():
    made = json.loads(create("--scope", "webhooks:write", "--json").output)
    known = Program(made["token"])
    number = known.post("/webhooks", {"url": "https://oa.example.gov.cn/hook"}).json()["id"]
    assert "https://oa.example.gov.cn/hook\t在用\t待发0\t未送达0" in run(webhook, "list").output
    assert json.loads(run(webhook, "send-again", str(number), "--json").output) == {"id": number, "messages": 0}
    assert "已停用" in run(webhook, "end", str(number)).output
    assert not known.get("/webhooks").json()[0]["active"]
