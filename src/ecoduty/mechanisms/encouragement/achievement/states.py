"""A reading of a record is done with when it is made."""

from __future__ import annotations

from ecoduty.kernel.flow import State

READ = State("read", "已查阅", open=False)
STATES = (READ,)

__all__ = ["READ", "STATES"]
