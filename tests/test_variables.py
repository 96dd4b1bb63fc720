"""Whoever installs the platform finds every variable it reads, with a word on what it is for."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACES = ("deploy/ecoduty.env", "docs/operations/install.md", "docs/manual/administrator.md")
# What `serve` hands to its own processes; nobody sets them.
HANDED_DOWN = {
    "ECODUTY_CONNECT_AS", "ECODUTY_DEBUG", "ECODUTY_REHEARSAL", "ECODUTY_ROLES", "ECODUTY_SUPERVISED",
}  # fmt: skip


def read_in_source() -> set[str]:
    """The names written out, and those put together from a gateway's prefix or a secret's name."""
    source = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.py")))
    prefixes = set(re.findall(r'gateway\("(ECODUTY_[A-Z]+)"\)', source))
    names = set(re.findall(r'"(ECODUTY_[A-Z_]*[A-Z])"', source)) - prefixes
    secrets = set(re.findall(r'_secret\(f?"([^"]+)"\)', source))
    pieces = set(re.findall(r'f"(\{prefix\}_[A-Z_]*[A-Z])"', source)) | {f"{name}_FILE" for name in secrets}
    return names | {piece.replace("{prefix}", prefix) for piece in pieces for prefix in prefixes}


def test_every_variable_is_explained():
    found = read_in_source()
    assert {"ECODUTY_HOME", "ECODUTY_SMS_SECRET_FILE", "ECODUTY_MAIL_PASSWORD_FILE"} <= found
    told = set(re.findall(r"ECODUTY_[A-Z_]*[A-Z]", "\n".join((ROOT / place).read_text("utf-8") for place in PLACES)))
    assert found - told - HANDED_DOWN == set()


def test_file_of_settings_names_nothing_that_is_not_read_and_explains_each():
    lines = (ROOT / "deploy/ecoduty.env").read_text("utf-8").splitlines()
    assert {match[1] for line in lines if (match := re.match(r"#?(ECODUTY_[A-Z_]+)=", line))} <= read_in_source()
    for block in "\n".join(lines).split("\n\n"):
        assert block.startswith("# "), block
