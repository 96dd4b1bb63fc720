"""What the rulebook says about notices outside: what cannot be switched off, when people are left alone, what is said.

Every value is dated and has its basis; where a rulebook is silent the platform's own default holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from ecoduty.casework.deliveries.states import Mode, Standing
from ecoduty.casework.escalation.states import NoticeKind
from ecoduty.kernel.rulebook import Rulebook, store

# Kinds that go outside. An alarm about the channels themselves stays in the inbox.
KINDS = tuple(kind.value for kind in NoticeKind if kind != NoticeKind.SYSTEM)
_STANDING = "notice.standing.{}"
_DEFAULTS: dict[str, str | int | bool | tuple[str, ...]] = {
    "notice.urgent-kinds": (),
    "notice.channel-order": ("workchat", "sms", "email"),
    "notice.free-default": Mode.DIGEST.value,
    "notice.quiet-hours": ("20:00", "07:30"),
    "notice.rest-days-quiet": True,
    "notice.digest-at": "08:30",
    "notice.internal-outside": "number",
    "notice.calendar-titles": False,
    "notice.undelivered-alarm-minutes": 30,
    "notice.weekly": True,
    "notice.weekly-at": "07:40",
}


@dataclass(frozen=True, slots=True)
class KindRule:
    """A kind of notice: whether it may be switched off and on what basis, and whether it passes quiet hours."""

    kind: str
    label: str
    standing: Standing
    urgent: bool
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rulebook's word on notices outside, on one day."""

    kinds: Mapping[str, KindRule]
    channel_order: tuple[str, ...]
    free_default: Mode
    quiet_from: time
    quiet_until: time
    rest_days_quiet: bool
    digest_at: time
    internal_numbers: bool  # else a notice about an internal matter only says that there is one
    calendar_titles: bool
    alarm_minutes: int
    weekly: bool
    weekly_at: time

    def statutory(self, kind: str, *, marked: bool) -> bool:
        """Whether this notice goes out whatever the person chose; `marked` says that its deadline is the law's."""
        standing = self.kinds[kind].standing
        return standing == Standing.STATUTORY or (standing == Standing.BY_DEADLINE and marked)


def current(on: date) -> Rules:
    """The rules of the rulebook in force, on that day; the platform's defaults before the first adoption."""
    return of(store.current_or_none(), on)


def of(book: Rulebook | None, on: date) -> Rules:
    """The rules of one rulebook on a day."""
    value = {key: _value(book, key, on) for key in _DEFAULTS}
    urgent = set(_words(value["notice.urgent-kinds"]))
    quiet_from, quiet_until = _words(value["notice.quiet-hours"])
    return Rules(
        kinds={kind: _kind(book, kind, on, urgent=kind in urgent) for kind in KINDS},
        channel_order=_words(value["notice.channel-order"]),
        free_default=Mode(str(value["notice.free-default"])),
        quiet_from=time.fromisoformat(quiet_from),
        quiet_until=time.fromisoformat(quiet_until),
        rest_days_quiet=bool(value["notice.rest-days-quiet"]),
        digest_at=time.fromisoformat(str(value["notice.digest-at"])),
        internal_numbers=value["notice.internal-outside"] == "number",
        calendar_titles=bool(value["notice.calendar-titles"]),
        alarm_minutes=int(str(value["notice.undelivered-alarm-minutes"])),
        weekly=bool(value["notice.weekly"]),
        weekly_at=time.fromisoformat(str(value["notice.weekly-at"])),
    )


def _kind(book: Rulebook | None, kind: str, on: date, *, urgent: bool) -> KindRule:
    key = _STANDING.format(kind)
    label = NoticeKind(kind).label
    if book is None or key not in book.values:
        return KindRule(kind, label, Standing.FREE, urgent)
    standing = Standing(str(book.value(key, on=on)))
    basis = next(row.basis for row in book.values[key].dated if row.in_force(on))
    said = f"方案第{basis.clause}款" if basis.clause else basis.note or basis.provision or ""
    return KindRule(kind, label, standing, urgent, said)


def _value(book: Rulebook | None, key: str, on: date) -> object:
    return book.value(key, on=on) if book is not None and key in book.values else _DEFAULTS[key]


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, tuple) else (str(value),)
