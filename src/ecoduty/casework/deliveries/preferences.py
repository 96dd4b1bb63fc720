"""What a person wants of notices: read from what was chosen, over the rulebook's defaults. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from ecoduty.casework.deliveries.rules import Rules
from ecoduty.casework.deliveries.states import Mode

Modes = Mapping[str, Mapping[str, str]]  # kind → channel → mode


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's choices, complete."""

    digest_at: time
    digest_working_days: bool
    quiet: bool
    quiet_from: time
    quiet_until: time
    rest_days_quiet: bool
    weekly: bool = True
    weekly_body: bool = True
    modes: Modes = field(default_factory=dict)

    def mode(self, kind: str, channel: str) -> Mode | None:
        """What was chosen for a kind on a channel; None where nothing was."""
        chosen = self.modes.get(kind, {}).get(channel)
        return Mode(chosen) if chosen in Mode.values else None


def read(chosen: Mapping[str, Any] | None, rules: Rules) -> Preferences:
    """The choices kept for a person over the defaults of the rulebook."""
    given = chosen or {}
    return Preferences(
        digest_at=_time(given.get("digest_at"), rules.digest_at),
        digest_working_days=bool(given.get("digest_working_days", True)),
        quiet=bool(given.get("quiet", True)),
        quiet_from=_time(given.get("quiet_from"), rules.quiet_from),
        quiet_until=_time(given.get("quiet_until"), rules.quiet_until),
        rest_days_quiet=bool(given.get("rest_days_quiet", rules.rest_days_quiet)),
        weekly=bool(given.get("weekly", rules.weekly)),
        weekly_body=bool(given.get("weekly_body", rules.weekly)),
        modes=given.get("modes", {}),
    )


def plan(kind: str, usable: Sequence[str], wanted: Preferences, rules: Rules, *, marked: bool) -> dict[str, Mode]:
    """How one notice goes to one person: channel → at once or in the digest. `usable` are the channels that are
    configured and reach him, in the rulebook's order.

    Nothing chosen: the first usable channel, at once for what is statutory, else as the rulebook's default says.
    A statutory notice leaves over at least one channel at once, whatever was chosen.
    """
    if not usable:
        return {}
    statutory = rules.statutory(kind, marked=marked)
    chosen = {channel: mode for channel in usable if (mode := wanted.mode(kind, channel)) is not None}
    if not chosen:
        first = Mode.AT_ONCE if statutory else rules.free_default
        return {usable[0]: first} if first != Mode.OFF else {}
    found: dict[str, Mode] = {channel: mode for channel, mode in chosen.items() if mode != Mode.OFF}
    if statutory and Mode.AT_ONCE not in found.values():
        found[next(iter(found), usable[0])] = Mode.AT_ONCE
    return found


def in_order(channels: Collection[str], rules: Rules) -> list[str]:
    """Channels as the rulebook prefers them; what it does not name comes last."""
    order = {key: position for position, key in enumerate(rules.channel_order)}
    return sorted(channels, key=lambda key: (order.get(key, len(order)), key))


def _time(text: Any, default: time) -> time:
    try:
        return time.fromisoformat(text) if isinstance(text, str) and text else default
    except ValueError:  # what was typed and refused is drawn once more
        return default
