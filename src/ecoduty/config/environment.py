"""What the surroundings say: typed readers for ECODUTY_* variables that fail with a sentence, never with a guess."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ROLES = ("app", "owner", "portal")
REHEARSAL = "ECODUTY_REHEARSAL"
DOORS = ("desk", "api", "portal")


class BadEnvironmentError(Exception):
    """A variable that cannot be understood; the message is for the person who set it."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings an installation takes from outside. Paths are absolute."""

    home: Path
    port: int
    connect_as: str
    database_url: str | None
    owner_url: str | None
    portal_url: str | None
    debug: bool
    key_file: Path
    doors: frozenset[str] = frozenset(DOORS)
    rehearsal: bool = False  # whoever started this process found the mark; the database is asked again

    @property
    def embedded(self) -> bool:
        """True when the installation brings its own PostgreSQL."""
        return self.database_url is None and self.portal_url is None

    @property
    def portal_alone(self) -> bool:
        """True on a machine that was given the portal's address only: it can open nothing but the portal."""
        return self.database_url is None and self.portal_url is not None


def socket_folder(home: Path) -> Path:
    """Where the embedded server's socket stands: derived from the home, for a deep home would exceed 107 bytes."""
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:8]
    return Path(f"/tmp/ecoduty-{os.geteuid()}-{digest}")  # noqa: S108 -- 0700 and checked by the supervisor


def project_root() -> Path:
    """The checkout this code runs from; the release that the bundle installed; else the current folder."""
    here = Path(__file__).resolve().parents[3]
    if (here / "pyproject.toml").exists():
        return here
    release = Path(sys.prefix).parent
    return release if (release / "rulebooks").is_dir() else Path.cwd()


def read() -> Environment:
    """Read ECODUTY_* from the environment. Raises BadEnvironmentError with a Chinese sentence."""
    database_url = os.environ.get("ECODUTY_DATABASE_URL") or None
    owner_url = os.environ.get("ECODUTY_DATABASE_OWNER_URL") or None
    if bool(database_url) != bool(owner_url):
        raise BadEnvironmentError(
            "ECODUTY_DATABASE_URL 与 ECODUTY_DATABASE_OWNER_URL 须同时设置：前者供应用读写，后者供建表与升级。",
        )
    connect_as = os.environ.get("ECODUTY_CONNECT_AS", "app")
    if connect_as not in ROLES:
        raise BadEnvironmentError(f"ECODUTY_CONNECT_AS 只能是 {'、'.join(ROLES)}，现在是“{connect_as}”。")
    home = Path(os.environ.get("ECODUTY_HOME") or project_root() / ".ecoduty").expanduser().absolute()
    return Environment(
        home=home,
        port=_port(os.environ.get("ECODUTY_PORT", "8000")),
        connect_as=connect_as,
        database_url=database_url,
        owner_url=owner_url,
        portal_url=os.environ.get("ECODUTY_DATABASE_PORTAL_URL") or None,
        rehearsal=os.environ.get(REHEARSAL, "") == "1",
        debug=os.environ.get("ECODUTY_DEBUG", "") == "1",
        key_file=Path(os.environ.get("ECODUTY_KEY_FILE") or home / "keys.json").expanduser().absolute(),
        doors=frozenset(os.environ.get("ECODUTY_ROLES", ",".join(DOORS)).split(",")) & frozenset(DOORS),
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadEnvironmentError(f"ECODUTY_PORT 须是 1 到 65535 的整数，现在是“{text}”。")
    return int(text)


def database_from_url(url: str, variable: str) -> dict[str, Any]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name?option=value`.

    Raises BadEnvironmentError naming the variable that holds the bad address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadEnvironmentError(
            f"{variable} 不是 PostgreSQL 地址，应形如 postgresql://用户:口令@主机:5432/库名。",
        )
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    try:
        port = parts.port
    except ValueError as error:
        raise BadEnvironmentError(f"{variable} 的端口不是数字。") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or query.pop("port", "")),
        "OPTIONS": query,
    }
