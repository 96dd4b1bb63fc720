"""Stations of an account, and the three administrators."""

from __future__ import annotations

from ecoduty.organisation.directory.states import (
    AUDIT_ADMINISTRATOR,
    SECURITY_ADMINISTRATOR,
    SYSTEM_ADMINISTRATOR,
)

OPEN = "open"
CLOSED = "closed"

ADMINISTRATORS = {
    SYSTEM_ADMINISTRATOR: "系统管理员",
    SECURITY_ADMINISTRATOR: "安全管理员",
    AUDIT_ADMINISTRATOR: "审计管理员",
}

__all__ = [
    "ADMINISTRATORS",
    "AUDIT_ADMINISTRATOR",
    "CLOSED",
    "OPEN",
    "SECURITY_ADMINISTRATOR",
    "SYSTEM_ADMINISTRATOR",
]
