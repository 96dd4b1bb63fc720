"""From notices just written to deliveries and messages: in the same transaction, a fixed number of statements.

What one person gets over one channel from one batch is one message, however many notices and posts it is about.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ecoduty.casework.deliveries import outside, preferences, rules, timing
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.casework.deliveries.preferences import Preferences
from ecoduty.casework.deliveries.rules import Rules
from ecoduty.casework.deliveries.states import Mode
from ecoduty.casework.escalation.notices import Written
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.outbox import queue
from ecoduty.kernel.outbox.queue import Outgoing

# Someone with several accounts has the settings of the one he can sign in with.
_PEOPLE = """
SELECT p.id, p.mobile, p.mail, s.chosen
FROM directory_person p
LEFT JOIN LATERAL (
    SELECT s.chosen FROM deliveries_settings s JOIN accounts_account a ON a.id = s.account_id
    WHERE a.person_id = p.id ORDER BY a.is_active DESC, a.id LIMIT 1
) s ON true
WHERE p.id = ANY(%s) AND (p.mobile <> '' OR p.mail <> '')
"""
_TYPES = (
    ("notice_id", "bigint"),
    ("person_id", "bigint"),
    ("channel", "text"),
    ("mode", "text"),
    ("matter_id", "bigint"),
    ("deadline_id", "bigint"),
    ("due_at", "timestamptz"),
    ("message_id", "bigint"),
)
_NAMES = ", ".join(name for name, _ in _TYPES)
_INSERT = (
    f"INSERT INTO deliveries_delivery ({_NAMES}, written_at) "  # noqa: S608 -- names are constants of this file
    f"SELECT {_NAMES}, %s FROM unnest({', '.join(f'%s::{kind}[]' for _, kind in _TYPES)}) AS rows({_NAMES})"
)


@dataclass(frozen=True, slots=True)
class _Reached:
    """A person with an address: what he wants, and the channels that reach him in the rulebook's order."""

    wanted: Preferences
    usable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Planned:
    notice: Written
    channel: str
    mode: Mode
    due_at: datetime
    urgent: bool

    @property
    def together(self) -> tuple[int, str, datetime, bool]:
        """What goes in one message."""
        return self.notice.person or 0, self.channel, self.due_at, self.urgent


def plan(written: Sequence[Written], moment: datetime) -> None:
    """Queue what leaves the platform about these notices. Three statements, none where no channel is configured."""
    channels = outside.offered()
    if not channels:
        return
    rule = rules.current(local_date(moment))
    wanted = [one for one in written if one.person is not None and one.kind in rule.kinds]
    people = _people({one.person for one in wanted if one.person is not None}, channels, rule) if wanted else {}
    planned = [item for one in wanted for item in _of(one, people, rule, moment)]
    if planned:
        _write(planned, moment)


def _of(notice: Written, people: Mapping[int, _Reached], rule: Rules, moment: datetime) -> list[_Planned]:
    reached = people.get(notice.person or 0)
    if reached is None:
        return []
    marked = notice.statutory
    modes = preferences.plan(notice.kind, reached.usable, reached.wanted, rule, marked=marked)
    urgent = rule.kinds[notice.kind].urgent and rule.statutory(notice.kind, marked=marked)
    calendar = current_calendar()
    return [
        _Planned(
            notice,
            channel,
            mode,
            timing.leaves_at(moment, mode, reached.wanted, calendar, urgent=urgent),
            urgent and mode == Mode.AT_ONCE,
        )
        for channel, mode in modes.items()
    ]


def _people(persons: Collection[int], channels: Mapping[str, Outside], rule: Rules) -> dict[int, _Reached]:
    order = preferences.in_order(channels, rule)
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [sorted(persons)])
        rows = cursor.fetchall()
    found = {}
    for person, mobile, mail, chosen in rows:
        addresses = {"mobile": mobile, "mail": mail}
        usable = tuple(key for key in order if addresses[channels[key].address])
        found[person] = _Reached(
            preferences.read(json.loads(chosen) if isinstance(chosen, str) else chosen, rule), usable
        )
    return found


def _write(planned: Sequence[_Planned], moment: datetime) -> None:
    messages: dict[tuple[int, str, datetime, bool], Outgoing] = {}
    for item in planned:
        if item.mode == Mode.AT_ONCE:
            messages[item.together] = Outgoing(item.channel, _lane(item), {}, item.due_at)
    numbers = dict(zip(messages, queue.write(list(messages.values()), moment), strict=True))
    rows = [
        (
            item.notice.id,
            item.notice.person,
            item.channel,
            item.mode.value,
            item.notice.matter,
            item.notice.deadline,
            item.due_at,
            numbers.get(item.together) if item.mode == Mode.AT_ONCE else None,
        )
        for item in planned
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [moment, *(list(column) for column in zip(*rows, strict=True))])


def _lane(item: _Planned) -> str:
    """The key that keeps a person's messages in order. What passes quiet hours is not held up by what waits for morning."""
    return f"person-{item.notice.person}{'-urgent' if item.urgent else ''}"
