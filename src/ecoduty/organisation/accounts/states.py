"""Stations of an account, and the three administrators."""

from __future__ import annotations

from ecoduty.organisation.directory.states import SYSTEM_ADMINISTRATOR as SYSTEM_ADMINISTRATOR  # noqa: PLC0414 -- with its two peers

OPEN = "open"
CLOSED = "closed"

SECURITY_ADMINISTRATOR = "security_administrator"
AUDIT_ADMINISTRATOR = "audit_administrator"
ADMINISTRATORS = {
    SYSTEM_ADMINISTRATOR: "系统管理员",
    SECURITY_ADMINISTRATOR: "安全管理员",
    AUDIT_ADMINISTRATOR: "审计管理员",
}
