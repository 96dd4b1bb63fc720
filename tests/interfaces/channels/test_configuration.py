"""Channels are off until their variables are set, and a half-set one says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecoduty.config import channels
from ecoduty.config.environment import BadEnvironmentError


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "FROM", "SECURITY", "USER", "PASSWORD", "PASSWORD_FILE", "PER_MINUTE"):
        monkeypatch.delenv(f"ECODUTY_MAIL_{name}", raising=False)


def test_everything_is_off_by_default() -> None:
    assert channels.mail() is None
    assert channels.gateway("ECODUTY_SMS") is None
    assert channels.gateway("ECODUTY_WORKCHAT") is None


def test_a_mail_server_with_its_usual_port_and_a_password_from_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("geheim\n")
    monkeypatch.setenv("ECODUTY_MAIL_HOST", "mail.example.gov.cn")
    monkeypatch.setenv("ECODUTY_MAIL_FROM", "notice@example.gov.cn")
    monkeypatch.setenv("ECODUTY_MAIL_SECURITY", "tls")
    monkeypatch.setenv("ECODUTY_MAIL_PASSWORD_FILE", str(tmp_path / "password"))

    found = channels.mail()
    assert found is not None
    assert (found.port, found.password, found.security) == (465, "geheim", "tls")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("ECODUTY_MAIL_FROM", "", "发件人"),
        ("ECODUTY_MAIL_FROM", "a@b\nBcc: c@d", "发件人"),
        ("ECODUTY_MAIL_SECURITY", "ssl", "starttls"),
        ("ECODUTY_MAIL_PORT", "99999", "ECODUTY_MAIL_PORT"),
        ("ECODUTY_MAIL_PASSWORD_FILE", "/nowhere/at/all", "ECODUTY_MAIL_PASSWORD_FILE"),
    ],
)
def test_what_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str) -> None:
    monkeypatch.setenv("ECODUTY_MAIL_HOST", "mail.example.gov.cn")
    monkeypatch.setenv("ECODUTY_MAIL_FROM", "notice@example.gov.cn")
    monkeypatch.setenv(name, value)
    with pytest.raises(BadEnvironmentError, match=word):
        channels.mail()


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"URL": "ftp://gateway"}, "https://"),
        ({"URL": "https://gateway.example.gov.cn/send"}, "ECODUTY_SMS_APP"),
        ({"URL": "https://gateway.example.gov.cn/send", "APP": "ecoduty"}, "ECODUTY_SMS_SECRET"),
    ],
)
def test_a_gateway_without_its_secret_is_refused(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], word: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"ECODUTY_SMS_{name}", value)
    with pytest.raises(BadEnvironmentError, match=word):
        channels.gateway("ECODUTY_SMS")
