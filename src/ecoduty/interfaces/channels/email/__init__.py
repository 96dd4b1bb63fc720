"""Notices by mail."""

from __future__ import annotations

from ecoduty.interfaces.channels.email.channel import KEY, drain, install

__all__ = ["KEY", "drain", "install"]
