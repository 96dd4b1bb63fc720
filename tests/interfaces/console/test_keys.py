"""`ecoduty keys` on a real database: listed, rotated, lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.sealing import keyring
from ecoduty.organisation.accounts.models import Account, Factor
from tests.organisation.accounts.factors import bind

CONSOLE = [sys.executable, "-m", "ecoduty.interfaces.console.main", "keys"]


@pytest.fixture
def run(fresh_city, tmp_path: Path, settings):
    settings.KEY_FILE = tmp_path / "keys.json"
    keyring.create(settings.KEY_FILE, "2026-11-01T00:00:00+08:00")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ECODUTY_")}
    environment |= {"ECODUTY_HOME": str(tmp_path / "home"), **fresh_city.database.environment}
    environment |= {"DJANGO_SETTINGS_MODULE": "ecoduty.config.settings", "ECODUTY_KEY_FILE": str(settings.KEY_FILE)}

    def call(*arguments: str) -> str:
        done = subprocess.run(
            [*CONSOLE, *arguments], env=environment, capture_output=True, check=False, encoding="utf-8"
        )
        return done.stdout if done.returncode == 0 else done.stderr

    return call


def test_keys_are_listed_rotated_and_made_again_when_lost(run, fresh_city, settings) -> None:
    bind(fresh_city.account("water-bureau.principal"))
    first = json.loads(run("list", "--json"))
    assert [(row["values"], row["present"]) for row in first] == [(1, True)]

    rotated = json.loads(run("rotate", "--json"))
    assert rotated["resealed"] == 1
    assert [row["values"] for row in json.loads(run("list", "--json"))] == [0, 1]
    assert "sm4$" + rotated["id"] in Factor.objects.get().secret
    assert "已经有了" in run("create", "--lost")

    settings.KEY_FILE.unlink()
    assert "找不到密钥文件" in run("list")
    assert "找不到密钥文件" in run("rotate")
    assert "找不到密钥文件" in run("create")
    assert "1个账号须重新绑定动态口令" in run("create", "--lost")
    assert Account.objects.get(username="water-bureau.principal").factor_since is None
    acts = Entry.objects.filter(stream="entrance").order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["rotate_keys", "create_keys"]
