"""Notices in the government's work chat (政务微信, 浙政钉 and their kind)."""

from __future__ import annotations

from ecoduty.interfaces.channels.workchat.channel import KEY, drain, install

__all__ = ["KEY", "drain", "install"]
