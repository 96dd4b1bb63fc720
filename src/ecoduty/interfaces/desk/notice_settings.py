"""通知设置: which kinds of notice go out over which channel, when one is left alone, where one is reached, the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from ecoduty.casework.deliveries import outside, preferences, queries, rules
from ecoduty.casework.deliveries.models import Delivery
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.casework.deliveries.preferences import Preferences
from ecoduty.casework.deliveries.rules import KindRule, Rules
from ecoduty.casework.deliveries.states import Mode, Standing
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.organisation.directory.models import Person

_ADDRESS = {"mail": "电子邮箱", "mobile": "手机号码"}
_STANDING = {
    Standing.STATUTORY: "法定，至少一个渠道即时",
    Standing.BY_DEADLINE: "法定时限的照发",
    Standing.FREE: "",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind on one channel: the name of its field, what is chosen, and why it cannot be chosen (else empty)."""

    name: str
    label: str
    channel: str
    mode: str
    closed: str


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of notice."""

    label: str
    standing: str
    basis: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery as its person sees it."""

    when: str
    kind: str
    channel: str
    state: str
    reason: str


def page(visit: Visit, given: QueryDict | None = None, token: str = "") -> dict[str, Any]:
    """The variables of the page; `given` is what was entered and refused, `token` the calendar's new address."""
    rule = rules.current(visit.today)
    row = queries.settings_of(visit.account)
    wanted = preferences.read({**row.chosen, **chosen(given)} if given is not None else row.chosen, rule)
    channels = [outside.offered()[key] for key in preferences.in_order(outside.offered(), rule)]
    person = visit.account.person
    return {
        "channels": channels,
        "lines": [_line(kind, channels, wanted, rule, person) for kind in rule.kinds.values()],
        "modes": Mode.choices,
        "wanted": wanted,
        "person": person,
        "calendar_since": words.moment(row.calendar_made_at, visit.today) if row.calendar_made_at else "",
        "calendar_url": visit.request.build_absolute_uri(reverse("desk:calendar-feed", args=[token])) if token else "",
        "calendar_titles": rule.calendar_titles,
        "sent": [_sent(one, visit) for one in queries.latest_of(visit.account, 10)],
    }


def chosen(given: QueryDict) -> dict[str, Any]:
    """What was entered, as the act wants it."""
    modes: dict[str, dict[str, str]] = {}
    for name, value in given.items():
        head, _, rest = name.partition(".")
        kind, _, channel = rest.partition(".")
        if head == "mode" and kind in rules.KINDS and channel in outside.offered():
            modes.setdefault(kind, {})[channel] = str(value)
    ticked = {name: given.get(name) == "true" for name in ("digest_working_days", "quiet", "rest_days_quiet")}
    times = {name: given.get(name, "") for name in ("digest_at", "quiet_from", "quiet_until")}
    return {"modes": modes, **ticked, **times}


def _line(kind: KindRule, channels: Sequence[Outside], wanted: Preferences, rule: Rules, person: Person | None) -> Line:
    closed = {one.key: _closed(one, person) for one in channels}
    usable = [one.key for one in channels if not closed[one.key]]
    marked = kind.standing == Standing.STATUTORY
    planned = preferences.plan(kind.kind, usable, wanted, rule, marked=marked)
    cells = [
        Cell(
            name=f"mode.{kind.kind}.{one.key}",
            label=f"{kind.label}用{one.label}",
            channel=one.label,
            mode=(wanted.mode(kind.kind, one.key) or planned.get(one.key, Mode.OFF)).value,
            closed=closed[one.key],
        )
        for one in channels
    ]
    return Line(kind.label, _STANDING[kind.standing], kind.basis, cells)


def _closed(channel: Outside, person: Person | None) -> str:
    reached = person is not None and getattr(person, channel.address)
    return "" if reached else f"没有登记{_ADDRESS[channel.address]}"


def _sent(one: Delivery, visit: Visit) -> Sent:
    known = outside.offered().get(one.channel)
    failed = one.message.last_error if one.message is not None and one.state == one.state.FAILED else ""
    return Sent(
        when=words.ago(one.sent_at or one.written_at, visit.today),
        kind=one.notice.get_kind_display(),
        channel=known.label if known else one.channel,
        state=one.state.label,
        reason=failed,
    )
