"""Which channels lead outside in this installation. Each registers itself once it is configured; none is by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.drainer import Channel

MINUTE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Outside:
    """A channel: what people call it, which column of a person it sends to, and how many messages a minute it takes."""

    key: str
    label: str
    address: Literal["mail", "mobile"]
    per_minute: int = 300

    @property
    def per_second(self) -> int:
        """How many to send in one beat of a second."""
        return max(1, self.per_minute // MINUTE)


_offered: dict[str, Outside] = {}
_named: dict[str, str] = {}


def offer(channel: Outside, deliver: Channel) -> None:
    """Make a configured channel known, to people's settings and to the outbox."""
    _offered[channel.key] = channel
    drainer.register(channel.key, deliver, outside=True)


def name(key: str, label: str) -> None:
    """Say what people call a channel that sends to another system and to no person."""
    _named[key] = label


def label(key: str) -> str:
    """What people call a channel; empty for one that leads nowhere outside."""
    known = _offered.get(key)
    return known.label if known else _named.get(key, "")


def withdraw(key: str) -> None:
    """Take a channel back; what waits for it stays."""
    _offered.pop(key, None)
    drainer.forget(key)


def offered() -> Mapping[str, Outside]:
    """The channels of this installation, by key."""
    return dict(_offered)


def drain(key: str) -> int:
    """Send what is due on a channel, as much as its pace allows for one second; nothing where it is not configured."""
    channel = _offered.get(key)
    return drainer.drain_outside(key, channel.per_second) if channel else 0
