"""Stations of an account, and the three administrators."""

from __future__ import annotations

OPEN = "open"
CLOSED = "closed"

SYSTEM_ADMINISTRATOR = "system_administrator"
SECURITY_ADMINISTRATOR = "security_administrator"
AUDIT_ADMINISTRATOR = "audit_administrator"
ADMINISTRATORS = {
    SYSTEM_ADMINISTRATOR: "系统管理员",
    SECURITY_ADMINISTRATOR: "安全管理员",
    AUDIT_ADMINISTRATOR: "审计管理员",
}
