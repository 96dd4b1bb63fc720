"""Notices by text message."""

from __future__ import annotations

from ecoduty.interfaces.channels.sms.channel import KEY, drain, install

__all__ = ["KEY", "drain", "install"]
