"""The first account of a real installation is opened from the command line; a forgotten password is reset there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import global_settings
from django.test import Client

from ecoduty.organisation.accounts.models import Account

CONSOLE = [sys.executable, "-m", "ecoduty.interfaces.console.main", "account"]


@pytest.fixture
def run(fresh_city, tmp_path, settings):
    """Runs `ecoduty account …` on the test's database; what it printed, or the failure's sentence."""
    settings.PASSWORD_HASHERS = [*global_settings.PASSWORD_HASHERS, *settings.PASSWORD_HASHERS]  # the product's, too
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ECODUTY_")}
    environment |= {"ECODUTY_HOME": str(tmp_path / "home"), **fresh_city.database.environment}
    environment["DJANGO_SETTINGS_MODULE"] = "ecoduty.config.settings"

    def call(*arguments: str) -> str:
        done = subprocess.run(
            [*CONSOLE, *arguments], env=environment, capture_output=True, check=False, encoding="utf-8"
        )
        return done.stdout if done.returncode == 0 else done.stderr

    return call


def test_account_is_opened_for_a_post_and_signs_in_once_the_password_is_changed(run, fresh_city) -> None:
    place = ("--body", "committee-office", "--post", "committee-office-clerk")
    opened = json.loads(run("open", "second.clerk", *place, "--name", "第二经办人", "--json"))
    client = Client()
    given = {"username": "second.clerk", "password": opened["password"]}

    assert client.post("/login/", given).status_code == 302
    assert client.get("/")["Location"].startswith("/password/")
    assert "第二经办人\t在用\t市环委办·经办人" in run("list")
    assert "这个用户名已经有人使用" in run("open", "second.clerk", *place, "--name", "第二经办人")
    assert "有多人在任" in run("open", "third.clerk", *place)


def test_forgotten_password_is_reset_and_the_lock_taken_off(run) -> None:
    client = Client()
    for _ in range(5):
        client.post("/login/", {"username": "water-bureau.liaison", "password": "wrong"})
    reset = json.loads(run("reset", "water-bureau.liaison", "--json"))

    given = {"username": "water-bureau.liaison", "password": reset["password"]}
    assert client.post("/login/", given).status_code == 302
    assert Account.objects.get(username="water-bureau.liaison").must_change_password
    assert "没有 nobody 这个账号" in run("reset", "nobody")
    assert "已解除" in run("unlock", "water-bureau.liaison")
