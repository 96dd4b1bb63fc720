"""Channels that lead outside, as the surroundings configure them. Each is off until its address is given."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from ecoduty.config.environment import BadEnvironmentError

Security = Literal["none", "starttls", "tls"]
_PORTS: dict[str, int] = {"none": 25, "starttls": 587, "tls": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server. `security` none is for a relay on the same closed network only."""

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str = ""
    password: str = ""
    per_minute: int = 300
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Gateway:
    """An HTTP gateway that takes signed requests: the text message service, or the work chat of the government."""

    url: str
    app: str
    secret: str
    sign: str = ""
    per_minute: int = 300
    seconds: float = 10.0


def mail() -> Mail | None:
    """ECODUTY_MAIL_*; None where there is no ECODUTY_MAIL_HOST. Raises BadEnvironmentError."""
    host = os.environ.get("ECODUTY_MAIL_HOST", "")
    if not host:
        return None
    security = os.environ.get("ECODUTY_MAIL_SECURITY", "starttls")
    if security not in _PORTS:
        raise BadEnvironmentError(f"ECODUTY_MAIL_SECURITY 只能是 none、starttls 或 tls，现在是“{security}”。")
    sender = os.environ.get("ECODUTY_MAIL_FROM", "")
    if "@" not in sender or any(letter in sender for letter in "\r\n<>"):
        raise BadEnvironmentError(
            "设了 ECODUTY_MAIL_HOST，还须设发件人 ECODUTY_MAIL_FROM，形如 notice@example.gov.cn。"
        )
    return Mail(
        host=host,
        port=_number("ECODUTY_MAIL_PORT", _PORTS[security]),
        sender=sender,
        security=security,  # type: ignore[arg-type]  # looked up above
        user=os.environ.get("ECODUTY_MAIL_USER", ""),
        password=_secret("ECODUTY_MAIL_PASSWORD"),
        per_minute=_number("ECODUTY_MAIL_PER_MINUTE", 300),
    )


def gateway(prefix: str) -> Gateway | None:
    """ECODUTY_SMS_* or ECODUTY_WORKCHAT_*; None where there is no …_URL. Raises BadEnvironmentError."""
    url = os.environ.get(f"{prefix}_URL", "")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadEnvironmentError(f"{prefix}_URL 须是 http:// 或 https:// 开头的网址。")
    app, secret = os.environ.get(f"{prefix}_APP", ""), _secret(f"{prefix}_SECRET")
    if not app or not secret:
        raise BadEnvironmentError(
            f"设了 {prefix}_URL，还须设 {prefix}_APP 和 {prefix}_SECRET（或 {prefix}_SECRET_FILE）。"
        )
    sign = os.environ.get(f"{prefix}_SIGN", "")
    return Gateway(url, app, secret, sign, _number(f"{prefix}_PER_MINUTE", 300))


def _secret(name: str) -> str:
    """A secret from the variable, or better from the file that …_FILE names."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadEnvironmentError(f"读不了 {name}_FILE 所指的文件 {path}。") from error


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "") or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadEnvironmentError(f"{name} 须是 1 到 65535 的整数，现在是“{text}”。")
    return int(text)
